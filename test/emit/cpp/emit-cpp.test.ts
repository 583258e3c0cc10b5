import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { emitCpp } from "../../../src/emit/cpp/emit-cpp.js";
import { hostileLibrary } from "./hostile-library.js";
import {
  createEnum,
  createImage,
  datetime,
  emit,
  enumType,
  float32,
  int32,
  list,
  optional,
  string,
} from "./images.js";
import { sampleLibrary } from "./sample-library.js";
import { worldLibrary } from "./world-library.js";

const enums = [createEnum("Quality", { common: 0, rare: 1 })];
const small = createImage({
  name: "shop",
  namespace: "game::shop",
  enums,
  tables: [
    {
      name: "Item",
      note: "道具",
      columns: [
        ["id", int32],
        ["name", string, "名称"],
        ["price", int32, "in copper coins"],
        ["quality", enumType(enums, "Quality")],
        ["tags", list(string)],
        ["sold", optional(datetime)],
      ],
      keys: [["id"], ["name"]],
      rows: [
        [7, "Sword", 120, 1, ["sharp", "long"], 1_700_000_000],
        [3, "Apple", 2, 0, [], undefined],
      ],
    },
    {
      name: "Point",
      columns: [["position", list(float32)]],
      rows: [[[1, 2.5]]],
    },
  ],
});

/** Compares with `golden/<file>.txt`; UPDATE_GOLDEN=1 writes it. */
function expectGolden(path: string, content: string | Uint8Array): void {
  const golden = new URL(`golden/${path.replaceAll("/", "-")}.txt`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, content);
  expect(existsSync(golden), `${golden.pathname} is missing`).toBe(true);
  expect(content).toBe(readFileSync(golden, "utf8"));
}

describe("the files of a small library", async () => {
  const { files, diagnostics } = await emit(small, "literal");

  test("are these, without a warning", () => {
    expect(diagnostics).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual([
      "cpp/shop/item.hpp",
      "cpp/shop/point.hpp",
      "cpp/shop/enums.hpp",
      "cpp/shop/runtime.hpp",
      "cpp/shop_tables.hpp",
      "cpp/shop.hpp",
      "cpp/shop_embedded.cpp",
      "cpp/shop_image.cpp",
    ]);
  });

  for (const { path, content } of files) {
    test(`${path} reads as its golden file`, () => expectGolden(path, content));
  }
});

describe("the files of a library of all that types can be made of", async () => {
  const { files, diagnostics } = await emit(createImage(worldLibrary), "literal");

  test("are without a warning", () => expect(diagnostics).toEqual([]));

  const shown = ["enums.hpp", "structs.hpp", "level.hpp", "settings.hpp"].map((name) => `cpp/world/${name}`);
  for (const { path, content } of files.filter((file) => [...shown, "cpp/world.hpp"].includes(file.path))) {
    test(`${path} reads as its golden file`, () => expectGolden(path, content));
  }

  test("show in the literals what lies where, with the keys of references and the texts of structs", () => {
    const source = String(files.find(({ path }) => path === "cpp/world_image.cpp")?.content);
    const lines = source.split("\n").map((line) => line.trim());
    const linesUnder = (comment: string, count: number) => {
      const start = lines.indexOf(`// ${comment}`);
      return lines.slice(start + 2, start + 2 + count);
    };
    expect(linesUnder("values of Circle", 2)).toEqual([
      '{1.5F, {119, 5}},  // "round"',
      '{0.25F, {113, 0}},  // ""',
    ]);
    expect(linesUnder("elements of Cost[]", 3)).toEqual([
      "{1, {{3, {360}}}, {{{0, 0}, {0}}}},",
      "{10, {{3, {336}}}, {{{0, 0}, {0}}}},",
      '{11, {{9, {376}}}, {{{228, 3}, {-1236}}}},  // "Ada"',
    ]);
    expect(linesUnder("where the rows of each key begin: key weapon", 1)).toEqual(["0U, 1U, 2U,"]);
    expect(linesUnder("the packed keys in ascending order: key exp", 1)).toEqual([
      "0U, 0U, 0U, 1000U, 1000U, 1000U, 2000U, 2000U,",
    ]);
    expect(linesUnder("the rows in the order of key since", 1)).toEqual(["1U, 0U,"]);
  });
});

