import { execFileSync, spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import { parseProcessRecord } from "../../../src/model/process-record.js";
import { ClosedError, extractImage } from "../../../src/runtime/index.js";
import {
  type NextRelease,
  RefusedError,
  type StoreOptions,
  type TableStore,
} from "../../../src/runtime/node/index.js";
import { loadBindings } from "../../emit/ts/load-bindings.js";
import { int32, int64, schemaOf } from "../../emit/ts/schema-of.js";
import { imageOf } from "../image-of.js";
import {
  countMappings,
  countWatches,
  elsewhere,
  here,
  libraryOf,
  prepareRuntime,
  ReleaseFolder,
  schema,
  type Tables,
} from "./release-folder.js";

const { folder: runtime, loader } = prepareRuntime();
const ours = generateKeyPairSync("ed25519");
const publicKey = ours.publicKey.export({ type: "spki", format: "pem" }) as string;

beforeEach(() => {
  vi.stubEnv("TABLE_GEN_LOADER", loader);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

interface Fault {
  readonly name: string;
  /** What the pointer leads to: bytes, or how a file is made under a path. */
  readonly make: () => Uint8Array | ((path: string) => void);
  readonly reason: RegExp;
  readonly options?: StoreOptions<Tables>;
}

const next = libraryOf(2);

const impatient: StoreOptions<Tables> = {
  // @ts-expect-error it does not compile either
  beforeSwitch: (change) => isFirst(change) || Promise.reject(new Error("nobody waits for it")),
};

const faults: readonly Fault[] = [
  { name: "that is not there", make: () => () => {}, reason: /leads to lib.*, which cannot be reached\.$/ },
  { name: "that is empty", make: () => new Uint8Array(0), reason: /The library is not a 64-bit ELF file\.$/ },
  { name: "that is cut off", make: () => next.subarray(0, 5000), reason: /The library is cut off: / },
  {
    name: "that is cut off behind its segments' table",
    make: () => next.subarray(0, 300),
    reason: /The library (is cut off|has no complete table)/,
  },
  {
    name: "with a flipped bit in a row",
    make: () => flip("item 7 of 2"),
    reason: /Table Item of the image was altered\.$/,
  },
  {
    name: "with a flipped bit in its directory",
    make: () => flip("line"),
    reason: /The image's directory was altered\.$/,
  },
  {
    name: "with a flipped bit that is read into private memory",
    make: () => flip("item 7 of 2"),
    reason: /the content hash of table Item does not match\.$/,
    options: { memory: "private" },
  },
  {
    name: "for another machine",
    make: () => libraryOf(2, 100, elsewhere),
    reason: /The library is for \w+, not for this machine\.$/,
  },
  {
    name: "without a library around it",
    make: () => extractImage(next),
    reason: /The library is not a 64-bit ELF file\.$/,
  },
  { name: "that is a folder", make: () => fs.mkdirSync, reason: /What is at .* is no file\.$/ },
  {
    name: "that is a pipe",
    make: () => (path) => execFileSync("mkfifo", [path]),
    reason: /What is at .* is no file\.$/,
  },
  {
    name: "with a constructor",
    make: () => compileHostile(selfStarting),
    reason: /The library has .*a constructor/,
  },
  {
    name: "with a constructor, where a copy is read",
    make: () => compileHostile(selfStarting),
    reason: /The library has .*a constructor/,
    options: { memory: "private" },
  },
  {
    name: "that needs another library",
    make: () => compileHostile("", "-Wl,--no-as-needed", "-lm"),
    reason: /The library has .*needs another library/,
  },
  {
    name: "with relocations",
    make: () =>
      compileHostile("extern int const tablegen_image; int const* const pointer = &tablegen_image;"),
    reason: /The library has .*has relocations/,
  },
  {
    name: "that is not signed",
    make: () => next,
    reason: /The library is not signed\.$/,
    options: { publicKey },
  },
  {
    name: "that somebody else has signed",
    make: () => signed(next, generateKeyPairSync("ed25519").privateKey),
    reason: /The library is not signed with the key that is asked for\.$/,
    options: { publicKey },
  },
  {
    name: "that was altered after it had been signed",
    make: () => {
      const library = signed(next);
      library[library.length - 200] = (library[library.length - 200] ?? 0) ^ 1;
      return library;
    },
    reason: /The library is not signed with the key that is asked for\.$/,
    options: { publicKey: ours.publicKey, memory: "private" },
  },
  {
    name: "that the application does not want",
    make: () => next,
    reason: /^The application refused release [0-9a-f]{32}\.$/,
    options: { beforeSwitch: isFirst },
  },
  {
    name: "that makes the application throw",
    make: () => next,
    reason: /^The application refused release [0-9a-f]{32}: no season yet$/,
    options: {
      beforeSwitch: (change) => {
        if (!isFirst(change)) throw new Error(change.changed[0] && "no season yet");
      },
    },
  },
  {
    name: "that makes the application return a promise",
    make: () => next,
    reason: /^beforeSwitch returned a promise, but must answer at once: nothing, true or false\.$/,
    options: impatient,
  },
];

function isFirst({ previous }: NextRelease<Tables>): boolean {
  return previous === undefined;
}

describe("a release is refused, the one before stays, and the reason is told once", () => {
  test.each(faults)("one $name", async ({ make, reason, options = {} }) => {
    const folder = new ReleaseFolder();
    const version = folder.publish(options.publicKey === undefined ? libraryOf(1) : signed(libraryOf(1)));
    const store = folder.openStore({ watch: false, ...options });
    const failures = listenForFailures(store);
    const mappings = countMappings(folder);
    publishFault(folder, make());

    await expect(store.poll()).rejects.toThrow(reason);
    for (let look = 0; look < 3; look++)
      expect(await store.poll()).toMatchObject({ switched: false, version });
    expect(failures).toEqual([expect.stringMatching(reason)]);
    expect(store.failure?.message).toMatch(reason);
    expect(readRecord(folder)?.failure?.text).toMatch(reason);
    expect(store.tables.item.get(7)?.release).toBe(1);
    expect(countMappings(folder)).toBe(mappings);

    // Who asks is answered, and told.
    await expect(store.reload()).rejects.toThrow(reason);
    expect(failures.length).toBe(2);

    // Back to what is in use: all is well again.
    folder.point(`libtables.${version}.so`);
    expect(await store.poll()).toMatchObject({ switched: false, version });
    expect([store.failure, readRecord(folder)?.failure]).toEqual([undefined, null]);
  });

  test.each(faults.filter(({ options }) => options?.beforeSwitch === undefined))(
    "and openStore throws the same: one $name",
    ({ make, reason, options = {} }) => {
      const folder = new ReleaseFolder();
      publishFault(folder, make());
      expect(() => folder.openStore(options)).toThrow(reason);
      expect([countMappings(folder), fs.existsSync(join(folder.path, ".tables"))]).toEqual([0, false]);
    },
  );

  test("of other tables, by the names of table and column", async () => {
    const { openStore } = await loadBindings<{
      openStore: (path: string, options: StoreOptions<Tables>) => TableStore<Tables>;
    }>(schema);
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = openStore(folder.path, { watch: false });
    const other = schemaOf({
      Item: {
        columns: [
          ["id", int32],
          ["release", int64],
        ],
        keys: [["id"]],
      },
    });
    folder.publish(writeElfLibrary(imageOf(other, { Item: [[1, 2n]] }), here));
    await expect(store.reload()).rejects.toMatchObject({
      name: "SchemaMismatchError",
      message: "Column Item.release is int32 in the bindings and int64 in the library.",
      table: "Item",
      column: "release",
    });
    expect(countMappings(folder)).toBe(1);
    expect(store.tables.item.get(7)?.release).toBe(1);
    store.close();
  });

  test.each([
    ["returns false", () => false, RefusedError, /^The application refused release [0-9a-f]{32}\.$/],
    [
      "throws",
      () => JSON.parse(""),
      RefusedError,
      /^The application refused release [0-9a-f]{32}: Unexpected end/,
    ],
    [
      "returns a promise",
      async () => true,
      TypeError,
      /^beforeSwitch returned a promise, but must answer at/,
    ],
    [
      "returns what can be waited for",
      // biome-ignore lint/suspicious/noThenProperty: as promises of other libraries have it
      () => ({ then: () => {} }),
      TypeError,
      /^beforeSwitch returned a promise, but must answer at/,
    ],
  ])("and openStore throws, and leaves nothing open, when beforeSwitch %s", (_, answer, kind, reason) => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const watches = countWatches();
    let asked: Tables | undefined;
    const beforeSwitch = ({ tables }: NextRelease<Tables>) => {
      asked = tables;
      return answer() as boolean;
    };
    const open = () => folder.openStore({ beforeSwitch });
    expect(open).toThrow(kind);
    expect(open).toThrow(reason);
    expect(() => asked?.item.get(7)).toThrow(ClosedError);
    expect([countMappings(folder), fs.existsSync(join(folder.path, ".tables"))]).toEqual([0, false]);
    expect(countWatches()).toBe(watches);
  });

  test("and openStore throws the signal's reason, when beforeSwitch aborts it", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const controller = new AbortController();
    const beforeSwitch = () => controller.abort(new Error("no time"));
    expect(() => folder.openStore({ beforeSwitch, signal: controller.signal })).toThrow("no time");
    expect([countMappings(folder), fs.existsSync(join(folder.path, ".tables"))]).toEqual([0, false]);
  });

  test("with the error that the application threw as its cause", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const cause = new TypeError("boss.hp");
    const store = folder.openStore({
      watch: false,
      beforeSwitch: (change) => {
        if (!isFirst(change)) throw cause;
      },
    });
    const version = folder.publish(next);
    const error: unknown = await store.reload().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ cause, version });
  });
});

