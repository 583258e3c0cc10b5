import type { Command } from "commander";
import { createColors } from "../colors.js";
import { addLanguageOption } from "../language-option.js";
import { loadTexts } from "../texts/load-texts.js";
import type { Language } from "../texts/texts.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";

/** Adds `explain`: what a diagnostic is about, by example. */
export function addExplainCommand(program: Command, { io }: CommandContext): void {
  const command = program
    .command("explain")
    .description("say what a diagnostic is about, with a sheet that breaks the rule and one that does not")
    .argument("[code]", "id or code, such as TG3001 or duplicate-key; all are listed without");
  addLanguageOption(command)
    .addHelpText("after", explainHelp)
    .action(async (text: string | undefined, options: { readonly lang?: Language }) => {
      const texts = await loadTexts(options.lang, io);
      const colors = createColors(io, io.stdout);
      const { formatCodes, formatExplanation } = await import("../explain/format-explanation.js");
      if (text === undefined) return io.stdout.write(formatCodes(texts, colors));
      const { findCode } = await import("../../base/catalog/find-code.js");
      const found = findCode(text);
      if ("code" in found) return io.stdout.write(formatExplanation(found.code, texts, colors));
      throw new UsageError(
        found.suggestion === undefined
          ? `There is no diagnostic ${text}; table-gen explain lists them all.`
          : `There is no diagnostic ${text}. Did you mean ${found.suggestion}?`,
      );
    });
}

const explainHelp = `
Examples:
  table-gen explain TG3001
  table-gen explain duplicate-key --lang zh
  table-gen explain`;
