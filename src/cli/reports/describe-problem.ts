import type { Diagnostic } from "../../base/diagnostics.js";
import { formatPlace } from "../format-diagnostics.js";
import type { Words } from "../texts/texts.js";
import { toVisibleText } from "../visible-text.js";

/** Returns the message, the place, the notes and what to do, a line each: for viewers that show plain text. */
export function describeProblem({ message, at, notes, help }: Diagnostic, words: Words): string {
  const lines = [toVisibleText(message)];
  if (at !== undefined) lines.push(formatPlace(at));
  for (const note of notes) {
    const where = note.at === undefined ? "" : `${words.comma}${formatPlace(note.at)}`;
    lines.push(`${words.note}${words.colon}${toVisibleText(note.message)}${where}`);
  }
  lines.push(`${words.help}${words.colon}${help}`);
  return lines.join("\n");
}
