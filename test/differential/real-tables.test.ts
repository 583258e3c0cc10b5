import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import papaparse from "papaparse";
import { describe, expect, test } from "vitest";
import * as xlsx from "xlsx";
import { createHost } from "../../src/base/host.js";
import { formatCellRef } from "../../src/base/place.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { initConfig } from "../../src/pipeline/init/init-config.js";
import { type DumpedRow, readStackedFolder } from "./independent-stacked.js";
import {
  type BuiltLibrary,
  buildInto,
  dumpWithCpp,
  dumpWithTypeScript,
  sharedData,
  tryKeys,
  withFolder,
} from "./read-both-ways.js";

const excel = join(sharedData, "legend2/Excel");
const chess = join(sharedData, "chess-openings");
const gbk = join(sharedData, "gbk-csv/example/config");
const formats = join(sharedData, "formats");

describe.skipIf(!existsSync(sharedData))("real tables, which the tests find beside the project", () => {
  test("legend2: the written config builds but for the one defect of the data, reported at its cell", async () => {
    await withFolder(async (folder) => {
      await initInto(folder, excel);
      const { diagnostics } = await buildTables({ config: folder, cwd: folder, write: false });
      const errors = diagnostics.filter((one) => one.severity === "error");
      expect(
        errors.map((one) => [one.id, one.at === undefined ? "" : nameOf(formatCellRef(one.at))]),
      ).toEqual([
        // A 0 that was left in column K below the rows, in a row without an Id.
        ["TG4001", "DropLimitConfig.xlsx:定制配置!C20"],
      ]);
    });
  });

  test("legend2: every row reads as an independent reader finds it in the cells, in TypeScript and C++", async () => {
    await withFolder(async (folder) => {
      const sheets = join(folder, "Excel");
      copySheets(excel, sheets);
      removeCell(join(sheets, "DropLimitConfig.xlsx"), "定制配置", "K20");
      await initInto(folder, sheets);
      const library = await buildInto(join(folder, "out"), folder);
      const judged = readStackedFolder(sheets, () => "int").filter((sheet) => sheet.rows.length > 0);
      const expected = new Map<string, DumpedRow[]>();
      for (const { file, sheet, columns, rows } of judged) {
        const table = findTable(
          library,
          file.replace(/\.xlsx$/, ""),
          columns.map(({ name }) => name),
        );
        if (table === undefined) throw new Error(`no table for ${file} ${sheet}`);
        expected.set(table, [
          ...(expected.get(table) ?? []),
          ...rows.map((row) => withEmptyDesc(row, library, table)),
        ]);
      }
      expect([...expected.values()].flat().length).toBe(5128);
      for (const [table, rows] of expected) expect([table, rowsOf(library, table)]).toEqual([table, rows]);
      const others = library.image.tables.filter(({ name }) => !expected.has(name));
      expect(others.map(({ rowCount }) => rowCount)).toEqual(others.map(() => 0));
      expectBothLanguagesAgree(library);
    });
  });

  test("chess-openings: five files become one table with its key, in TypeScript and C++", async () => {
    await withFolder(async (folder) => {
      copySheets(chess, join(folder, "sheets"), ".tsv");
      await initInto(folder, join(folder, "sheets"));
      const library = await buildInto(join(folder, "out"), folder);
      const expected = ["a", "b", "c", "d", "e"].flatMap((letter) =>
        readFileSync(join(chess, `${letter}.tsv`), "utf8")
          .split("\n")
          .slice(1)
          .filter((line) => line !== "")
          .map((line) => {
            const [eco, name, pgn] = line.split("\t");
            return { eco, name, pgn };
          }),
      );
      expect(
        library.image.tables.map(({ name, indexes }) => [name, indexes.map((one) => one.parts.length)]),
      ).toHaveLength(1);
      const [table] = library.image.tables;
      expect(table?.columns[table.indexes[0]?.parts[0]?.column ?? -1]?.name).toBe("pgn");
      expect(rowsOf(library, table?.name ?? "")).toEqual(expected);
      expectBothLanguagesAgree(library);
    });
  });

  test("gbk-csv: every row reads as an independent decoder and parser find it, in TypeScript and C++", async () => {
    await withFolder(async (folder) => {
      const parts = ["equip", "other", "task"];
      for (const part of parts) copySheets(join(gbk, part), join(folder, "sheets", part), ".csv");
      await initInto(folder, join(folder, "sheets"));
      const library = await buildInto(join(folder, "out"), folder);
      const expected = new Map<string, (readonly string[])[]>();
      for (const part of parts) {
        for (const file of readdirSync(join(gbk, part)).sort()) {
          const { table, rows } = readGbkFile(join(gbk, part, file));
          expected.set(table, [...(expected.get(table) ?? []), ...rows]);
        }
      }
      expect([...expected.values()].flat().length).toBe(275);
      expect(library.image.tables.map(({ name }) => name)).toEqual([...expected.keys()].sort());
      for (const [table, rows] of expected) {
        const dumped = rowsOf(library, table).map((row) => Object.values(row).map(textOfDumped));
        expect([table, dumped]).toEqual([table, rows]);
      }
      expectBothLanguagesAgree(library);
    });
  });

  test("one table in 17 files has one version", async () => {
    const files = readdirSync(formats).sort();
    const versions = new Map<string, string>();
    await withFolder(async (folder) => {
      let last: BuiltLibrary | undefined;
      for (const file of files) {
        const own = join(folder, file.replace(".", "_"));
        cpSync(join(formats, file), join(own, file));
        await initInto(own, join(own, file));
        writeFileSync(
          join(own, "table-gen.config.jsonc"),
          // The file's name is the table's unless the config gives one.
          readFileSync(join(own, "table-gen.config.jsonc"), "utf8").replace(
            /^ {4}"[^"]+": \{/m,
            '    "Equip": {',
          ),
        );
        const built = await buildInto(join(own, "out"), own);
        const { image, schema } = built;
        expect([file, schema.tables.map(({ name }) => name), image.tables[0]?.rowCount]).toEqual([
          file,
          ["Equip"],
          1320,
        ]);
        versions.set(file, image.version);
        last = built;
      }
      if (last !== undefined) expectBothLanguagesAgree(last);
    });
    expect(files).toHaveLength(17);
    expect(new Set(versions.values()).size).toBe(1);
  });
});