test("embedded bytes lie beside the source, which takes them in as they are", async () => {
  const { files } = await emit(small, "embed");
  const parts = files.filter(({ path }) => path.startsWith("cpp/shop_image.cpp.parts/"));
  expect(Buffer.concat(parts.map(({ content }) => Buffer.from(content)))).toEqual(Buffer.from(small.bytes));
  const source = String(files.find(({ path }) => path === "cpp/shop_image.cpp")?.content);
  expect(source).toContain(`unsigned char bytes[${small.bytes.length}];`);
  for (const { path } of parts) {
    expect(source).toContain(`TABLEGEN_PART("${basename(path, ".bin")}")`);
    expect(source).toContain(`#embed "shop_image.cpp.parts/${basename(path)}"`);
  }
});

test("the same image gives the same files", async () => {
  const first = await emit(createImage(sampleLibrary));
  const second = await emit(createImage(sampleLibrary));
  expect(second.files).toEqual(first.files);
});

test("a change of the rows changes the image's source, and no header", async () => {
  const one = await emit(
    createImage({ tables: [{ name: "T", columns: [["a", int32]], rows: [[1]] }] }),
    "embed",
  );
  const two = await emit(
    createImage({ tables: [{ name: "T", columns: [["a", int32]], rows: [[2]] }] }),
    "embed",
  );
  const changed = two.files.filter(({ path, content }, index) => {
    const before = one.files[index];
    return path !== before?.path || String(content) !== String(before.content);
  });
  const part = expect.stringMatching(/^cpp\/tables_image\.cpp\.parts\/[0-9a-f]{32}\.bin$/);
  expect(changed.map(({ path }) => path)).toEqual(["cpp/tables_image.cpp", part, part]);
});

test("a change of any header changes the header for all tables", async () => {
  const columns = (note: string) => [["a", int32, note]] as const;
  const one = await emit(createImage({ tables: [{ name: "T", columns: columns("x"), rows: [] }] }));
  const two = await emit(createImage({ tables: [{ name: "T", columns: columns("y"), rows: [] }] }));
  const changed = two.files.filter(({ content }, index) => content !== one.files[index]?.content);
  expect(changed.map(({ path }) => path)).toContain("cpp/tables.hpp");
});

test("no line of hostile sources holds a control character, a bidirectional one, or a joining backslash", async () => {
  const { files } = await emit(createImage(hostileLibrary));
  const lines = files.flatMap(({ content }) => String(content).split("\n"));
  expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => /\\$|\?\?[=/'()!<>-]/.test(line))).toEqual([]);
});

test("the files that tables come from are named without what could end the comment", async () => {
  const image = createImage({ tables: [{ name: "T", columns: [["a", int32]], rows: [] }] });
  const [table] = image.schema.tables;
  if (table === undefined) throw new Error("one table");
  const tables = [{ ...table, at: { file: "evil\n#error.xlsx \\" } }];
  const { files } = await emit({ ...image, schema: { ...image.schema, tables } });
  expect(String(files[0]?.content).split("\n")[0]).toBe(
    "// Generated by table-gen 0.0.0 from evil<U+000A>#error.xlsx \\ .. Do not edit.",
  );
});

test("templates are read through the host, each once", async () => {
  const read: string[] = [];
  const host = createHost();
  const counting = {
    ...host,
    readFile: (path: string) => {
      read.push(path.replace(/.*\//, ""));
      return host.readFile(path);
    },
  };
  await emitCpp(small.schema, { toolVersion: "0.0.0", host: counting }, () => {});
  expect(read).toEqual([
    "fields.hpp.hbs",
    "table.hpp.hbs",
    "runtime.hpp.hbs",
    "enums.hpp.hbs",
    "declared_tables.hpp.hbs",
    "tables.hpp.hbs",
    "embedded.cpp.hbs",
  ]);
});
