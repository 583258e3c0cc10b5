import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { emitTs } from "../../../src/emit/ts/emit-ts.js";
import type { Schema } from "../../../src/model/schema.js";

const runtime = resolve(import.meta.dirname, "../../../src/runtime");

/** Generates the bindings of a schema and loads them as a program would, over the runtime of this source tree. */
export async function loadBindings<Module>(schema: Schema): Promise<Module> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bindings-"));
  try {
    for (const { path, content } of await emitTs(schema, { toolVersion: "0.1.0" }, () => {})) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      const text = String(content)
        .replaceAll('"table-gen/runtime/node"', JSON.stringify(`${runtime}/node/index.ts`))
        .replaceAll('"table-gen/runtime"', JSON.stringify(`${runtime}/index.ts`));
      writeFileSync(file, text);
    }
    return await import(join(folder, `ts/${schema.name}.ts`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