async function initInto(folder: string, from: string): Promise<void> {
  const result = await initConfig({
    from,
    out: "table-gen.config.jsonc",
    cwd: folder,
    replace: false,
    host: createHost(),
  });
  if (result.written === undefined) throw new Error(result.refused ?? "nothing was written");
}

/** The named columns of a file below its row of names, as text; `drop_1.csv` holds rows of the table drop. */
function readGbkFile(path: string): {
  readonly table: string;
  readonly rows: readonly (readonly string[])[];
} {
  const text = new TextDecoder("gb18030").decode(readFileSync(path));
  const { data } = papaparse.parse<string[]>(text, { delimiter: ",", skipEmptyLines: "greedy" });
  const table = nameOf(path).replace(/(_\d)?\.csv$/, "");
  // The others have a row of notes first.
  const nameRow = table === "equipconfig" ? 0 : 1;
  const named = (data[nameRow] ?? []).flatMap((name, column) => (name.trim() === "" ? [] : [column]));
  const rows = data.slice(nameRow + 1).map((row) => named.map((column) => row[column] ?? ""));
  return { table, rows: rows.filter((row) => row.some((cell) => cell.trim() !== "")) };
}

/** What a cell may have held: these tables have no list, no date and no number that is written in two ways. */
function textOfDumped(value: unknown): string {
  return value === null ? "" : String(value);
}

/** Copies sheets to where they may be written to. */
function copySheets(from: string, to: string, ending = ".xlsx"): void {
  for (const file of readdirSync(from).filter((name) => name.endsWith(ending))) {
    cpSync(join(from, file), join(to, file), { mode: 0 });
  }
}

/** Mends a workbook as a designer would: by emptying a cell. */
function removeCell(path: string, sheet: string, cell: string): void {
  const book = xlsx.read(readFileSync(path));
  delete book.Sheets[sheet]?.[cell];
  const bytes: Buffer = xlsx.write(book, { type: "buffer", bookType: "xlsx" });
  cpSync(path, `${path}.before`);
  writeFileSync(`${path}.after`, bytes);
  cpSync(`${path}.after`, path, { force: true });
}

/** The table with exactly these columns, or the one that has them all. */
function findTable(library: BuiltLibrary, stem: string, columns: readonly string[]): string | undefined {
  const ofFile = library.image.tables.filter(({ name }) => name.startsWith(stem));
  const lacking = (table: (typeof ofFile)[number]) =>
    columns.every((name) => table.columns.some((column) => column.name === name))
      ? table.columns.length - columns.length
      : Number.POSITIVE_INFINITY;
  const [best] = ofFile.toSorted((left, right) => lacking(left) - lacking(right));
  return best === undefined || lacking(best) === Number.POSITIVE_INFINITY ? undefined : best.name;
}

/** A comment column of one sheet may be a column in the next: its rows have what an empty cell means. */
function withEmptyDesc(row: DumpedRow, library: BuiltLibrary, table: string): DumpedRow {
  const columns = library.image.table(table)?.columns ?? [];
  return "Desc" in row || !columns.some(({ name }) => name === "Desc") ? row : { ...row, Desc: "" };
}

function rowsOf(library: BuiltLibrary, table: string): readonly DumpedRow[] {
  return dumpWithTypeScript(library.image)
    .map((line): { table: string; row: DumpedRow } => JSON.parse(line))
    .filter((one) => one.table === table)
    .map((one) => one.row);
}

function expectBothLanguagesAgree(library: BuiltLibrary): void {
  const cpp = dumpWithCpp(library);
  expect(cpp.lines).toEqual(dumpWithTypeScript(library.image));
  const tried = library.image.tables.flatMap((table) =>
    tryKeys(table).map(({ name, found }) => `${name}: found ${found}`),
  );
  expect(cpp.keys.map((line) => line.replace(/, absent \d+$/, ""))).toEqual(tried);
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf("/") + 1);
}
