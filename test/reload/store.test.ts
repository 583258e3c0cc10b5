import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { int32, string } from "../emit/cpp/images.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  root,
  runGood,
  strictFlags,
} from "../native-runtime/native.js";
import { describeRelease, writeHeaders, writeLibrary, writeRelease } from "./releases.js";

const releaseCount = 8;
const rowCount = 50;

/** `store/*.cpp`: following a directory, snapshots, faults, processes that fork and die. */
describe.skipIf(process.platform !== "linux")("the C++ tests of the store pass", () => {
  const folder = makeSharedFolder();
  beforeAll(async () => {
    await writeHeaders(folder);
    const releases = Array.from({ length: releaseCount }, (_, release) =>
      writeRelease(folder, release, rowCount),
    );
    writeFileSync(join(folder, "versions"), releases.map(({ version }) => `${version}\n`).join(""));
    copyFileSync(writeOther(folder), join(folder, "other-schema.so"));
    copyFileSync(writeMore(folder), join(folder, "more.so"));
  });

  const address = ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
  const matrix = [
    { compiler: "g++", standard: "c++17", flags: ["-O2"] },
    { compiler: "g++", standard: "c++20", flags: address },
    { compiler: "g++", standard: "c++23", flags: ["-O1", "-g1", "-fsanitize=thread"] },
    { compiler: "clang++", standard: "c++17", flags: ["-O0"] },
  ];
  for (const { compiler, standard, flags } of matrix) {
    test.skipIf(!hasProgram(compiler))(`${compiler} -std=${standard} ${flags.join(" ")}`, () => {
      const program = join(folder, `store-${compiler}-${standard}`);
      const build = [
        ...[compiler, `-std=${standard}`, ...flags, ...strictFlags],
        ...[`-I${includeFolder}`, `-I${join(folder, "cpp")}`, `-DTEST_FOLDER="${folder}"`],
        ...[join(root, "test/reload/store/main.cpp"), "-o", program, "-pthread"],
      ];
      runGood(build);
      // Its own rule; the child of the test starts its thread anew, as it may.
      const env = { ...process.env, TSAN_OPTIONS: "die_after_fork=0" };
      expect(runGood([program], { env })).toMatch(
        /test cases:\s+(\d{2,}) \|\s+\1 passed \| 0 failed \| 0 skipped/,
      );
    });
  }
});

/** A release whose `Item.release` is a text. */
function writeOther(folder: string): string {
  const { tables, ...library } = describeRelease(0, 1);
  const item = {
    name: "Item",
    columns: [
      ["id", int32],
      ["release", string],
      ["name", string],
    ],
    keys: [["id"]],
  };
  const others = tables.filter(({ name }) => name !== "Item");
  mkdirSync(join(folder, "other"), { recursive: true });
  const changed = { ...item, columns: item.columns as never, rows: [[1, "0", "x"]] };
  return writeLibrary(join(folder, "other"), { ...library, tables: [...others, changed] }).path;
}

/** A release with one more table, and one more column at the end of `Item`. */
function writeMore(folder: string): string {
  const { tables, ...library } = describeRelease(0, 1);
  const wider = tables.map((table) =>
    table.name === "Item"
      ? { ...table, columns: [...table.columns, ["weight", int32] as const], rows: [[1, 0, "more", 5]] }
      : table,
  );
  const added = { name: "Added", columns: [["id", int32] as const], keys: [["id"]], rows: [[1]] };
  return writeLibrary(join(folder, "more"), { ...library, tables: [...wider, added] }).path;
}
