import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeXlsx } from "../../sources/make-files.js";

/** A column of the tables that are measured: what tables of games mostly hold. */
interface InputColumn {
  readonly name: string;
  readonly type: string;
  readonly make: (row: number) => string | number;
}

/** Spreads neighbouring rows over the range of 32 bits, the same on every machine. */
function spread(row: number): number {
  let mixed = Math.imul(row + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca77);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

const kinds = ["weapon", "armor", "ring", "potion", "scroll", "food", "ore", "herb", "quest", "pet"];

const twelve: readonly InputColumn[] = [
  { name: "id", type: "int", make: (row) => 100_000 + row },
  { name: "name", type: "string", make: (row) => `item_${spread(row).toString(36)}_${row}` },
  { name: "kind", type: "string", make: (row) => kinds[spread(row) % kinds.length] ?? "" },
  { name: "level", type: "uint8", make: (row) => spread(row) % 100 },
  { name: "price", type: "int", make: (row) => spread(row + 1) % 1_000_000 },
  { name: "attack", type: "int", make: (row) => spread(row + 2) % 5000 },
  { name: "weight", type: "float", make: (row) => (spread(row + 3) % 10_000) / 100 },
  { name: "rate", type: "float64", make: (row) => (spread(row + 4) % 1_000_000) / 1_000_000 },
  { name: "sold", type: "bool", make: (row) => (spread(row) % 3 === 0 ? "true" : "false") },
  { name: "owner", type: "uint64", make: (row) => 7_000_000_000_000 + spread(row) },
  { name: "group", type: "int", make: (row) => spread(row) % 1000 },
  { name: "note", type: "string", make: (row) => `drops in zone ${spread(row) % 2000}` },
];

const six = twelve.slice(0, 6);
const twenty = [...twelve, ...twelve.slice(4)].map((column, index) => ({
  ...column,
  name: `${column.name}${index < 12 ? "" : index}`,
}));
const columnsOf = { 6: six, 12: twelve, 20: twenty } as const;

export type Width = keyof typeof columnsOf;

/** Writes a folder with a config and one csv file of so many rows; returns the path of the csv. */
export function writeCsvProject(folder: string, rowCount: number, width: Width): string {
  writeConfig(folder);
  const path = join(folder, "Item.csv");
  writeCsv(path, rowCount, columnsOf[width]);
  return path;
}

/** Writes a folder with a config and many workbooks, `T0.xlsx` and so on. */
export function writeManyProject(folder: string, fileCount: number, rowCount: number): void {
  writeConfig(folder);
  for (let file = 0; file < fileCount; file++) {
    writeFileSync(join(folder, `T${file}.xlsx`), makeItemXlsx(`T${file}`, rowCount, 12, file));
  }
}

/** Writes a folder with a config and one xlsx file; returns its path. */
export function writeXlsxProject(folder: string, rowCount: number, width: Width): string {
  writeConfig(folder);
  const path = join(folder, "Item.xlsx");
  writeFileSync(path, makeItemXlsx("Item", rowCount, width));
  return path;
}

function writeConfig(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "table-gen.config.json"), '{ "name": "tables" }\n');
}

function headerOf(columns: readonly InputColumn[]): readonly (readonly string[])[] {
  return [
    ["##name", ...columns.map(({ name }) => name)],
    ["##type", ...columns.map(({ type }) => type)],
    ["##rule", ...columns.map(({ name }) => (name === "id" ? "key" : ""))],
  ];
}

function writeCsv(path: string, rowCount: number, columns: readonly InputColumn[]): void {
  const file = openSync(path, "w");
  try {
    writeSync(
      file,
      headerOf(columns)
        .map((cells) => `${cells.join(",")}\n`)
        .join(""),
    );
    const step = 10_000;
    for (let start = 0; start < rowCount; start += step) {
      let text = "";
      for (let row = start; row < Math.min(start + step, rowCount); row++) {
        for (const { make } of columns) text += `,${make(row)}`;
        text += "\n";
      }
      writeSync(file, text);
    }
  } finally {
    closeSync(file);
  }
}

/** Makes the bytes of a workbook as Excel writes it: texts shared, numbers in place. */
export function makeItemXlsx(sheet: string, rowCount: number, width: Width, seed = 0): Buffer {
  const columns = columnsOf[width];
  const texts = new Map<string, number>();
  const share = (text: string) => {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  };
  const rows: string[] = [];
  const push = (cells: readonly (string | number)[]) => {
    const row = rows.length + 1;
    const parts = cells.map((cell, column) => {
      if (cell === "") return "";
      const at = `${String.fromCharCode(65 + column)}${row}`;
      return typeof cell === "number"
        ? `<c r="${at}"><v>${cell}</v></c>`
        : `<c r="${at}" t="s"><v>${share(cell)}</v></c>`;
    });
    rows.push(`<row r="${row}" spans="1:${cells.length}">${parts.join("")}</row>`);
  };
  for (const line of headerOf(columns)) push(line);
  for (let row = 0; row < rowCount; row++) push(["", ...columns.map(({ make }) => make(row + seed))]);
  const sharedStrings = [...texts.keys()].map((text) => `<si><t>${text}</t></si>`).join("");
  return makeXlsx({ sheets: { [sheet]: `<sheetData>${rows.join("")}</sheetData>` }, sharedStrings });
}
