import { execFileSync, spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import { ClosedError } from "../../../src/runtime/errors.js";
import { buildLoader } from "../../../src/runtime/node/build-loader.js";
import { openLibrary } from "../../../src/runtime/node/open-library.js";
import { emptyImage } from "./image-of.js";
import { transpileRuntime } from "./transpile-runtime.js";

const here = { x64: "x86_64", arm64: "aarch64" }[process.arch as string] as "x86_64" | "aarch64";
const elsewhere = here === "x86_64" ? "aarch64" : "x86_64";

let folder = "";
let loader = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-open-"));
  loader = buildLoader(createHost(), { output: join(folder, "loader/table-gen-loader.node") });
  transpileRuntime(join(folder, "js"));
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  vi.stubEnv("TABLE_GEN_LOADER", loader);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a library", () => {
  test("is mapped, says so, and reads as the file does", () => {
    const path = writeLibrary("mapped");
    const library = openLibrary(path, { verify: "full" });
    expect([library.name, library.source, library.path, library.note]).toEqual([
      "mapped",
      "mapped",
      path,
      undefined,
    ]);
    library.close();
    library.close();
    expect(library.closed).toBe(true);
    expect(() => library.verify()).toThrow(ClosedError);
  });

  test("opened twice is two readers, and closing one leaves the other", () => {
    const path = writeLibrary("twice");
    const [first, second] = [openLibrary(path), openLibrary(path)];
    first.close();
    second.verify();
    second.close();
  });

  test("is found by the pointer in a folder, and a switched pointer gives the new release", () => {
    const release = join(folder, "release");
    mkdirSync(release);
    writeLibrary("one", "release/libtables.1.so");
    writeLibrary("two", "release/libtables.2.so");
    symlinkSync("libtables.1.so", join(release, "tables.so"));
    const first = openLibrary(release, { name: "tables" });
    symlinkSync("libtables.2.so", join(release, "next"));
    renameSync(join(release, "next"), join(release, "tables.so"));
    const second = openLibrary(release);
    expect([first.name, second.name, second.path]).toEqual(["one", "two", join(release, "libtables.2.so")]);
    first.close();
    second.close();
  });

  test("is read into private memory where that is asked for", () => {
    const library = openLibrary(writeLibrary("asked"), { memory: "private" });
    expect([library.source, library.note]).toEqual([
      "private",
      "Read into private memory. This was asked for.",
    ]);
    library.close();
    expect(() => library.verify()).toThrow(ClosedError);
  });

  test("of another machine is read into private memory, with the reason", () => {
    const path = join(folder, "foreign.so");
    writeFileSync(path, writeElfLibrary(emptyImage("foreign"), elsewhere));
    const library = openLibrary(path);
    expect([library.name, library.source]).toEqual(["foreign", "private"]);
    expect(library.note).toBe(`Read into private memory. It was built for ${elsewhere}, not for this one.`);
    expect(() => openLibrary(path, { memory: "mapped" })).toThrow(
      `The library cannot be mapped. It was built for ${elsewhere}, not for this one.`,
    );
  });

  test("is taken with the signature that is asked for, and refused without", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const path = writeLibrary("signed");
    for (const memory of ["mapped", "private"] as const) {
      const library = writeElfLibrary(emptyImage("signed"), here);
      writeFileSync(path, library);
      expect(() => openLibrary(path, { memory, publicKey })).toThrow(`${path}: The library is not signed.`);
      const signature = sign(null, library, privateKey);
      writeFileSync(path, Buffer.concat([library, signature, Buffer.from("tablegen-ed25519")]));
      expect(openLibrary(path, { memory, publicKey, verify: "full" }).name).toBe("signed");
    }
  });

  test("without a library around it is a bare image, and is read", () => {
    const path = join(folder, "bare.image");
    writeFileSync(path, emptyImage("bare"));
    expect(openLibrary(path).name).toBe("bare");
    expect(() => openLibrary(path, { memory: "mapped" })).toThrow("A bare image is not mapped.");
  });
});

