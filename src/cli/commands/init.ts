import type { Command } from "commander";
import { createColors } from "../colors.js";
import { exitCode } from "../exit-code.js";
import { formatPretty } from "../format-diagnostics.js";
import { formatNumberOf } from "../format-size.js";
import { addLanguageOption } from "../language-option.js";
import { createProgress } from "../progress.js";
import { loadTexts } from "../texts/load-texts.js";
import type { Language } from "../texts/texts.js";
import { UsageError } from "../usage-error.js";
import { toVisibleText } from "../visible-text.js";
import type { CommandContext } from "./context.js";

interface InitOptions {
  readonly from: string;
  readonly out: string;
  readonly force?: true;
  readonly quiet?: true;
  readonly lang?: Language;
}

/** Adds `init`: looks at a folder of sheets and writes a config for it. */
export function addInitCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("init")
    .description("look at a folder of sheets and write a commented config for it")
    .option("-f, --from <dir>", "folder of sheets", ".")
    .option("-o, --out <file>", "the config to write", "table-gen.config.jsonc")
    .option("--force", "replace a config that is there")
    .option("-q, --quiet", "print problems only");
  addLanguageOption(command)
    .addHelpText("after", initHelp)
    .action((options: InitOptions) => runInit(options, context));
}

const initHelp = `
Finds the header convention, the types (from all rows), the keys and likely references, and says what it was
unsure of. Look the result through: it is meant to be kept and edited.

Examples:
  table-gen init
  table-gen init --from design/sheets
  table-gen init --from sheets --out server/table-gen.config.jsonc --force`;

async function runInit(options: InitOptions, { io, finish }: CommandContext): Promise<void> {
  const { initConfig } = await import("../../pipeline/init/init-config.js");
  const progress = createProgress(io.stderr);
  const result = await initConfig({
    from: options.from,
    out: options.out,
    cwd: io.cwd,
    replace: options.force === true,
    onProgress: options.quiet === true ? () => {} : progress.show,
  }).finally(progress.clear);
  const texts = await loadTexts(options.lang, io);
  await io.stderr.write(formatPretty(result.diagnostics, createColors(io, io.stderr), { texts }));
  if (result.refused !== undefined) throw new UsageError(result.refused);
  if (result.written === undefined) return finish(exitCode.problems);
  if (options.quiet === true) return;
  const { file, tables, rows, doubts } = result.written;
  const lines = [`Wrote ${file}: ${formatNumberOf(tables, "table")}, ${formatNumberOf(rows, "row")}.`];
  if (doubts.length > 0) {
    lines.push("", "Not sure about:", ...doubts.map((doubt) => `  ${toVisibleText(doubt)}`));
  }
  lines.push("", `Look it through, then run: npx table-gen build${configOption(file)}`);
  await io.stdout.write(`${lines.join("\n")}\n`);
}

/** A config of the usual name is found by its folder, one in this folder without any option. */
function configOption(file: string): string {
  const folder = file.replace(/(^|\/)table-gen\.config\.jsonc$/, "");
  return folder === "" ? "" : ` --config ${folder}`;
}