describe("a release that was refused is tried again", () => {
  test("when the pointer is replaced, also by one with the same target", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    let isWanted = false;
    const store = folder.openStore({ watch: false, beforeSwitch: (change) => isFirst(change) || isWanted });
    const failures = listenForFailures(store);
    const version = folder.publish(next);
    await expect(store.poll()).rejects.toThrow(RefusedError);
    isWanted = true;
    expect(await store.poll()).toMatchObject({ switched: false });
    isWanted = false;
    folder.point(`libtables.${version}.so`);
    await expect(store.poll()).rejects.toThrow(RefusedError);
    expect(failures.length).toBe(2);
    isWanted = true;
    folder.point(`libtables.${version}.so`);
    expect(await store.poll()).toMatchObject({ switched: true, version });
  });

  test("as the one that the pointer leads to by then, and nothing is said of the one before", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    let third = "";
    const store = folder.openStore({
      watch: false,
      beforeSwitch: (change) => {
        if (isFirst(change)) return true;
        if (third === "") third = folder.publish(libraryOf(3));
        return change.version === third;
      },
    });
    const failures = listenForFailures(store);
    folder.publish(next);
    expect(await store.reload()).toMatchObject({ switched: true, version: third });
    expect(failures).toEqual([]);
  });

  test("when its file becomes another one, as that of a copy that is still under way", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ pollIntervalMs: 5 });
    const failures = listenForFailures(store);
    const path = join(folder.path, "copied.so");
    folder.point("copied.so");
    await vi.waitFor(() => expect(failures.at(-1)).toMatch(/leads to copied.so, which cannot be reached/));
    fs.writeFileSync(path, next.subarray(0, 5000));
    await vi.waitFor(() => expect(failures.at(-1)).toMatch(/is cut off/));
    fs.appendFileSync(path, next.subarray(5000));
    await vi.waitFor(() => expect(store.tables.item.get(7)?.release).toBe(2));
    expect(store.failure).toBe(undefined);
  });
});

