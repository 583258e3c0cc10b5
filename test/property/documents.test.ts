import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { openImage } from "../../src/runtime/open-image.js";
import { anyText } from "../differential/random-texts.js";
import { dumpWithTypeScript, listProblems, withFolder } from "../differential/read-both-ways.js";

/** More runs: TABLE_GEN_RUNS; other ones: TABLE_GEN_SEED. */
const numRuns = Number(process.env["TABLE_GEN_RUNS"] ?? 100);
const timeout = 60_000 + numRuns * 1000;
const seed = Number(process.env["TABLE_GEN_SEED"] ?? 20_240_501);

/** A value as its author thinks of it, before it is written down in any format. */
type Datum =
  | { readonly kind: "null" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "list"; readonly items: readonly Datum[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: Datum, value: Datum])[] }
  | { readonly kind: "record"; readonly type?: string; readonly fields: readonly Field[] };
type Field = readonly [name: string, value: Datum];

interface RandomTable {
  readonly types: readonly string[];
  readonly rows: readonly (readonly Datum[])[];
}

const text = (value: string): Datum => ({ kind: "text", text: value });
const number = (value: number | bigint): Datum => ({ kind: "number", text: String(value) });

/** XML has no way to write most control characters. */
const anyString = anyText
  .map((one) => one.replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""))
  .filter((one) => /[\p{L}\p{N}]/u.test(one));

const integer = (minimum: bigint, maximum: bigint) =>
  fc.oneof(fc.bigInt(minimum, maximum), fc.constantFrom(minimum, maximum, 0n)).map(number);

const anyInt64 = integer(-(2n ** 63n), 2n ** 63n - 1n);
const anyTextDatum = anyString.map(text);

const scalars: Readonly<Record<string, fc.Arbitrary<Datum>>> = {
  bool: fc.boolean().map((value) => ({ kind: "bool", value })),
  int32: integer(-(2n ** 31n), 2n ** 31n - 1n),
  int64: anyInt64,
  uint64: integer(0n, 2n ** 64n - 1n),
  float64: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Object.is(value, -0))
    .map(number),
  string: anyTextDatum,
  datetime: fc.constantFrom("2024-05-01", "2024-05-01T12:30:00Z", "1999-12-31 23:59 +08:00").map(text),
  duration: fc.constantFrom("90s", "1h30m", "-500ms", "01:30:00").map(text),
  version: fc.constantFrom("1", "1.10", "1.2.3.4", "0.0.65535").map(text),
  Side: fc.constantFrom("left", "right").map(text),
};

const keys = ["int32", "string", "Side"];

/** Types by name, with values of each. */
const anyTyped: fc.Arbitrary<readonly [type: string, value: fc.Arbitrary<Datum>]> = fc
  .tuple(fc.constantFrom(...Object.keys(scalars)), fc.constantFrom(...keys), fc.nat(9))
  .map(([name, key, form]) => {
    const scalar = scalars[name] ?? fc.constant(text(""));
    const list = (item: fc.Arbitrary<Datum>, size: object = { maxLength: 4 }) =>
      fc.array(item, size).map((items): Datum => ({ kind: "list", items }));
    const unique = { maxLength: 4, selector: (one: Datum) => JSON.stringify(one) };
    const keyOf = scalars[key] ?? scalar;
    switch (form) {
      case 0:
        return [`${name}[]`, list(scalar)];
      case 1:
        return [`${name}[][]`, list(list(scalar))];
      case 2:
        return [`${name}[2]`, list(scalar, { minLength: 2, maxLength: 2 })];
      case 3:
        return [`set<${key}>`, fc.uniqueArray(keyOf, unique).map((items) => ({ kind: "list", items }))];
      case 4: {
        const entries = fc.uniqueArray(fc.tuple(keyOf, scalar), {
          maxLength: 4,
          selector: ([one]) => JSON.stringify(one),
        });
        return [`map<${key}, ${name}>`, entries.map((all) => ({ kind: "map", entries: all }))];
      }
      case 5:
        return [`${name}?`, fc.oneof(scalar, fc.constant<Datum>({ kind: "null" }))];
      case 6:
        return ["Pair", anyPair];
      case 7:
        return ["Shape[]", list(anyShape)];
      default:
        return [name, scalar];
    }
  });

