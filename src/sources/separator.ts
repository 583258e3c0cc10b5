const candidates: readonly string[] = [",", ";", "\t", "|"];
const names: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  "\\t": "\t",
  pipe: "|",
};

/** Returns the character that a config's `separator` means, or `undefined` where it means none. */
export function parseSeparator(text: string): string | undefined {
  if (Object.hasOwn(names, text)) return names[text];
  return text.length === 1 && !/["\r\n]/.test(text) ? text : undefined;
}

/**
 * Finds the separator of a text from its first records: the one that splits the first record, then splits the
 * largest share of the records into the same number of cells, then into the most cells. `preferred` is taken
 * where nothing tells.
 */
export function detectSeparator(text: string, preferred: string): string {
  let best = { separator: preferred, score: [0, 0, 0] as readonly number[] };
  for (const separator of [preferred, ...candidates]) {
    const score = scoreOf(countCells(text, separator));
    if (isGreater(score, best.score)) best = { separator, score };
  }
  return best.separator;
}

const sampleRecords = 200;
const sampleCharacters = 1 << 18;

/** Counts the cells of the first records that are not blank, quotes respected. */
function countCells(text: string, separator: string): readonly number[] {
  const counts: number[] = [];
  const end = Math.min(text.length, sampleCharacters);
  let cells = 1;
  let recordStart = 0;
  let cellStart = 0;
  for (let at = 0; at < end && counts.length < sampleRecords; at++) {
    const character = text.charAt(at);
    if (character === '"' && at === cellStart) {
      at = skipQuoted(text, at);
    } else if (character === separator || candidates.includes(character)) {
      // A quote opens after any candidate, so that quoted cells are seen alike whichever is tried.
      if (character === separator) cells++;
      cellStart = at + 1;
    } else if (character === "\n" || character === "\r") {
      if (at > recordStart) counts.push(cells);
      cells = 1;
      recordStart = cellStart = at + 1;
    }
  }
  if (counts.length < sampleRecords && end === text.length && end > recordStart) counts.push(cells);
  return counts;
}

/** Returns the position of the quote that closes the one at `at`, or the end of the text. */
function skipQuoted(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 2)) {
    if (text[close + 1] !== '"') return close;
  }
  return text.length;
}

function scoreOf(counts: readonly number[]): readonly number[] {
  const frequencies = new Map<number, number>();
  for (const count of counts) if (count > 1) frequencies.set(count, (frequencies.get(count) ?? 0) + 1);
  let [cells, records] = [0, 0];
  for (const [count, frequency] of frequencies) {
    if (frequency > records || (frequency === records && count > cells))
      [cells, records] = [count, frequency];
  }
  if (records === 0) return [0, 0, 0];
  return [(counts[0] ?? 0) > 1 ? 1 : 0, records / counts.length, cells];
}

function isGreater(left: readonly number[], right: readonly number[]): boolean {
  for (const [at, value] of left.entries()) {
    const other = right[at] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}
