import { dirname } from "node:path";
import type { Diagnostic } from "../../base/diagnostics.js";
import { createDiagnosticSink } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { resolveLubanSchema } from "../../schema/luban/resolve-luban-schema.js";
import { createBuildCache } from "../build-cache.js";
import type { OnProgress } from "../build-state.js";
import { loadConfig } from "../config/load-config.js";
import { readLubanProject } from "../stages/read-luban.js";

export interface InitLubanOptions {
  /** The config to write, absolute. */
  readonly target: string;
  /** The project's `luban.conf`, relative to the config's folder, with `/`. */
  readonly conf: string;
  /** Where an editor finds the config's JSON Schema. */
  readonly schema: string | undefined;
  readonly host: Host;
  readonly onProgress: OnProgress;
}

export interface InitLubanResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly tables: number;
  readonly rows: number;
  readonly doubts: readonly string[];
}

/** Writes the config of a Luban project, and looks at its tables once. */
export async function initLuban(options: InitLubanOptions): Promise<InitLubanResult> {
  const { target, host, onProgress } = options;
  host.makeFolder(dirname(target));
  host.writeFile(target, writeLubanConfig(options));
  const { diagnostics, report } = createDiagnosticSink();
  const loaded = await loadConfig({ path: target, cwd: dirname(target), host }, report);
  if (loaded?.config.luban === undefined) return { diagnostics, tables: 0, rows: 0, doubts: [] };
  const { config } = loaded;
  const run = { config, host, report, onProgress, cache: createBuildCache() };
  const project = await readLubanProject(loaded.config.luban, run);
  const { sources } = resolveLubanSchema(project, config, report);
  const counts = sources.flatMap(({ regions, documents = [] }) => [
    ...regions.map(({ rows }) => rows.length),
    ...documents.map(({ records }) => records.length),
  ]);
  const targets = config.targets.map(({ name }) => name).join(", ");
  return {
    diagnostics,
    tables: sources.length,
    rows: counts.reduce((sum, count) => sum + count, 0),
    doubts: [
      "datetimes are taken to be in UTC; Luban takes the zone of the machine that it runs on",
      ...(config.targets.length > 1 ? [`a library is built for each of the targets ${targets}`] : []),
    ],
  };
}

function writeLubanConfig({ schema, conf }: InitLubanOptions): string {
  const entries = [
    ...(schema === undefined
      ? []
      : [`  // Has an editor complete and check what stands here.\n  "$schema": ${JSON.stringify(schema)}`]),
    `  // A Luban project as it is. "target" beside "conf" names the only target to build.\n  "dialect": { "kind": "luban", "conf": ${JSON.stringify(conf)} }`,
    `  // The zone of datetimes, such as Asia/Shanghai.\n  "timeZone": "UTC"`,
  ];
  return `// Written by \`table-gen init\`; keep it and edit it. \`table-gen build\` reads it.\n{\n${entries.join(",\n\n")}\n}\n`;
}
