/**
 * Returns rows of cells as text lines in aligned columns, two spaces between them. `right` names the columns
 * that are aligned to the right. Wide characters (CJK) count as two, as terminals show them.
 */
export function formatColumns(
  rows: readonly (readonly string[])[],
  { indent = "", right = [] }: { readonly indent?: string; readonly right?: readonly number[] } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    }
  }
  const lines = rows.map((row) => {
    const cells = row.map((text, column) => {
      const padding = " ".repeat((widths[column] ?? 0) - displayWidth(text));
      return right.includes(column) ? padding + text : text + padding;
    });
    return `${indent}${cells.join("  ")}`.trimEnd();
  });
  return lines.map((line) => `${line}\n`).join("");
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
  return width;
}
