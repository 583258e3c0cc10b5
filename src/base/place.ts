/**
 * Where something stands: a file, a sheet in it, a cell of that sheet, or a path inside a config file.
 * Rows and columns count from zero here and are shown in A1 notation.
 */
export interface Place {
  /** Path as the user gave it or relative to the config, always with `/`. */
  readonly file: string;
  /** Absent for text files, which have one unnamed sheet. */
  readonly sheet?: string;
  readonly row?: number;
  readonly column?: number;
  /** The name in the header above the cell. */
  readonly header?: string;
  /** The cell's text, or the config value's JSON. */
  readonly value?: string;
  /** Inside a config file: the keys from the root, such as `tables.Item.key`. */
  readonly path?: string;
  /** One-based line in a text or config file. */
  readonly line?: number;
}

/** Returns `Item!A6`, `A6`, `Item`, or an empty string for a place that names no cell. */
export function formatCell(place: Place): string {
  const cell =
    place.column === undefined || place.row === undefined
      ? place.row === undefined
        ? ""
        : String(place.row + 1)
      : formatA1(place.row, place.column);
  if (place.sheet === undefined) return cell;
  return cell === "" ? place.sheet : `${place.sheet}!${cell}`;
}

/** Returns `items.xlsx:Item!A6`: the form used in tests, logs and machine-read reports. */
export function formatCellRef(place: Place): string {
  const inside = place.path ?? formatCell(place);
  const line = place.line === undefined ? "" : `:${place.line}`;
  return inside === "" ? `${place.file}${line}` : `${place.file}${line}:${inside}`;
}

/** Returns the A1 address of a zero-based row and column: (5, 0) is `A6`, (0, 26) is `AA1`. */
export function formatA1(row: number, column: number): string {
  return `${formatColumn(column)}${row + 1}`;
}

/** Returns the letters of a zero-based column: 0 is `A`, 25 is `Z`, 26 is `AA`. */
function formatColumn(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
