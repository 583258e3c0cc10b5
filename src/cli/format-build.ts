import { join } from "node:path";
import type { BuiltRelease } from "../pipeline/build-state.js";
import type { BuildOutput, BuildResult } from "../pipeline/build-tables.js";
import type { Colors } from "./colors.js";
import { formatColumns } from "./format-columns.js";
import { formatBytes } from "./format-size.js";
import { showPath } from "./show-path.js";
import type { BuildWords, Words } from "./texts/texts.js";

/** More tables than these are summed up. */
const mostTables = 12;

type Usage = NonNullable<BuildOutput["usage"]>;

interface UsedLibrary {
  readonly name: string;
  readonly release: BuiltRelease;
}

interface BuildFormat {
  readonly seconds: string;
  readonly cwd: string;
  readonly colors: Colors;
  readonly words: Words;
}

/**
 * Returns what a build made, where it is and how to use it; after a check, what there is. All targets are used alike, so
 * the first one says how.
 */
export function formatBuild({ outputs }: Pick<BuildResult, "outputs">, format: BuildFormat): string {
  const parts = outputs.map((output) => formatOutput(output, format));
  const shown = outputs.find(({ usage, release }) => usage !== undefined && release !== undefined);
  if (shown?.usage === undefined || shown.release === undefined) return parts.join("\n");
  const { target, image, release, usage } = shown;
  const { words } = format;
  if (outputs.length > 1 && target !== undefined) parts.push(`${words.build.usedAlike(target)}\n`);
  parts.push(...listUsage(usage, { name: image.schema.name, release, ...format }));
  return parts.join("\n");
}

function formatOutput(
  { image, release, target }: BuildOutput,
  { seconds, cwd, colors, words: { build: words } }: BuildFormat,
): string {
  const rows = image.blocks.reduce((sum, block) => sum + block.rowCount, 0);
  const counts = words.counts(image.blocks.length, rows, formatBytes(image.bytes.length));
  const label = target === undefined ? "" : `${target}: `;
  if (release === undefined) return `${label}${words.noProblemIn(counts)}\n`;
  const { name } = image.schema;
  const title = `${label}${colors.bold(`${words.built} ${name}`)} ${image.version} ${words.took(seconds, counts)}\n`;
  return [title + formatTables(image.blocks, words), formatFiles(release, cwd, words)].join("\n");
}

/** Returns how a row is looked up in each language, and in a shell. */
function listUsage(
  usage: Usage,
  { name, release, cwd, words: { build: words } }: BuildFormat & UsedLibrary,
): readonly string[] {
  const pointer = showPath(cwd, release.pointer);
  const path = (file: string) => showPath(cwd, join(release.folder, file));
  const command = ["npx table-gen get", pointer, ...(usage.getArguments ?? [])].join(" ");
  return [
    `${words.inCpp}\n${formatCpp(usage, { header: path(`cpp/${name}.hpp`), pointer })}`,
    `${words.inTypeScript}\n${formatTs(usage, { module: path(`ts/${name}.js`), folder: showPath(cwd, release.folder) })}`,
    ...(usage.getArguments === undefined ? [] : [`${words.here}\n    ${command}\n`]),
  ];
}

function formatTables(blocks: BuildOutput["image"]["blocks"], words: BuildWords): string {
  const shown = blocks
    .slice(0, mostTables)
    .map(({ table, rowCount, bytes }) => [table.name, words.rows(rowCount), formatBytes(bytes)]);
  const rest = blocks.length - shown.length;
  return formatColumns([...shown, ...(rest > 0 ? [[words.moreTables(rest)]] : [])], {
    indent: "  ",
    right: [1, 2],
  });
}

function formatFiles(
  { folder, library, libraryBytes, pointer, files, arch, isSigned }: BuiltRelease,
  cwd: string,
  words: BuildWords,
): string {
  const count = (part: string) => files.filter((file) => file.startsWith(part)).length;
  const rows = [
    [showPath(cwd, library), words.library(formatBytes(libraryBytes), arch, isSigned)],
    [showPath(cwd, pointer), words.pointer],
    ...["cpp/", "ts/"].map((part) => [showPath(cwd, join(folder, part)), words.files(count(part))]),
  ];
  return formatColumns(rows, { indent: "  " });
}

function formatCpp(
  usage: Usage,
  { header, pointer }: { readonly header: string; readonly pointer: string },
): string {
  const { cppClass, cppLookup, cppVariable, cppField } = usage;
  return [
    `    #include <tablegen/library.hpp>`,
    `    #include "${header}"`,
    ``,
    `    tablegen::library library;`,
    `    ${cppClass} tables;`,
    `    if (library.open("${pointer}") && tables.bind(library.image())) {`,
    `        if (auto const* ${cppVariable} = ${cppLookup}) use(${cppVariable}->${cppField});`,
    `    }`,
    ``,
  ].join("\n");
}

function formatTs(
  { tsLookup }: Usage,
  { module, folder }: { readonly module: string; readonly folder: string },
): string {
  return [
    `    import { openTables } from "${module.startsWith("../") ? "" : "./"}${module}";`,
    ``,
    `    const tables = openTables("${folder}");`,
    `    ${tsLookup};`,
    ``,
  ].join("\n");
}