test("three processes hold a library once: each is charged a third of it, and nothing of its own", async () => {
  const sizeBytes = 16 << 20;
  const path = join(folder, "shared.so");
  // Pages that are not yet on the disk would count as this process's own.
  writeFileSync(path, writeElfLibrary(emptyImage("shared", sizeBytes), here), { flush: true });
  const script = join(folder, "js/holder.mjs");
  writeFileSync(
    script,
    `import { openLibrary } from "./runtime/node/open-library.js";
     const library = openLibrary(${JSON.stringify(path)}, { verify: "full" });
     console.log(library.source);
     // What nothing refers to is unmapped at the next garbage collection.
     process.stdin.resume().on("end", () => library.close());`,
  );
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  try {
    for (const child of children) expect(String(await once(child.stdout, "data"))).toBe("mapped\n");
    for (const child of children) {
      const { Rss = 0, Pss = 0, Anonymous = 0 } = readMapping(child.pid ?? 0, path);
      expect(Rss).toBeGreaterThanOrEqual(sizeBytes / 1024);
      expect(Pss / Rss).toBeCloseTo(1 / 3, 2);
      expect(Anonymous).toBeLessThanOrEqual(8);
    }
  } finally {
    for (const child of children) child.stdin.end();
    await Promise.all(children.map((child) => once(child, "exit")));
  }
});

describe("an error names the file and what is wrong", () => {
  test("when there is nothing", () => {
    const path = join(folder, "nothing.so");
    expect(() => openLibrary(path)).toThrow(`There is no library at ${path}.`);
  });

  test("when a folder has no pointer, or several and none is named", () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    expect(() => openLibrary(empty, { name: "tables" })).toThrow(
      `The folder ${empty} has no tables.so that leads to a library.`,
    );
    expect(() => openLibrary(empty)).toThrow(
      `The folder ${empty} has 0 pointers to libraries, so one must be named.`,
    );
  });

  test("when the file is truncated, before the loader could fault on it", () => {
    const library = writeElfLibrary(emptyImage("cut"), here);
    for (const [size, problem] of [
      [0, "is not a 64-bit ELF file"],
      [4, "is not a 64-bit ELF file"],
      [63, "ends inside the ELF header"],
      [200, "has no complete table of segments"],
      [700, "is cut off: a segment ends behind the end of the file"],
    ] as const) {
      const path = join(folder, "cut.so");
      writeFileSync(path, library.subarray(0, size));
      const child = runChild(`openLibrary(${JSON.stringify(path)})`);
      expect(child.stderr).toContain(`ImageError: ${path}: The library ${problem}.`);
      expect(child.status).toBe(1);
    }
  });

  test("when content was altered, for those who ask for the full check", () => {
    const library = writeElfLibrary(emptyImage("altered"), here);
    const at = Buffer.from(library).indexOf("altered");
    library[at] = 0x41;
    const path = join(folder, "altered.so");
    writeFileSync(path, library);
    expect(openLibrary(path).name).toBe("Altered");
    expect(() => openLibrary(path, { verify: "full" })).toThrow(
      `${path}: The image's directory was altered.`,
    );
    expect(() => openLibrary(path, { verify: "full", memory: "private" })).toThrow(
      `${path}: The image has been altered: the content hash of its directory does not match.`,
    );
  });

  test("when the library could run code: it is not mapped, and reading a copy runs nothing", () => {
    writeFileSync(join(folder, "evil.image"), emptyImage("evil"));
    const source = `
      __asm__(".section .rodata\\n.balign 64\\n.globl tablegen_image\\n.type tablegen_image, %object\\n"
              ".size tablegen_image, 320\\ntablegen_image:\\n.incbin \\"evil.image\\"\\n.text");
      #include <stdlib.h>
      __attribute__((constructor)) static void run(void) { abort(); }`;
    writeFileSync(join(folder, "evil.c"), source);
    execFileSync("cc", ["-shared", "-fPIC", "-o", "evil.so", "evil.c"], { cwd: folder });
    const path = join(folder, "evil.so");
    expect(() => openLibrary(path)).toThrow(
      /evil\.so: The library has an executable segment, .*a constructor/,
    );
    expect(openLibrary(path, { memory: "private" }).name).toBe("evil");
  });

  test("when a loader could take another release for it, or would act on what no library needs", () => {
    const path = writeLibrary("tagged");
    const good = readFileSync(path);
    const dynamic = good.readUInt32LE(64 + 2 * 56 + 8);
    for (const [tag, problem] of [
      [14, "has a soname, by which a loader would take another release for it"],
      [0x6ffffefc, "has the dynamic entry 0x6ffffefc"],
    ] as const) {
      const altered = Buffer.from(good);
      altered.writeUInt32LE(tag, dynamic);
      writeFileSync(path, altered);
      expect(() => openLibrary(path)).toThrow(`${path}: The library ${problem}.`);
      expect(openLibrary(path, { memory: "private" }).name).toBe("tagged");
    }
  });

  test("when TABLE_GEN_LOADER names no loader", () => {
    vi.stubEnv("TABLE_GEN_LOADER", join(folder, "js/package.json"));
    expect(() => openLibrary(writeLibrary("x"))).toThrow(
      `${join(folder, "js/package.json")} is not the loader of this version of table-gen.`,
    );
    vi.stubEnv("TABLE_GEN_LOADER", join(folder, "nowhere.node"));
    expect(() => openLibrary(writeLibrary("x"))).toThrow(
      `The loader ${join(folder, "nowhere.node")} cannot be loaded`,
    );
  });
});

