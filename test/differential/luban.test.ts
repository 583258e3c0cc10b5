import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatCellRef } from "../../src/base/place.js";
import type { Schema, TableSchema } from "../../src/model/schema.js";
import { type BuildResult, buildTables } from "../../src/pipeline/build-tables.js";
import { type ImageReader, openImage } from "../../src/runtime/open-image.js";
import { hasShared } from "../schema/read-shared.js";
import { type Json, normalize, normalizeRecord, toLubanJson, toRecord } from "./luban-json.js";

const shared = resolve(import.meta.dirname, "../../../shared/data/luban");

/**
 * What the export says otherwise than the sheets do, and why. The export is older than the sheets in some cells, and
 * than the Luban that reads them today.
 */
const explained: Readonly<Record<string, Explained>> = {
  // The cells hold `0X200` and `0x100` since Luban reads hexadecimal numbers; they were 1990 and 1991 before.
  test_tbfulltypes: { changed: [12, 30], fields: { x12: [{ x1: 512 }, { x1: 256 }] } },
  // For some months Luban took quotes and blanks off texts in streams; now it leaves them again.
  test_tbteststring: {
    changed: ["\\a", "2", "3"],
    fields: {
      css: [
        ["1", "2", "  3", "    "],
        ["1", "'2'", "' '", "'  '", "'   '"],
        ["1", "'ab'", "'null'"],
      ],
    },
  },
};

interface Explained {
  /** Keys of records. */
  readonly changed: readonly Json[];
  /** For each of them what the sheet says. */
  readonly fields: Readonly<Record<string, readonly Json[]>>;
}

/** Tables whose records stand in files that the shared data does not have, all of them or some. */
const incomplete: Readonly<Record<string, number>> = {
  ai_tbbehaviortree: 0,
  ai_tbblackboard: 0,
  tag_tbtesttag: 9,
  test_tbcompositejsontable1: 0,
  test_tbcompositejsontable2: 0,
  test_tbdatafrommisc: 0,
  test_tbexcelfromjson: 0,
  test_tbexcelfromjsonmultirow: 0,
  test_tbtestfieldalias: 10,
  test_tbtestfieldvariant: 15,
  test_tbtestnull: 5,
  test_tbtestscriptableobject: 0,
};

/** A table of one record that is missing is none. */
const left = ["test_tbcompositejsontable3"];

/** The export was made with translated texts; ours are the keys, as the sheets have them. */
const untranslated = (key: string) => (_: string, value: unknown) => (value === "苹果" ? key : value);
const textKeys: Readonly<Record<string, string>> = { test_tbsingleton: "key_name" };

