import { createHost } from "../../base/host.js";
import { ToolError } from "../../base/tool-error.js";
import type { BuildResult } from "../../pipeline/build-tables.js";
import { createColors } from "../colors.js";
import { formatPretty } from "../format-diagnostics.js";
import { explainSystemError } from "../format-failure.js";
import type { Io } from "../io.js";
import { loadTexts } from "../texts/load-texts.js";
import type { Language, Texts } from "../texts/texts.js";
import { UsageError } from "../usage-error.js";
import type { Failure, FormatReport } from "./report.js";

export const reportFormats = ["pretty", "json", "github", "gitlab", "sarif", "junit"] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReporterOptions {
  /** As it was given: a config file, or the folder that holds one. */
  readonly config: string;
  readonly format: ReportFormat;
  /** How many problems are shown at most, 0 for all; what suits the format unless given. */
  readonly maxErrors?: number;
  readonly lang?: Language;
}

/** Prints what came of builds and checks in the form that was asked for. */
export interface Reporter {
  readonly texts: Texts;
  /** True for the form that people read: it goes to stderr, and what was built is told on stdout. */
  readonly isPretty: boolean;
  show(result: BuildResult): Promise<void>;
  /** Prints a report of a run that was kept from its end, for programs that read one; `main` tells people. */
  showFailure(error: unknown): Promise<void>;
}

/** More than a person would read. */
const prettyLimit = 200;

/** Creates a reporter. `isLine`: each report in one line, as there will be several. */
export async function createReporter(
  { config, format, maxErrors, lang }: ReporterOptions,
  io: Io,
  { isLine = false }: { readonly isLine?: boolean } = {},
): Promise<Reporter> {
  const texts = await loadTexts(lang, io);
  if (format === "pretty") {
    const limit = maxErrors ?? prettyLimit;
    return {
      texts,
      isPretty: true,
      show: ({ diagnostics }) =>
        io.stderr.write(formatPretty(diagnostics, createColors(io, io.stderr), { texts, limit })),
      showFailure: async () => {},
    };
  }
  const formatReport = await loaders[format]();
  const { createReport } = await import("./create-report.js");
  const options = { config, cwd: io.cwd, limit: maxErrors ?? 0, texts };
  const write = (outcome: Parameters<typeof createReport>[1]) =>
    io.stdout.write(formatReport(createReport(createHost(), outcome, options), { isLine }));
  return {
    texts,
    isPretty: false,
    show: (result) => write({ result }),
    showFailure: async (error) => {
      const failure = toFailure(explainSystemError(error));
      if (failure !== undefined) await write({ failure });
    },
  };
}

const loaders: Readonly<Record<Exclude<ReportFormat, "pretty">, () => Promise<FormatReport>>> = {
  json: async () => (await import("./format-json.js")).formatJson,
  github: async () => (await import("./format-github.js")).formatGithub,
  gitlab: async () => (await import("./format-gitlab.js")).formatGitlab,
  sarif: async () => (await import("./format-sarif.js")).formatSarif,
  junit: async () => (await import("./format-junit.js")).formatJunit,
};

/** A bug of ours is none: what a program would read of it could only mislead. */
function toFailure(error: unknown): Failure | undefined {
  if (error instanceof UsageError) return { kind: "usage", message: error.message };
  if (!(error instanceof ToolError)) return undefined;
  const { message, help } = error;
  return { kind: "environment", message, ...(help === undefined ? {} : { help }) };
}