describe("the loader", () => {
  test("refuses what is no file that it could map, and what is no method of a mapping", () => {
    const path = JSON.stringify(writeLibrary("direct"));
    const script = `
      import { openSync, writeFileSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      const attempt = (action) => {
        try { console.log(action()); } catch (error) { console.log(error.message); }
      };
      writeFileSync("${join(folder, "nothing")}", "");
      for (const descriptor of [9999, -1, openSync("/dev/null"), openSync("/"), openSync("${join(folder, "nothing")}")])
        attempt(() => loader.map(descriptor));
      for (const args of [[], ["7"]]) attempt(() => loader.map(...args));
      const mapped = loader.map(openSync(${path}));
      for (const args of [[], [-1, 8], [0, 1e9], [8000, 8000], [NaN, "x"]]) attempt(() => mapped.verifySync(...args));
      attempt(() => mapped.close.call({}));
      attempt(() => mapped.verify.call(mapped.buffer, 0, 8));
      attempt(() => { mapped.buffer = new ArrayBuffer(8); });
      mapped.close();
      attempt(() => mapped.verifySync(0, 64));`;
    expect(runChild(script).stdout.split("\n")).toEqual([
      ...Array(5).fill("this is no open file of a library's size"),
      "map takes a file descriptor",
      "map takes a file descriptor",
      "this is a method of a mapped library",
      ...Array(4).fill("verify takes an offset and a size inside of the file"),
      "this is a method of a mapped library",
      "this is a method of a mapped library",
      "Cannot assign to read only property 'buffer' of object '#<Object>'",
      "the library has been closed",
      "",
    ]);
  });

  test("empties every view when it closes, and may be closed again", () => {
    const path = JSON.stringify(writeLibrary("views"));
    const script = `
      import { openSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      const mapped = loader.map(openSync(${path}));
      const { buffer } = mapped;
      const [bytes, view] = [new Uint8Array(buffer), new DataView(buffer)];
      console.log(String.fromCharCode(...bytes.subarray(4096, 4104)));
      mapped.close();
      mapped.close();
      console.log(buffer.byteLength, bytes.length, bytes[0]);
      try { view.getInt8(0); } catch (error) { console.log(error.name); }`;
    expect(runChild(script).stdout).toBe("tablegen\n0 0 undefined\nTypeError\n");
  });

  test("maps the file that was opened, whatever its name leads to by then", () => {
    const path = writeLibrary("first");
    const script = `
      import { openSync, renameSync, rmSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      const descriptor = openSync(${JSON.stringify(path)});
      renameSync(${JSON.stringify(writeLibrary("second"))}, ${JSON.stringify(path)});
      console.log(Buffer.from(loader.map(descriptor).buffer).toString("latin1").match(/first|second/)[0]);`;
    expect(runChild(script).stdout).toBe("first\n");
  });

  test("checks an image here or in the pool, and says the same of it", () => {
    const good = writeElfLibrary(emptyImage("good"), here);
    const names = ["good", "content", "shape"].map((name, index) => {
      const bytes = Buffer.from(good);
      if (index === 1) bytes[bytes.indexOf("good")] = 0x47;
      if (index === 2) bytes[4096 + 8] = 9;
      writeFileSync(join(folder, `${name}.so`), bytes);
      return join(folder, `${name}.so`);
    });
    const script = `
      import { openSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      for (const path of ${JSON.stringify(names)}) {
        const mapped = loader.map(openSync(path));
        console.log(mapped.verifySync(4096, 320), "|", await mapped.verify(4096, 320));
      }`;
    const layout = "The image has layout version 9, this program reads version 2.";
    expect(runChild(script).stdout.split("\n")).toEqual([
      "undefined | undefined",
      ["The image's directory was altered.", "The image's directory was altered."].join(" | "),
      `${layout} | ${layout}`,
      "",
    ]);
  });

  test("finds that the file has become shorter before it reads where nothing is left", () => {
    const path = writeLibrary("shorter");
    const script = `
      import { openSync, truncateSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      const mapped = loader.map(openSync(${JSON.stringify(path)}));
      truncateSync(${JSON.stringify(path)}, 100);
      console.log(await mapped.verify(4096, 320));`;
    expect(runChild(script).stdout).toBe("The library became shorter while it was read.\n");
  });

  test("lets the event loop turn while it checks, and keeps the pages until it has, also of a closed library", () => {
    const path = join(folder, "large.so");
    writeFileSync(path, writeElfLibrary(emptyImage("large", 128 << 20), here));
    const script = `
      import { openSync, readFileSync } from "node:fs";
      const loader = process.getBuiltinModule("module").createRequire("/")(process.env.TABLE_GEN_LOADER);
      const isMapped = () => readFileSync("/proc/self/maps", "utf8").includes("large.so");
      const mapped = loader.map(openSync(${JSON.stringify(path)}));
      const checks = [1, 2, 3].map(() => mapped.verify(4096, ${128 << 20}));
      mapped.close();
      console.log(isMapped());
      let turns = 0;
      const timer = setInterval(() => turns++, 0);
      console.log(await Promise.all(checks), isMapped(), turns > 0);
      clearInterval(timer);`;
    expect(runChild(script).stdout).toBe("true\n[ undefined, undefined, undefined ] false true\n");
    rmSync(path);
  });

  test("survives a worker that ends while it checks", () => {
    const path = join(folder, "large.so");
    writeFileSync(path, writeElfLibrary(emptyImage("large", 64 << 20), here));
    const script = `
      import { Worker } from "node:worker_threads";
      const source = \`
        const { openSync } = require("node:fs");
        const mapped = require(process.env.TABLE_GEN_LOADER).map(openSync(${JSON.stringify(path)}));
        for (let count = 0; count < 4; count++) mapped.verify(4096, ${64 << 20}).then(() => {});
        mapped.close();
        require("node:worker_threads").parentPort.postMessage("started");\`;
      for (let round = 0; round < 5; round++) {
        const worker = new Worker(source, { eval: true });
        await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
        await worker.terminate();
      }
      console.log("survived");`;
    const child = runChild(script);
    expect([child.stderr, child.stdout]).toEqual(["", "survived\n"]);
    rmSync(path);
  });

  test("unmaps when a library is closed, and when it is dropped and collected", () => {
    const paths = JSON.stringify([writeLibrary("closed"), writeLibrary("dropped")]);
    const script = `
      import { readFileSync } from "node:fs";
      const [closed, dropped] = ${paths};
      const isMapped = (path) => readFileSync("/proc/self/maps", "utf8").includes(path);
      const library = openLibrary(closed);
      (() => openLibrary(dropped))();
      console.log(isMapped(closed), isMapped(dropped));
      library.close();
      for (let round = 0; round < 20 && isMapped(dropped); round++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      console.log(isMapped(closed), isMapped(dropped));`;
    expect(runChild(script, "--expose-gc").stdout).toBe("true true\nfalse false\n");
  });

  test("survives a storm of opening, closing and collecting, in the main thread and in workers that are ended", () => {
    const paths = JSON.stringify(["storm1", "storm2", "storm3"].map((name) => writeLibrary(name)));
    const worker = join(folder, "js/worker.mjs");
    const loop = (rounds: number) => `
      for (let round = 0; round < ${rounds}; round++) {
        const open = ${paths}.map((path) => openLibrary(path));
        for (const library of open) library.verify();
        if (round % 3 === 0) open[0].close();
        if (round % 2 === 0) open[1].close();
        if (round % 50 === 0) { gc(); await new Promise((resolve) => setImmediate(resolve)); }
      }`;
    writeFileSync(
      worker,
      `import { parentPort } from "node:worker_threads";
       import { openLibrary } from "./runtime/node/open-library.js";
       ${loop(200)}
       parentPort.postMessage("done");
       setInterval(() => openLibrary(${paths}[0]).verify(), 1);`,
    );
    const script = `
      import { Worker } from "node:worker_threads";
      for (let round = 0; round < 3; round++) {
        const workers = [1, 2].map(() => new Worker(${JSON.stringify(worker)}));
        const done = Promise.all(workers.map((worker) => new Promise((resolve, reject) => {
          worker.once("message", resolve).once("error", reject);
        })));
        ${loop(200)}
        await done;
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
      openLibrary(${paths}[2]).verify();
      console.log("survived");`;
    const child = runChild(script, "--expose-gc");
    expect(child.stderr).toBe("");
    expect(child.stdout).toBe("survived\n");
  });
});