test.skipIf(process.getuid?.() !== 0)(
  "what may pass by itself is tried at each look, and told once",
  async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    fs.chmodSync(dirname(folder.path), 0o755);
    const child = spawnChild(
      `const store = openStore(${JSON.stringify(folder.path)}, { pollIntervalMs: 5 });
     store.on("failure", ({ message }) => console.log(message));
     store.on("switch", () => process.exit());
     console.log("open");
     setInterval(() => {}, 1000);`,
      { uid: 65534, gid: 65534 },
    );
    const lines: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trim().split("\n")));
    await vi.waitFor(() => expect(lines).toEqual(["open"]), 10_000);
    const path = join(folder.path, "next.so");
    fs.writeFileSync(path, next, { mode: 0o600 });
    folder.point("next.so");
    await vi.waitFor(() => expect(lines).toEqual(["open", `The library ${path} cannot be read.`]), 10_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    fs.chmodSync(path, 0o644);
    await once(child, "exit");
    expect(lines.length).toBe(2);
  },
);

test("a signed release is taken, mapped or read, by either form of the key", async () => {
  for (const memory of ["mapped", "private"] as const) {
    for (const key of [publicKey, ours.publicKey]) {
      const folder = new ReleaseFolder();
      folder.publish(signed(libraryOf(1)));
      const store = folder.openStore({ watch: false, memory, publicKey: key });
      const version = folder.publish(signed(next));
      expect(await store.reload()).toMatchObject({ switched: true, version });
      expect(store.tables.item.get(7)?.release).toBe(2);
    }
  }
});

