import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatType } from "../../../src/model/schema.js";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { initConfig } from "../../../src/pipeline/init/init-config.js";
import { openImage } from "../../../src/runtime/open-image.js";

const samples = resolve(import.meta.dirname, "../../../samples");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a program that uses the tables depends on. */
async function describeBuild(cwd: string) {
  const { diagnostics, image } = await buildTables({ cwd, write: false });
  if (image === undefined) return { diagnostics };
  const { tables } = openImage(image.bytes).info;
  return {
    diagnostics,
    tables: tables.map(({ name, schemaHash, rowCount }) => ({ name, schemaHash, rowCount })),
    columns: image.schema.tables.flatMap((table) =>
      table.columns.map(({ name, type }) => `${table.name}.${name}: ${formatType(type)}`),
    ),
    enums: image.schema.enums.map(({ name, underlying, values }) => ({ name, underlying, values })),
  };
}

describe.each(["quickstart"])("the sheets of samples/%s", (sample) => {
  test("get a config that builds the same tables as the sample's own", async () => {
    cpSync(join(samples, sample, "sheets"), join(folder, "sheets"), { recursive: true });
    const { written } = await initConfig({
      from: ".",
      out: "table-gen.config.jsonc",
      cwd: folder,
      replace: false,
    });
    expect(written?.doubts).toEqual([]);
    const config = parse(readFileSync(join(folder, "table-gen.config.jsonc"), "utf8"));
    expect(Object.values(config.tables).filter((table) => "columns" in Object(table))).toEqual([]);
    const built = await describeBuild(folder);
    expect(built.diagnostics).toEqual([]);
    expect(built.tables?.length).toBeGreaterThan(1);
    expect(built).toEqual(await describeBuild(join(samples, sample)));
  });
});