test("the loader is compiled by any C++ compiler, and a failure says what the compiler said", () => {
  const host = createHost();
  const output = join(folder, "other/loader.node");
  expect(buildLoader(host, { compiler: ["clang++"], output })).toBe(output);
  expect(readFileSync(output).subarray(0, 4).toString("latin1")).toBe("\x7fELF");
  expect(() => buildLoader(host, { compiler: ["no-such-compiler"], output })).toThrow(
    "The loader was not compiled: spawnSync no-such-compiler ENOENT",
  );
  const failing = { ...host, run: () => ({ status: 1, stdout: "", stderr: "loader.cpp:1: no\n" }) };
  expect(() => buildLoader(failing, { output })).toThrow("The loader was not compiled: loader.cpp:1: no");
  expect(() => buildLoader({ ...host, platform: "win32" })).toThrow(
    "win32 does not map libraries of this format",
  );
});

/** Returns the kilobytes of a process's mappings of a file, by the names of /proc/PID/smaps. */
function readMapping(processId: number, path: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  let isOurs = false;
  for (const line of readFileSync(`/proc/${processId}/smaps`, "utf8").split("\n")) {
    const [, name = "", value] = /^(\w+): +(\d+) kB$/.exec(line) ?? [];
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isOurs = line.endsWith(path);
    else if (isOurs && value !== undefined) sums[name] = (sums[name] ?? 0) + Number(value);
  }
  return sums;
}

function writeLibrary(name: string, file = `${name}.so`): string {
  const path = join(folder, file);
  writeFileSync(path, writeElfLibrary(emptyImage(name), here));
  return path;
}

function runChild(script: string, ...flags: readonly string[]) {
  const path = join(folder, "js/child.mjs");
  writeFileSync(path, `import { openLibrary } from "./runtime/node/open-library.js";\n${script}`);
  return spawnSync(process.execPath, [...flags, path], { encoding: "utf8" });
}