test("a key that is none, or of another kind, is refused before anything is opened", () => {
  const folder = new ReleaseFolder();
  expect(() => folder.openStore({ publicKey: "ssh-ed25519 AAAA" })).toThrow(
    "The public key cannot be read as PEM.",
  );
  const { publicKey: other } = generateKeyPairSync("x25519");
  for (const key of [other, ours.privateKey]) {
    expect(() => folder.openStore({ publicKey: key })).toThrow("The public key is not one of Ed25519.");
  }
});

test("a folder that is deleted and made again is followed again, and the record comes with it", async () => {
  const folder = new ReleaseFolder();
  folder.publish(libraryOf(1));
  const store = folder.openStore({ pollIntervalMs: 10 });
  const failures = listenForFailures(store);
  fs.rmSync(folder.path, { recursive: true });
  await vi.waitFor(() => expect(failures).toEqual([`There is no folder ${folder.path}.`]));
  expect(store.tables.item.get(7)?.release).toBe(1);

  fs.mkdirSync(folder.path);
  folder.publish(libraryOf(2));
  await vi.waitFor(() => expect(store.tables.item.get(7)?.release).toBe(2));
  expect(readRecord(folder)?.release).toBe(store.version);

  // The watcher is that of the new folder, so no poll is needed any more.
  const switched = once(store, "switch");
  folder.publish(libraryOf(3));
  await switched;
  expect(store.tables.item.get(7)?.release).toBe(3);
});

test("a folder whose name leads to another one, as a mounted volume does, is found by polling", async () => {
  const [one, two] = [new ReleaseFolder(), new ReleaseFolder()];
  one.publish(libraryOf(1));
  two.publish(libraryOf(2));
  const link = join(dirname(one.path), "link");
  fs.symlinkSync(one.path, link);
  const store = one.openStore({ pollIntervalMs: 10 }, link);
  fs.symlinkSync(two.path, `${link}.draft`);
  fs.renameSync(`${link}.draft`, link);
  await once(store, "switch");
  expect(store.tables.item.get(7)?.release).toBe(2);
  expect(readRecord(two)?.release).toBe(store.version);
});

describe("a store that cannot be listed works all the same, and says why", () => {
  test.skipIf(process.getuid?.() !== 0)("in a folder that it may not write to", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    fs.chmodSync(dirname(folder.path), 0o755);
    fs.writeFileSync(join(folder.path, "next.so"), next);
    const child = runChild(
      `const store = openStore(${JSON.stringify(folder.path)}, { watch: false });
       console.log(store.tables.item.get(7).release, store.tables.library.source, store.note);
       store.close();`,
      { uid: 65534, gid: 65534 },
    );
    expect(child.stderr).toBe("");
    expect(child.stdout).toMatch(
      /^1 mapped This process is not listed in the release directory: EACCES: permission denied, mkdir .*\.\n$/,
    );
  });

  test("where there is no program flock", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const child = runChild(
      `const store = openStore(${JSON.stringify(folder.path)}, { watch: false });
       console.log(store.tables.item.get(7).release, store.note);`,
      { env: { ...process.env, PATH: "/nowhere" } },
    );
    expect(child.stdout).toBe(
      "1 This process is not listed in the release directory: this system has no program flock.\n",
    );
    expect(fs.readdirSync(join(folder.path, ".tables/processes"))).toEqual([]);
  });
});