const anyPair = fc.tuple(anyInt64, fc.array(anyTextDatum, { maxLength: 3 })).map(
  ([x, ys]): Datum => ({
    kind: "record",
    fields: [
      ["x", x],
      ["ys", { kind: "list", items: ys }],
    ],
  }),
);

const anyShape: fc.Arbitrary<Datum> = fc.oneof(
  fc.integer().map((r): Datum => ({ kind: "record", type: "Circle", fields: [["r", number(r)]] })),
  anyPair.map((pair): Datum => ({ kind: "record", type: "Box", fields: [["pair", pair]] })),
  fc.constant<Datum>({ kind: "record", type: "Nothing", fields: [] }),
);

const anyTable: fc.Arbitrary<RandomTable> = fc
  .array(anyTyped, { minLength: 1, maxLength: 5 })
  .chain((typed) =>
    fc.record({
      types: fc.constant(typed.map(([type]) => type)),
      rows: fc.array(fc.tuple(...typed.map(([, value]) => value)), { minLength: 1, maxLength: 4 }),
    }),
  );

const formats = ["json", "yaml", "xml", "lua"] as const;

test("rows come back the same from every format of records as from a sheet", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(anyTable.map(showFiles), async (table) => {
      const rows = await dump(table);
      expect(rows["csv"]).toHaveLength(table.rows.length);
      for (const format of formats)
        expect({ format, rows: rows[format] }).toEqual({ format, rows: rows["csv"] });
    }),
    { numRuns, seed },
  );
});

function showFiles(table: RandomTable): RandomTable {
  return Object.defineProperty({ ...table }, fc.toStringMethod, {
    value: () =>
      Object.entries(writeFiles(table))
        .map(([name, content]) => `--- ${name}\n${content}`)
        .join("\n"),
  });
}

async function dump(table: RandomTable): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return withFolder(async (folder) => {
    for (const [name, content] of Object.entries(writeFiles(table))) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const { image, isGood, diagnostics } = await buildTables({ cwd: folder, write: false });
    if (!isGood || image === undefined) throw new Error(listProblems(diagnostics));
    const rows: Record<string, unknown[]> = {};
    for (const line of dumpWithTypeScript(openImage(image.bytes))) {
      const { table: name, row } = JSON.parse(line) as { readonly table: string; readonly row: unknown };
      rows[name.slice(1)] = [...(rows[name.slice(1)] ?? []), row];
    }
    return rows;
  });
}

function writeFiles({ types, rows }: RandomTable): Readonly<Record<string, string>> {
  const names = ["id", ...types.map((_, index) => `c${index}`)];
  const records = rows.map(
    (row, id): Datum => ({
      kind: "record",
      fields: [number(id), ...row].map((value, index): Field => [names[index] ?? "", value]),
    }),
  );
  const columns = Object.fromEntries(names.map((name, index) => [name, ["int32", ...types][index]]));
  const tables = formats.map((format) => [`T${format}`, { from: `rows.${format}`, key: "id", columns }]);
  const list: Datum = { kind: "list", items: records };
  return {
    "table-gen.config.json": JSON.stringify({
      enums: { Side: { left: 0, right: 1 } },
      structs: {
        Pair: { x: "int64", ys: "string[]" },
        Circle: { r: "int32" },
        Box: { pair: "Pair" },
        Nothing: { fields: {} },
      },
      variants: { Shape: ["Circle", "Box", "Nothing"] },
      tables: Object.fromEntries(tables),
    }),
    "Tcsv.csv": [
      ["##name", ...names],
      ["##type", "int32", ...types],
      ["##rule", "key", ...types.map(() => "")],
      ...rows.map((row, id) => ["", String(id), ...row.map(writeCell)]),
    ]
      .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
      .join(""),
    "rows.json": writeJson(list, true),
    "rows.yaml": rows.length % 2 === 0 ? writeJson(list, true) : stringify(toPlain(list)),
    "rows.xml": `<rows>${records.map((record) => writeXml("row", record)).join("\n")}</rows>\n`,
    "rows.lua": `return ${writeLua(list)}\n`,
  };
}

