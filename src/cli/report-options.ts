import { type Command, InvalidArgumentError, Option } from "commander";
import type { BuildOptions } from "../pipeline/build-tables.js";
import { addLanguageOption } from "./language-option.js";
import { type ReporterOptions, reportFormats } from "./reports/reporter.js";
import { UsageError } from "./usage-error.js";

/** Options of every command that reports problems of sheets. */
export interface ReportCommandOptions extends Omit<ReporterOptions, "config"> {
  /** The codes or ids that were named, separated by commas. */
  readonly warningsAsErrors?: string | true;
}

/** Adds the options by which problems are shown. */
export function addReportOptions(command: Command): Command {
  return addLanguageOption(command)
    .addOption(
      new Option("--format <format>", "how problems are shown").choices(reportFormats).default("pretty"),
    )
    .option("--max-errors <count>", "show no more problems than this; 0: all", parseLimit)
    .option(
      "--warnings-as-errors [codes]",
      "have warnings count as errors; with codes, separated by commas, only these",
    );
}

/** Returns the option as a build takes it. Throws UsageError for a code that there is not. */
export async function toSeverityOptions({
  warningsAsErrors,
}: ReportCommandOptions): Promise<Pick<BuildOptions, "warningsAsErrors">> {
  if (warningsAsErrors === undefined) return {};
  if (warningsAsErrors === true) return { warningsAsErrors };
  const { findCode } = await import("../base/catalog/find-code.js");
  const codes = warningsAsErrors.split(",").map((text) => {
    const found = findCode(text);
    if ("code" in found) return found.code;
    const hint = found.suggestion === undefined ? "" : ` Did you mean ${found.suggestion}?`;
    throw new UsageError(`There is no diagnostic ${JSON.stringify(text.trim())}.${hint}`);
  });
  return { warningsAsErrors: codes };
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number; 0 shows all problems.");
}
