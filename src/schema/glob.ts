/**
 * Returns a test for a pattern: `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is either.
 * Every other character, brackets included, stands for itself; a text equal to the pattern always matches.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const normal = pattern.normalize("NFC");
  const expression = new RegExp(`^${translate(normal)}$`, "su");
  return (text) => text.normalize("NFC") === normal || expression.test(text.normalize("NFC"));
}

function translate(pattern: string): string {
  const isBalanced = /^[^{}]*(\{[^{}]*\}[^{}]*)*$/.test(pattern);
  const tokens = pattern.match(/\*\*\/|\*\*|[\s\S]/gu) ?? [];
  let depth = 0;
  return tokens
    .map((token) => {
      if (token === "**/") return "(?:.*/)?";
      if (token === "**") return ".*";
      if (token === "*") return "[^/]*";
      if (token === "?") return "[^/]";
      if (isBalanced && token === "{") depth++;
      if (isBalanced && token === "{") return "(?:";
      if (isBalanced && token === "}") depth--;
      if (isBalanced && token === "}") return ")";
      if (token === "," && depth > 0) return "|";
      return token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    })
    .join("");
}
