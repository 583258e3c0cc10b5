import { type Command, Option } from "commander";
import { languages } from "./texts/texts.js";

/** Adds the option by which the language of problems is chosen. */
export function addLanguageOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--lang <language>",
      "language of the problems; that of TABLE_GEN_LANG or of the locale unless given",
    ).choices(languages),
  );
}
