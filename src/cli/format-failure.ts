import type { ToolError } from "../base/tool-error.js";
import { withSystemErrors } from "../release/system-error.js";
import type { Colors } from "./colors.js";
import { toVisibleText } from "./visible-text.js";

/** Returns what is in the way, with its cause and what to do, as lines for stderr. */
export function formatToolError({ message, help, cause }: ToolError, colors: Colors): string {
  const title = colors.bold(colors.red("error"));
  const helpLine = help === undefined ? "" : `  ${colors.dim(`help: ${help}`)}\n`;
  const causeLine = cause instanceof Error ? `  cause: ${toVisibleText(cause.message)}\n` : "";
  // A compiler's own messages have several lines.
  const lines = message.split("\n").map((line) => toVisibleText(line));
  return `${title}: ${lines.join("\n")}\n${causeLine}${helpLine}`;
}

/** What the system refuses where nobody had reckoned with it is no bug all the same. */
export function explainSystemError(error: unknown): unknown {
  try {
    withSystemErrors("The system refuses", () => {
      throw error;
    });
  } catch (explained) {
    return explained;
  }
  return error;
}