describe.skipIf(!hasShared("luban"))("Luban's own project", () => {
  let folder = "";
  let built: BuildResult;
  let schema: Schema;
  let image: ImageReader;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
    symlinkSync(join(shared, "DataTables"), join(folder, "DataTables"));
    const dialect = {
      ...{ kind: "luban", conf: "DataTables/luban.conf", target: "all" },
      // The files with the record that ref@test_ref.xlsx refers to are not there.
      incomplete: ["tag.TbTestTag"],
    };
    // Datetimes have no zone in the sheets: they were exported in this one.
    const config = { timeZone: "Asia/Shanghai", dialect };
    writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify(config));
    built = await buildTables({ cwd: folder, write: false });
    const [output] = built.outputs;
    if (output === undefined) throw new Error(JSON.stringify(built.diagnostics, null, 2));
    schema = output.image.schema;
    image = openImage(output.image.bytes);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("builds, and says what is missing and what is not checked", () => {
    const found = built.diagnostics
      .filter(({ code }) => code !== "luban-input-missing" && code !== "empty-table")
      .map(({ id, at, message }) => `${id} ${at === undefined ? "" : formatCellRef(at)} ${message}`);
    expect(found).toEqual([
      "TG2209 DataTables/Defines/test.xml:431 index=x1 is not checked: table-gen has no such rule here.",
      `TG2220 DataTables/Datas/test/test_string.xlsx:Sheet1!H5 "'   '" is left behind the last part of test.CompactString.`,
    ]);
    expect(built.isGood).toBe(true);
  });

  const files = hasShared("luban") ? readdirSync(join(shared, "expected-json")) : [];
  const names = files.map((file) => file.replace(/\.json$/, ""));

  test.each(names.filter((name) => !left.includes(name)))("%s holds what Luban exports", (name) => {
    const table = findTable(schema, name);
    const key = textKeys[name] ?? "/apple";
    const text = readFileSync(join(shared, "expected-json", `${name}.json`), "utf8");
    const exported: Json = JSON.parse(text, untranslated(key));
    const expected = explain(name, (exported as readonly Json[]).map(normalizer(table, schema)));
    const ours = readRecords(image, table, schema);
    const count = incomplete[name];
    if (count === undefined) {
      expect(ours).toEqual(expected);
      return;
    }
    expect(ours).toHaveLength(count);
    // What is there is what the export has.
    const unknown = ours.filter((one) => !expected.some((other) => isDeepStrictEqual(one, other)));
    expect(unknown).toEqual([]);
  });

  test("the export has no table beside ours, but for one whose only record is missing", () => {
    const missing = names.filter((name) => !schema.tables.some((table) => isNamed(table, name)));
    expect(missing).toEqual(left);
  });

  test("tables that are newer than the export hold what their sheets say", () => {
    const read = (name: string) => readRecords(image, findTable(schema, name.toLowerCase()), schema);
    expect(read("TbTestConstAlias")).toEqual([
      { id: 1, x1: 1001, x2: 1001, x3: 1.5, x4: 2.5 },
      { id: 2, x1: 1002, x2: 1002, x3: 1.5, x4: 2.5 },
      { id: 3, x1: 1, x2: 2, x3: 1, x4: 2 },
    ]);
    expect(read("TbTestSep")[0]).toEqual({
      ...{ id: 1, a1: [1, 2, 3], a2: [1, 2, 3], a3: [1, 2, 3] },
      ...{ x2: { a: 1, b: 2, c: "abc" }, x3: { x: 1, y: 2, z: 3 } },
      x4: [
        { x: 1, y: 2, z: 3 },
        { x: 4, y: 5, z: 6 },
      ],
      x6: [
        { a: 1, b: 2, c: "abc" },
        { a: 20, b: 40, c: "defg" },
      ],
    });
    // Each value is written in the stream's form, as JSON, in Lua and in braces; one cell of them differs.
    const [formats] = read("TbTestFormat") as readonly { readonly [name: string]: Json }[];
    for (const name of ["a", "b", "c", "m", "v3"]) {
      const all = [1, 2, 3, 4].map((form) => formats?.[`${name}${form}`]);
      expect(all).toEqual([all[0], all[0], all[0], all[0]]);
    }
    expect(findTable(schema, "tbautoimport3").note).toBe("自动导入的表");
  });

  test("the template of a project builds", async () => {
    symlinkSync(join(shared, "MiniTemplate"), join(folder, "MiniTemplate"));
    const file = (name: string, type: string) => ({ fileName: `MiniTemplate/Datas/__${name}__.xlsx`, type });
    const conf = {
      groups: [{ names: ["c", "s"], default: true }],
      targets: [{ name: "all", groups: ["c", "s"] }],
      dataDir: "MiniTemplate/Datas",
      schemaFiles: [file("tables", "table"), file("beans", "bean"), file("enums", "enum")],
    };
    writeFileSync(join(folder, "luban.conf"), JSON.stringify(conf));
    const result = await buildTables({ config: join(folder, "luban.conf"), cwd: folder, write: false });
    expect(result.diagnostics).toEqual([]);
    const [output] = result.outputs;
    const rows = [
      ...(openImage(output?.image.bytes ?? new Uint8Array())
        .table("Tbitem")
        ?.rows() ?? []),
    ];
    expect(rows).toEqual([
      [1001, "道具1", "描述1", 10],
      [1002, "道具2", "描述2", 100],
    ]);
  });

  test("builds by its luban.conf alone, and reports the references to records that are not there", async () => {
    const conf = join(shared, "DataTables/luban.conf");
    const result = await buildTables({ config: conf, cwd: folder, targets: ["all"], write: false });
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    expect(
      errors.map(({ id, at, message }) => `${id} ${formatCellRef(at ?? { file: "" })} ${message}`),
    ).toEqual([
      "TG3005 Datas/test/test_ref.xlsx:ref!G2 TbTestRef.x4 is 3001, but TbTestTag has no such row. Near it: 13.",
      "TG3005 Datas/test/test_ref.xlsx:ref!G3 TbTestRef.x4 is 3001, but TbTestTag has no such row. Near it: 13.",
      "TG3005 Datas/test/test_ref.xlsx:ref!G4 TbTestRef.x4 is 3001, but TbTestTag has no such row. Near it: 13.",
    ]);
    expect(errors).toHaveLength(3);
  }, 60_000);
});

/** Luban names files after modules and tables, in lower case. */
function isNamed(table: TableSchema, file: string): boolean {
  const name = table.name.toLowerCase();
  return file === name || file.endsWith(`_${name}`);
}

function findTable(schema: Schema, file: string): TableSchema {
  const found = schema.tables.filter((table) => isNamed(table, file));
  const [longest] = found.sort((one, other) => other.name.length - one.name.length);
  if (longest === undefined) throw new Error(`there is no table for ${file}`);
  return longest;
}

/** A table of a polymorphic bean has its record in one column, beside the key. */
function findRecordColumn({ columns }: TableSchema): number | undefined {
  const column = columns.findIndex(({ name, type }) => name === "value" && type.kind === "variant");
  return column < 0 ? undefined : column;
}

function readRecords(image: ImageReader, table: TableSchema, schema: Schema): readonly Json[] {
  const column = findRecordColumn(table);
  const type = column === undefined ? undefined : table.columns[column]?.type;
  const rows = [...(image.table(table.name)?.rows() ?? [])];
  return rows.map((row) =>
    column === undefined || type === undefined
      ? toRecord(row, table.columns, schema)
      : toLubanJson(row[column], type, schema),
  );
}

function normalizer(table: TableSchema, schema: Schema): (json: Json) => Json {
  const column = findRecordColumn(table);
  const type = column === undefined ? undefined : table.columns[column]?.type;
  return (json) =>
    type === undefined ? normalizeRecord(json, table.columns, schema) : normalize(json, type, schema);
}

/** Puts what the sheets say in the place of what has changed since. */
function explain(name: string, records: readonly Json[]): readonly Json[] {
  const { changed, fields } = explained[name] ?? { changed: [], fields: {} };
  return records.map((record) => {
    const values = Object.values(record as Readonly<Record<string, Json>>);
    const position = changed.indexOf(values[0] ?? null);
    if (position < 0) return record;
    const now = Object.entries(fields).map(([field, all]) => [field, all[position] ?? null] as const);
    return { ...(record as object), ...Object.fromEntries(now) };
  });
}
