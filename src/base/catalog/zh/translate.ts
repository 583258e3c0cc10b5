import type { Diagnostic } from "../../diagnostics.js";
import { chineseTexts } from "./index.js";
import { translatePhrase } from "./phrases.js";

/** Returns the diagnostic with its message, its help and its notes in Chinese. */
export function translateToChinese(diagnostic: Diagnostic): Diagnostic {
  const { code, parameters, notes } = diagnostic;
  const { message, help } = chineseTexts[code];
  return {
    ...diagnostic,
    // The parameters were reported with this code, to which both messages are typed.
    message: message(parameters as never),
    help,
    notes: notes.map((note) => ({ ...note, message: translatePhrase(note.message) })),
  };
}
