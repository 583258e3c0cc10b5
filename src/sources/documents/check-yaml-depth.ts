import { maxDepth, TooDeepError } from "./document-error.js";

type Yaml = typeof import("yaml");

/**
 * Throws TooDeepError for a text whose values hold each other more often than any table needs. The parser calls
 * itself for each, and what ends it then, on a full stack, need not be an exception.
 */
export function checkYamlDepth(text: string, { CST, Lexer }: Yaml): void {
  let line = 1;
  let column = 0;
  let flowDepth = 0;
  let isLineEmpty = true;
  /** The columns in which the block collections around the current token begin. */
  const blocks: number[] = [];
  const open = (): void => {
    while ((blocks.at(-1) ?? -1) > column) blocks.pop();
    if ((blocks.at(-1) ?? -1) < column) blocks.push(column);
  };
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (type === "flow-map-start" || type === "flow-seq-start") flowDepth++;
    if (type === "flow-map-end" || type === "flow-seq-end") flowDepth--;
    const isIndicator = type === "seq-item-ind" || type === "explicit-key-ind";
    const isContent = type !== "space" && type !== "newline" && !marks.has(lexeme);
    if (flowDepth === 0 && (isIndicator || (isContent && isLineEmpty))) open();
    if (isContent && !isIndicator) isLineEmpty = false;
    // A sequence may begin in the column of the key that has it.
    if (flowDepth + blocks.length > maxDepth) throw new TooDeepError(line);
    if (marks.has(lexeme)) continue;
    const lineEnd = lexeme.lastIndexOf("\n");
    if (lineEnd < 0) column += lexeme.length;
    else {
      column = lexeme.length - lineEnd - 1;
      isLineEmpty = true;
      for (let at = lineEnd; at >= 0; at = lexeme.lastIndexOf("\n", at - 1)) {
        line++;
        if (at === 0) break;
      }
    }
  }
}

/** What the lexer says of the text rather than takes out of it. */
const marks: ReadonlySet<string> = new Set(["\u{FEFF}", "\x02", "\x18", "\x1f"]);