test("files with random damage are refused or hold what they held: none ends the process", {
  timeout: 600_000,
}, () => {
  const rounds = Number(process.env["TABLE_GEN_RUNS"] ?? 2000);
  const folder = new ReleaseFolder();
  fs.writeFileSync(join(folder.path, "good.so"), next);
  const child = runChild(
    `import { readFileSync, writeFileSync } from "node:fs";
     import { openLibraryFile } from "./runtime/node/open-library-file.js";
     import { ToolError } from "./base/tool-error.js";
     const good = readFileSync(process.argv[2] + "/good.so");
     const path = process.argv[2] + "/damaged.so";
     let state = 1;
     const random = (below) => {
       state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
       return Math.floor((state / 2 ** 32) * below);
     };
     // Most bytes are rows: what decides are the headers, the directory and the symbols behind.
     const places = [[0, 512], [4096, 1200], [good.length - 1200, 1200], [0, good.length]];
     let [refused, same] = [0, 0];
     for (let round = 0; round < ${rounds}; round++) {
       let bytes = Buffer.from(good);
       for (let count = 1 + random(3); count > 0; count--) {
         const [start, size] = places[random(places.length)];
         const at = start + random(size);
         const kind = random(4);
         if (kind === 0) bytes[at] ^= 1 << random(8);
         else if (kind === 1) bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random(5)];
         else if (kind === 2) bytes.writeUInt32LE(random(2 ** 32), Math.min(at & ~3, bytes.length - 4));
         else if (random(8) === 0) bytes = bytes.subarray(0, Math.max(at, 64));
       }
       writeFileSync(path, bytes);
       const memory = ["mapped", "private"][round % 2];
       try {
         const { image } = openLibraryFile(path, { memory, verify: "full", isRelease: true, isGuarded: false });
         const [table] = image.tables;
         if (JSON.stringify(table.find([7])) !== '[7,2,"item 7 of 2"]') throw new Error("altered at round " + round);
         image.close();
         same++;
       } catch (error) {
         if (!(error instanceof ToolError)) throw error;
         refused++;
       }
     }
     console.log(refused + same, refused > same);`,
    {},
    folder.path,
  );
  expect([child.stderr, child.stdout]).toEqual(["", `${rounds} true\n`]);
});

describe("a copy over the file that is in use, which nobody should do", () => {
  test("is found and told of; what was read into private memory does not change", async () => {
    const folder = new ReleaseFolder();
    const version = folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false, memory: "private" });
    copyOver(folder, version, flip("item 7 of 2"));
    await expect(store.poll()).rejects.toThrow("the content hash of table Item does not match.");
    expect(store.tables.item.get(7)?.release).toBe(1);
  });

  test.each<StoreOptions<Tables>>([{ watch: false }, { pollIntervalMs: 0 }, { pollIntervalMs: 3_600_000 }])(
    "waits for nobody where no timer would end the waiting: %j",
    (options) => {
      const folder = new ReleaseFolder();
      const path = join(folder.path, `libtables.${folder.publish(libraryOf(1))}.so`);
      const store = folder.openStore(options);
      expect(store.tables.library.source).toBe("mapped");
      openForWriting(path);
    },
  );

  test("waits for no store that has been closed, also where a snapshot outlives it", () => {
    const folder = new ReleaseFolder();
    const path = join(folder.path, `libtables.${folder.publish(libraryOf(1))}.so`);
    const store = folder.openStore();
    const snapshot = store.snapshot();
    store.close();
    openForWriting(path);
    expect(snapshot.tables.item.get(7)?.release).toBe(1);
    snapshot.close();
  });

  test("waits until the process has a copy of its own, where the system grants that", async (context) => {
    const folder = new ReleaseFolder();
    const version = folder.publish(libraryOf(1));
    const store = folder.openStore({ pollIntervalMs: 5 });
    const failures = listenForFailures(store);
    const snapshot = store.snapshot();
    fs.writeFileSync(join(folder.path, "garbage"), Buffer.alloc(100, 1));
    const path = join(folder.path, `libtables.${version}.so`);
    const copy = spawn("cp", [join(folder.path, "garbage"), path]);
    const done = once(copy, "exit");
    for (const wait = Date.now(); failures.length === 0 && Date.now() - wait < 2000; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (!/was opened for writing/.test(failures[0] ?? "")) context.skip(); // no leases here
    expect(failures[0]).toBe(
      `The file of release ${version} was opened for writing; this process goes on with a copy of its own.`,
    );
    expect(readRecord(folder)).toMatchObject({ memory: "private", failure: { text: expect.any(String) } });
    await done;
    expect(fs.readFileSync(path).length).toBe(100);
    expect([...snapshot.tables.item].map(({ release }) => release)).toEqual(Array(100).fill(1));
    expect(store.tables.item.get(7)?.release).toBe(1);

    await expect(store.reload()).rejects.toThrow("The library is not a 64-bit ELF file.");
    folder.publish(next);
    await store.reload();
    expect([store.tables.item.get(7)?.release, store.failure]).toEqual([2, undefined]);
    expect(readRecord(folder)?.memory).toBe("mapped");
  });
});