function writeCell(datum: Datum): string {
  if (datum.kind === "null") return "";
  if (datum.kind === "text" || datum.kind === "number") return datum.text;
  return datum.kind === "bool" ? String(datum.value) : writeJson(datum, false);
}

/** JSON in a cell keeps no more digits than a number has. */
function writeJson(datum: Datum, isExact: boolean): string {
  const write = (one: Datum) => writeJson(one, isExact);
  switch (datum.kind) {
    case "null":
      return "null";
    case "text":
      return JSON.stringify(datum.text);
    case "number":
      return isExact ? datum.text : JSON.stringify(datum.text);
    case "bool":
      return String(datum.value);
    case "list":
      return `[${datum.items.map(write).join(", ")}]`;
    case "map":
      return `[${datum.entries.map(([key, value]) => `[${write(key)}, ${write(value)}]`).join(", ")}]`;
    case "record": {
      const kind = datum.type === undefined ? [] : [`"$type": "${datum.type}"`];
      const fields = datum.fields.map(([name, value]) => `"${name}": ${write(value)}`);
      return `{${[...kind, ...fields].join(", ")}}\n`;
    }
  }
}

function toPlain(datum: Datum): unknown {
  switch (datum.kind) {
    case "null":
      return null;
    case "text":
      return datum.text;
    case "number":
      return /^-?\d+$/.test(datum.text) ? BigInt(datum.text) : Number(datum.text);
    case "bool":
      return datum.value;
    case "list":
      return datum.items.map(toPlain);
    case "map":
      return new Map(datum.entries.map(([key, value]) => [toPlain(key), toPlain(value)]));
    case "record": {
      const fields = datum.fields.map(([name, value]) => [name, toPlain(value)] as const);
      return Object.fromEntries(datum.type === undefined ? fields : [["$type", datum.type], ...fields]);
    }
  }
}

function writeXml(name: string, datum: Datum): string {
  const wrap = (inner: string, type = "") => `<${name}${type}>${inner}</${name}>`;
  switch (datum.kind) {
    case "null":
      return "";
    case "text":
    case "number":
      return wrap(escapeXml(datum.text));
    case "bool":
      return wrap(String(datum.value));
    case "list":
      return wrap(datum.items.map((item) => writeXml("item", item)).join(""));
    case "map":
      return wrap(
        datum.entries
          .map(([key, value]) => `<entry>${writeXml("key", key)}${writeXml("value", value)}</entry>`)
          .join("\n"),
      );
    case "record": {
      const type = datum.type === undefined ? "" : ` type="${datum.type}"`;
      return wrap(datum.fields.map(([field, value]) => writeXml(field, value)).join("\n"), type);
    }
  }
}

function escapeXml(given: string): string {
  return given
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}

function writeLua(datum: Datum): string {
  switch (datum.kind) {
    case "null":
      return "nil";
    case "text":
      return `"${datum.text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\013").replaceAll("\n", "\\n")}"`;
    case "number":
      return datum.text;
    case "bool":
      return String(datum.value);
    case "list":
      return `{${datum.items.map(writeLua).join(", ")}}`;
    case "map":
      return `{${datum.entries.map(([key, value]) => `[${writeLua(key)}] = ${writeLua(value)}`).join("; ")}}`;
    case "record": {
      const kind = datum.type === undefined ? [] : [`_type_ = "${datum.type}"`];
      const fields = datum.fields.map(([name, value]) => `${name} = ${writeLua(value)}`);
      return `{${[...kind, ...fields].join(", ")}}`;
    }
  }
}
