import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ColumnSchema } from "../../../src/model/schema.js";
import type { TypedTable } from "../../../src/model/typed-table.js";
import { int32 } from "../../emit/cpp/images.js";
import { shuffled } from "../lookup/libraries.js";
import { writeRelease, writeSchemaBindings } from "./libraries.js";

const tableCount = 8;
const rowCount = 1000;

/** Writes a library of eight tables of different columns, and a program that asks each in turn; returns the program's path. */
export async function writeTablesProgram(folder: string): Promise<string> {
  const tables = Array.from({ length: tableCount }, (_, index) => createTable(index));
  const directory = writeRelease(join(folder, "many"), "many", tables);
  const bindings = await writeSchemaBindings(
    join(folder, "many-bindings"),
    "many",
    tables.map(({ schema }) => schema),
  );
  const program = join(folder, "many-tables.js");
  writeFileSync(program, formatProgram(bindings, directory));
  return program;
}

/** Ids in tens of thousands of their own, with gaps. */
function createTable(index: number): TypedTable {
  const at = { file: "tables.csv" };
  const column = (name: string): ColumnSchema => ({ name, type: int32, note: "", at });
  const names = Array.from({ length: 2 + index }, (_, column) => `v${column}`);
  const ids = shuffled(rowCount).map((number) => 10_000 * (index + 1) + 3 * number + (number % 2));
  const values = new Int32Array(rowCount).map((_, row) => row);
  const schema = {
    ...{ name: `Table${index}`, note: "", columns: ["id", ...names].map(column) },
    ...{ keys: [{ name: "primary", purpose: "unique" as const, columns: [0], at }], isSingleton: false, at },
  };
  const cellAt = (row: number) => ({ ...at, row });
  return { schema, rowCount, columns: [Int32Array.from(ids), ...names.map(() => values)], cellAt };
}

/** Each call stands for itself, as in a program; all rows are asked for, in the order of the sheet. */
function formatProgram(bindings: string, directory: string): string {
  const numbers = Array.from({ length: tableCount }, (_, index) => index);
  const loop = (ask: (index: number) => string) =>
    `(at) => ${numbers.map((index) => `(${ask(index)}?.v0 ?? 0)`).join(" + ")}`;
  return `
    import { openTables } from ${JSON.stringify(bindings)};
    const tables = openTables(${JSON.stringify(directory)});
    const ids = [${numbers.map((index) => `[...tables.table${index}.keys()]`).join(", ")}];
    const maps = [${numbers.map((index) => `new Map(JSON.parse(JSON.stringify([...tables.table${index}])).map((row) => [row.id, row]))`).join(", ")}];
    const [${numbers.map((index) => `ids${index}`).join(", ")}] = ids;
    const [${numbers.map((index) => `map${index}`).join(", ")}] = maps;
    const ways = {
      "table-gen": ${loop((index) => `tables.table${index}.get(ids${index}[at])`)},
      "Map of objects": ${loop((index) => `map${index}.get(ids${index}[at])`)},
    };
    const loops = {
      "table-gen": (times) => { let sum = 0; for (let time = 0; time < times; time++) for (let at = 0; at < ${rowCount}; at++) sum += ways["table-gen"](at); return sum; },
      "Map of objects": (times) => { let sum = 0; for (let time = 0; time < times; time++) for (let at = 0; at < ${rowCount}; at++) sum += ways["Map of objects"](at); return sum; },
    };
    const times = 40;
    const wanted = times * ${(tableCount * rowCount * (rowCount - 1)) / 2};
    const figures = new Map(Object.keys(loops).map((way) => [way, []]));
    for (let round = -3; round < Number(process.argv[2]); round++) {
      globalThis.gc?.();
      for (const [way, loop] of Object.entries(loops)) {
        const begin = performance.now();
        const sum = loop(times);
        const ns = ((performance.now() - begin) * 1e6) / (times * ${tableCount * rowCount});
        if (sum !== wanted) throw new Error(way + " adds up " + sum);
        if (round >= 0) figures.get(way).push(ns);
      }
    }
    process.stdout.write(JSON.stringify([...figures].map(([way, ns]) => ({ way, mode: "hit", ns }))));
  `;
}