/** Fails with EAGAIN where it would have to wait. */
function openForWriting(path: string): void {
  fs.chmodSync(path, 0o644);
  fs.closeSync(fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK));
}

function copyOver(folder: ReleaseFolder, version: string, bytes: Uint8Array): void {
  const path = join(folder.path, `libtables.${version}.so`);
  fs.chmodSync(path, 0o644);
  fs.writeFileSync(path, bytes);
}

function listenForFailures(store: TableStore<Tables>): readonly string[] {
  const failures: string[] = [];
  store.on("failure", (error) => failures.push(error.message));
  return failures;
}

function publishFault(folder: ReleaseFolder, fault: Uint8Array | ((path: string) => void)): void {
  const version = "f".repeat(32);
  if (typeof fault !== "function") folder.publish(fault, { version });
  else {
    fault(join(folder.path, `libtables.${version}.so`));
    folder.point(`libtables.${version}.so`);
  }
}

function flip(text: string): Uint8Array {
  const library = Buffer.from(next);
  const at = library.indexOf(text);
  library[at] = (library[at] ?? 0) ^ 1;
  return library;
}

function signed(library: Uint8Array, key = ours.privateKey): Uint8Array {
  return Buffer.concat([library, sign(null, library, key), Buffer.from("tablegen-ed25519")]);
}

const marker = join(runtime, "has-run");
const selfStarting = `
  #include <stdio.h>
  __attribute__((constructor)) static void run(void) { fclose(fopen("${marker}", "w")); }`;

afterEach(() => expect(fs.existsSync(marker)).toBe(false));

/** Links a good image with something else. */
function compileHostile(source: string, ...flags: readonly string[]): Uint8Array {
  const image = extractImage(next);
  const assembly = [
    ...[".section .rodata", ".balign 64", ".globl tablegen_image", ".type tablegen_image, %object"],
    ...[`.size tablegen_image, ${image.length}`, "tablegen_image:", '.incbin \\"hostile.image\\"', ".text"],
  ].join("\\n");
  const path = join(runtime, "hostile");
  fs.writeFileSync(`${path}.image`, image);
  fs.writeFileSync(`${path}.c`, `__asm__("${assembly}");\n${source}\n`);
  execFileSync("cc", ["-shared", "-fPIC", "-o", "hostile.so", "hostile.c", ...flags], { cwd: runtime });
  return fs.readFileSync(`${path}.so`);
}

function readRecord(folder: ReleaseFolder) {
  const records = join(folder.path, ".tables/processes");
  const [file = ""] = createHost().list(records);
  return parseProcessRecord(fs.readFileSync(join(records, file)));
}

interface ChildOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

function runChild(script: string, options: ChildOptions, ...args: readonly string[]) {
  return spawnSync(process.execPath, [writeScript(script), ...args], { encoding: "utf8", ...options });
}

function spawnChild(script: string, options: ChildOptions) {
  return spawn(process.execPath, [writeScript(script)], { stdio: ["ignore", "pipe", "inherit"], ...options });
}

function writeScript(script: string): string {
  const path = join(runtime, "fault-child.mjs");
  fs.writeFileSync(path, `import { openStore } from "./tables.js";\n${script}`);
  return path;
}
