import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { signLibrary } from "../../src/release/sign-library.js";
import { int32, string } from "../emit/cpp/images.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  root,
  run,
  runGood,
  strictFlags,
} from "../native-runtime/native.js";
import { describeRelease, writeHeaders, writeLibrary, writeRelease } from "./releases.js";

const sources = join(root, "test/reload/store");
const releaseCount = 8;
const rowCount = 50;

/** As many rounds as the promises of docs/reload.md name; more where the environment asks for them. */
const soakRounds = Number(process.env["TABLE_GEN_SOAK_ROUNDS"] ?? 10_000);
const fuzzRounds = Number(process.env["TABLE_GEN_FUZZ_ROUNDS"] ?? 100_000);

const address = ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const thread = ["-O1", "-g1", "-fsanitize=thread"];

describe.skipIf(process.platform !== "linux" || !hasProgram("g++"))("the C++ store", () => {
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

  /** Compiles `store/<name>.cpp` and returns the program. */
  const compile = (
    name: string,
    flags: readonly string[],
    { compiler = "g++", standard = "c++17", libraries = [] as readonly string[] } = {},
  ) => {
    const program = join(folder, `${name}-${compiler}-${standard}-${flags.at(-1)?.replace(/\W/g, "")}`);
    runGood([
      ...[compiler, `-std=${standard}`, ...flags, ...strictFlags],
      ...[`-I${includeFolder}`, `-I${join(folder, "cpp")}`, `-DTEST_FOLDER="${folder}"`],
      ...[join(sources, `${name}.cpp`), "-o", program, "-pthread", ...libraries],
    ]);
    return program;
  };

  // Following a directory, snapshots, faults, processes that fork and die.
  const matrix = [
    { compiler: "g++", standard: "c++17", flags: ["-O2"] },
    { compiler: "g++", standard: "c++20", flags: address },
    { compiler: "g++", standard: "c++23", flags: thread },
    { compiler: "clang++", standard: "c++17", flags: ["-O0"] },
  ];
  for (const { compiler, standard, flags } of matrix) {
    test.skipIf(!hasProgram(compiler))(
      `passes its tests: ${compiler} -std=${standard} ${flags.join(" ")}`,
      () => {
        const program = compile("main", flags, { compiler, standard });
        // ThreadSanitizer's own rule; the child of the test starts its thread anew, as it may.
        const env = { ...process.env, TSAN_OPTIONS: "die_after_fork=0" };
        expect(runGood([program], { env })).toMatch(
          /test cases:\s+(\d{2,}) \|\s+\1 passed \| 0 failed \| 0 skipped/,
        );
      },
    );
  }

  test.each([
    { name: "at full speed", flags: ["-O2"], rounds: soakRounds, memory: [] },
    { name: "under AddressSanitizer", flags: address, rounds: soakRounds / 10, memory: ["nomemory"] },
    { name: "under ThreadSanitizer", flags: thread, rounds: soakRounds / 20, memory: ["nomemory"] },
  ])("is never seen half reloaded by eight readers, $name", ({ flags, rounds, memory }) => {
    const output = runGood([compile("soak", flags), String(rounds), "8", ...memory]);
    expect(output).toContain(`${rounds} reloads, 8 readers`);
    expect(output).toContain("mixed 0, missing rows 0, failed reloads 0");
    expect(output).toMatch(/good\n$/);
  });

  test.skipIf(!existsSync("/usr/include/openssl/evp.h"))(
    "takes what the key's owner has signed, and nothing else",
    () => {
      const program = compile("signed", ["-O0"], { libraries: ["-lcrypto"] });
      const { privateKey, publicKey } = generateKeyPairSync("ed25519");
      const key = join(folder, "key.pem");
      writeFileSync(key, publicKey.export({ type: "spki", format: "pem" }));
      const path = join(folder, "signed.so");
      const ask = (bytes: Uint8Array, by = key) => {
        writeFileSync(path, bytes);
        return run([program, path, by]).output.trim().replace(`${path} `, "");
      };
      const plain = readFileSync(writeRelease(folder, 0, rowCount).path);
      const signed = signLibrary(plain, privateKey);
      expect(ask(signed)).toBe("good");
      expect(ask(plain)).toBe("is not signed.");
      const other = "is not signed with the key that is asked for.";
      expect(ask(signLibrary(plain, generateKeyPairSync("ed25519").privateKey))).toBe(other);
      // One bit anywhere: in the headers, in the rows, in either half of the signature.
      for (const at of [20, plain.length >> 1, plain.length, plain.length + 40]) {
        const altered = Uint8Array.from(signed);
        altered[at] = (altered[at] ?? 0) ^ 1;
        expect(["is for another processor.", other]).toContain(ask(altered));
      }
      const rsa = join(folder, "rsa.pem");
      const { publicKey: rsaKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      writeFileSync(rsa, rsaKey.export({ type: "spki", format: "pem" }));
      expect(ask(signed, rsa)).toBe("This is no Ed25519 public key.");
    },
  );

  test("lets nobody look through a snapshot that has no name", () => {
    expect(() => compile("must-not-compile", ["-fsyntax-only"])).toThrow(
      /use of deleted function .*operator->/,
    );
  });

  test("does not mind a clock that jumps", () => {
    const clock = join(folder, "jumping-clock.so");
    runGood(["gcc", "-shared", "-fPIC", join(sources, "jumping-clock.c"), "-o", clock, "-ldl"]);
    const env = { ...process.env, LD_PRELOAD: clock };
    expect(runGood([compile("soak", ["-O2"]), "200", "2"], { env })).toMatch(/good\n$/);
  });

  test.each([
    { name: "at full speed", flags: ["-O2"], rounds: fuzzRounds },
    { name: "under AddressSanitizer", flags: address, rounds: fuzzRounds / 10 },
  ])("takes no altered library, $name", ({ flags, rounds }) => {
    const output = runGood([compile("fuzz", flags), String(rounds)]);
    const [, files, accepted, altered] =
      /^(\d+) files, (\d+) accepted, (\d+) of them altered/.exec(output) ?? [];
    expect([Number(files), Number(altered)]).toEqual([rounds, 0]);
    // Some bytes of the file are no content, and most are.
    expect(Number(accepted)).toBeGreaterThan(0);
    expect(Number(accepted)).toBeLessThan(rounds / 2);
  });
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
