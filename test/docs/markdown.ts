import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A fenced block of a page. */
export interface Block {
  /** First word behind the fence: `csv`, `ts`. */
  readonly language: string;
  /** What follows it: the name of a file, or nothing. */
  readonly title: string;
  readonly text: string;
  /** One-based line of the fence. */
  readonly line: number;
  /** The heading above. */
  readonly section: string;
}

/** Reads a page of the documentation, relative to the project. */
export function readPage(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Returns the fenced blocks of a page in order. */
export function listBlocks(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = "";
  let open: { language: string; title: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of readPage(page).split("\n").entries()) {
    const fence = /^```(\S*)\s*(.*)$/.exec(line);
    if (open === undefined) {
      section = /^#+ (.*)$/.exec(line)?.[1] ?? section;
      if (fence !== null) {
        open = { language: fence[1] ?? "", title: fence[2] ?? "", line: index + 1, lines: [] };
      }
    } else if (fence === null) {
      open.lines.push(line);
    } else {
      const { lines, ...rest } = open;
      blocks.push({ ...rest, section, text: lines.map((text) => `${text}\n`).join("") });
      open = undefined;
    }
  }
  return blocks;
}

/** Returns the anchors of a page's headings, as forges make them. */
export function listAnchors(page: string): readonly string[] {
  return withoutBlocks(readPage(page))
    .split("\n")
    .flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
    .map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    );
}

/** Returns the targets of a page's links. */
export function listLinks(page: string): readonly string[] {
  return [...withoutBlocks(readPage(page)).matchAll(/\]\(([^()\s]+)\)/g)].map((found) => found[1] ?? "");
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

/** Groups by a key, in the order in which the keys first occur. */
export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
