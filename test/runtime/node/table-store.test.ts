import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { ToolError } from "../../../src/base/tool-error.js";
import { type ProcessRecord, parseProcessRecord } from "../../../src/model/process-record.js";
import { ClosedError } from "../../../src/runtime/errors.js";
import type { NextRelease, ReloadOutcome, StoreSwitch, TableStore } from "../../../src/runtime/node/index.js";
import { loadBindings } from "../../emit/ts/load-bindings.js";
import {
  countMappings,
  countWatches,
  libraryOf,
  prepareRuntime,
  ReleaseFolder,
  schema,
  type Tables,
  versionOf,
} from "./release-folder.js";

const { folder: runtime, loader } = prepareRuntime();

beforeEach(() => {
  vi.stubEnv("TABLE_GEN_LOADER", loader);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a store", () => {
  test("opens the release that the pointer leads to, mapped, and says which", () => {
    const folder = new ReleaseFolder();
    const version = folder.publish(libraryOf(1));
    const store = folder.openStore();
    expect([store.version, store.channel, store.switches, store.failure]).toEqual([
      version,
      "stable",
      0,
      undefined,
    ]);
    expect(store.note).toBe(undefined);
    expect(store.tables.item.get(7)?.release).toBe(1);
    expect(store.tables.library.source).toBe("mapped");
  });

  test("is made by generated bindings, and hands out their classes", async () => {
    const { openStore } = await loadBindings<{ openStore: (path: string) => TableStore<Tables> }>(schema);
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(3));
    const store = openStore(folder.path);
    expect([...store.tables.item].map(({ release }) => release)).toEqual(Array(100).fill(3));
    store.close();
  });

  test.each(["mapped", "private"] as const)(
    "switches by itself, %s: old rows throw, new ones read",
    async (memory) => {
      const folder = new ReleaseFolder();
      const first = folder.publish(libraryOf(1));
      const store = folder.openStore({ memory, pollIntervalMs: 0 });
      const old = store.tables.item.get(7);
      const switched = once(store, "switch");
      const second = folder.publish(libraryOf(2));
      const [change] = (await switched) as [StoreSwitch<Tables>];
      expect(change).toEqual({
        tables: store.tables,
        version: second,
        previousVersion: first,
        changed: ["Item"],
        added: [],
        removed: [],
      });
      expect([store.version, store.switches, store.tables.item.get(7)?.release]).toEqual([second, 1, 2]);
      expect(() => old?.release).toThrow(ClosedError);
    },
  );

  test("comes to the last of many releases that follow each other at once", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ pollIntervalMs: 0 });
    const failures = vi.fn();
    store.on("failure", failures);
    let last = "";
    for (let release = 2; release <= 200; release++) {
      last = folder.publish(libraryOf(release));
      if (release % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(store.version).toBe(last));
    expect([failures.mock.calls, store.switches > 1]).toEqual([[], true]);
  });

  test("looks only when it is asked to, where it is not to watch", async () => {
    const folder = new ReleaseFolder();
    const first = folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false, pollIntervalMs: 1 });
    const second = folder.publish(libraryOf(2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(store.version).toBe(first);
    expect(await store.poll()).toEqual({
      switched: true,
      version: second,
      changed: ["Item"],
      added: [],
      removed: [],
    });
    expect(await store.poll()).toEqual({
      switched: false,
      version: second,
      changed: [],
      added: [],
      removed: [],
    });
    expect(await store.reload()).toMatchObject({ switched: false, version: second });
  });

  test("looks at intervals and has no watcher, where it is to poll", async () => {
    const folder = new ReleaseFolder();
    const first = folder.publish(libraryOf(1));
    const watches = countWatches();
    const [idle, busy] = [3_600_000, 5].map((pollIntervalMs) =>
      folder.openStore({ watch: "poll", pollIntervalMs }),
    );
    const second = folder.publish(libraryOf(2));
    await vi.waitFor(() => expect(busy?.version).toBe(second));
    expect([idle?.version, idle?.note, countWatches()]).toEqual([first, undefined, watches]);
    expect(() => folder.openStore({ watch: "poll", pollIntervalMs: 0 })).toThrow(
      new ToolError("A store that only polls needs a pollIntervalMs above 0."),
    );
    expect(folder.openStore({ watch: true }).version).toBe(second);
    expect(countWatches()).toBe(watches + 1);
  });

  test.each([2 ** 31, Infinity])("takes an interval of %s for a long one", async (pollIntervalMs) => {
    const folder = new ReleaseFolder();
    const first = folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: "poll", pollIntervalMs });
    await store.poll(); // after the look that it opens with
    folder.publish(libraryOf(2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(store.version).toBe(first);
  });

  test.each([-1, Number.NaN])("refuses an interval of %s", (pollIntervalMs) => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    expect(() => folder.openStore({ pollIntervalMs })).toThrow(
      new ToolError(`pollIntervalMs is ${pollIntervalMs}; it takes milliseconds from 0, which is never.`),
    );
  });

  test("follows the channel that it is told to", async () => {
    const folder = new ReleaseFolder();
    const stable = folder.publish(libraryOf(1));
    const canary = folder.publish(libraryOf(2), { channel: "canary" });
    const [one, two] = [folder.openStore(), folder.openStore({ channel: "canary", watch: false })];
    expect([one.version, two.version]).toEqual([stable, canary]);
    folder.point(`libtables.${stable}.so`, "canary");
    expect(await two.reload()).toMatchObject({ switched: true, version: stable });
    expect(() => folder.openStore({ channel: "beta" })).toThrow(
      "has no tables.beta.so that leads to a library.",
    );
    expect(() => folder.openStore({ channel: "../x" })).toThrow('"../x" is no name of a channel.');
  });

  test("takes a pointer that is a copy of the release, and one that leads to the same release again", async () => {
    const folder = new ReleaseFolder();
    const version = folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    folder.point(`libtables.${version}.so`);
    expect(await store.reload()).toMatchObject({ switched: false });
    rmSync(join(folder.path, "tables.so"));
    writeFileSync(join(folder.path, "tables.so"), libraryOf(1));
    expect(await store.reload()).toMatchObject({ switched: false, version });
    writeFileSync(join(folder.path, "draft"), libraryOf(2));
    createHost().rename(join(folder.path, "draft"), join(folder.path, "tables.so"));
    expect(await store.reload()).toMatchObject({ switched: true });
  });

  test("gives all who ask at once one run after the one under way", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const seen: string[] = [];
    const store = folder.openStore({ watch: false, beforeSwitch: ({ version }) => void seen.push(version) });
    const opened = store.version;
    const second = folder.publish(libraryOf(2));
    const first = store.reload();
    const third = folder.publish(libraryOf(3));
    const later = [store.reload(), store.poll(), store.reload()];
    expect((await first).version).toBe(second);
    expect((await Promise.all(later)).map(({ version, switched }) => [version, switched])).toEqual(
      Array(3).fill([third, true]),
    );
    expect(seen).toEqual([opened, second, third]);
  });

  test("that nobody uses keeps no process alive", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const child = runChild(`openStore(${JSON.stringify(folder.path)}); console.log("end");`);
    expect([child.stdout, child.stderr, child.status]).toEqual(["end\n", "", 0]);
  });
});

describe("the application", () => {
  test("is asked about each release, the first too, with what is in use by then", async () => {
    const folder = new ReleaseFolder();
    const first = folder.publish(libraryOf(1));
    const asked: { readonly change: NextRelease<Tables>; readonly releases: unknown }[] = [];
    const store = folder.openStore({
      watch: false,
      beforeSwitch: (change) => {
        const { tables, previous } = change;
        asked.push({ change, releases: [previous, tables].map((one) => one?.item.get(7)?.release) });
        return true;
      },
    });
    const previous = store.tables;
    const second = folder.publish(libraryOf(2));
    await store.reload();
    expect(asked).toEqual([
      {
        change: {
          ...{ tables: previous, version: first, previous: undefined, previousVersion: undefined },
          ...{ changed: [], added: ["Item", "Log"], removed: [] },
        },
        releases: [undefined, 1],
      },
      {
        change: {
          ...{ tables: store.tables, version: second, previous, previousVersion: first },
          ...{ changed: ["Item"], added: [], removed: [] },
        },
        releases: [1, 2],
      },
    ]);
  });

  test("may ask for a reload while it is asked, which comes afterwards", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const inner: Promise<ReloadOutcome>[] = [];
    const store = folder.openStore({
      watch: false,
      beforeSwitch: ({ previous }) => {
        if (previous !== undefined) inner.push(store.reload(), store.poll());
      },
    });
    const version = folder.publish(libraryOf(2));
    expect(await store.reload()).toMatchObject({ switched: true, version });
    expect(await Promise.all(inner)).toMatchObject(Array(2).fill({ switched: false, version }));
  });

  test("may wait for a reload in a listener", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    const heard = new Promise<ReloadOutcome>((resolve) => {
      store.once("switch", async () => {
        folder.publish(libraryOf(3));
        resolve(await store.reload());
      });
    });
    folder.publish(libraryOf(2));
    const outer = await store.reload();
    expect([outer.switched, await heard]).toEqual([true, expect.objectContaining({ switched: true })]);
    expect([store.tables.item.get(7)?.release, store.switches]).toEqual([3, 2]);
  });

  test("that asks for a reload at each failure does not keep the event loop from turning", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    let failures = 0;
    store.on("failure", () => {
      if (++failures < 100_000) store.reload();
    });
    folder.point("nowhere.so");
    await expect(store.reload()).rejects.toThrow("cannot be reached");
    await new Promise((resolve) => setImmediate(resolve));
    const version = folder.publish(libraryOf(2));
    await vi.waitFor(() => expect(store.version).toBe(version));
    expect(failures).toBeLessThan(100_000);
  });
});

describe("a snapshot", () => {
  test("holds its release over switches, and is told of until it is closed", async () => {
    const folder = new ReleaseFolder();
    const version = folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    const [one, two] = [store.snapshot(), store.snapshot()];
    for (const release of [2, 3]) {
      folder.publish(libraryOf(release));
      await store.reload();
    }
    expect([one.version, one.tables.item.get(7)?.release]).toEqual([version, 1]);
    expect(store.held).toEqual([{ release: version, snapshots: 2, since: expect.any(Number) }]);
    expect(readRecord(folder)?.held).toEqual(store.held);

    const row = one.tables.item.get(7);
    one.close();
    one.close();
    expect(row?.release).toBe(1);
    expect(() => one.tables).toThrow(new ClosedError("The snapshot has been closed."));
    two[Symbol.dispose]();
    expect(() => row?.release).toThrow(ClosedError);
    expect([store.held, readRecord(folder)?.held]).toEqual([[], []]);
  });

  test("of the release in use does not end it, and outlives the store", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    store.snapshot().close();
    const snapshot = store.snapshot();
    expect(snapshot.tables).toBe(store.tables);
    store.close();
    expect(snapshot.tables.item.get(7)?.release).toBe(1);
    const { tables } = snapshot;
    snapshot.close();
    expect(() => tables.item.get(7)).toThrow(ClosedError);
  });

  test("that is never closed costs its release and no other", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    store.snapshot();
    for (let release = 2; release < 12; release++) {
      folder.publish(libraryOf(release));
      await store.reload();
    }
    expect(countMappings(folder)).toBe(2);
    expect(store.held.map(({ snapshots }) => snapshots)).toEqual([1]);
  });
});

describe("closing", () => {
  test("ends following and the release; it is announced once", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ pollIntervalMs: 1 });
    const closed = vi.fn();
    store.on("close", closed);
    const { tables } = store;
    store[Symbol.dispose]();
    store.close();
    expect([closed.mock.calls.length, store.closed, store.version.length]).toEqual([1, true, 32]);
    expect(() => tables.item.get(1)).toThrow(ClosedError);
    for (const use of [() => store.tables, () => store.snapshot()]) {
      expect(use).toThrow(new ClosedError("The store has been closed."));
    }
    await expect(store.reload()).rejects.toThrow(ClosedError);
    expect(readdirSync(join(folder.path, ".tables/processes"))).toEqual([]);
  });

  test("in the middle of a reload drops the next release", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const asked = vi.fn();
    const store = folder.openStore({ watch: false, beforeSwitch: asked });
    asked.mockClear();
    folder.publish(libraryOf(2));
    const run = store.reload();
    store.close();
    await expect(run).rejects.toThrow("The store has been closed.");
    expect(asked).not.toHaveBeenCalled();
  });

  test("in beforeSwitch drops the release that it was asked about", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    let asked: Tables | undefined;
    const store = folder.openStore({
      watch: false,
      beforeSwitch: ({ tables, previous }) => {
        asked = tables;
        if (previous !== undefined) store.close();
      },
    });
    folder.publish(libraryOf(2));
    await expect(store.reload()).rejects.toThrow("The store has been closed.");
    expect(countMappings(folder)).toBe(0);
    expect(() => asked?.item.get(1)).toThrow(ClosedError);
  });

  test("is what an aborted signal does; one of reload only ends the waiting", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const controller = new AbortController();
    const store = folder.openStore({ signal: controller.signal, watch: false });
    const second = folder.publish(libraryOf(2));
    await expect(store.reload({ signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow(
      "too late",
    );
    const waiting = new AbortController();
    const run = store.reload({ signal: waiting.signal });
    waiting.abort(new Error("no time"));
    await expect(run).rejects.toThrow("no time");
    await vi.waitFor(() => expect(store.version).toBe(second));
    controller.abort();
    expect(store.closed).toBe(true);
    expect(() => folder.openStore({ signal: controller.signal })).toThrow("aborted");
  });
});

describe("the record", () => {
  test("says what the store uses, holds its lock, and is gone with the store", async () => {
    const folder = new ReleaseFolder();
    const first = folder.publish(libraryOf(1, 5000));
    const before = Date.now();
    const store = folder.openStore({ watch: false, processName: "lobby\u0007" });
    const host = createHost();
    const path = recordPath(folder);
    const opened = readRecord(folder);
    expect(opened).toMatchObject({
      ...{ pid: process.pid, process: "lobby?", runtime: "node", channel: "stable", memory: "mapped" },
      ...{ release: first, switches: 0, failure: null, held: [], privateKb: 0 },
      pointer: host.statEntry(join(folder.path, "tables.so"))?.stamp,
    });
    expect(opened?.pidNamespace).toMatch(/^pid:\[\d+\]$/);
    expect(opened?.opened).toBeGreaterThanOrEqual(before);
    expect(readFileSync(path).length).toBe(4096);
    expect(spawnSync("flock", ["-n", path, "true"]).status).toBe(1);

    await vi.waitFor(() => expect(readRecord(folder)?.sequence).toBeGreaterThan(1));
    const sizeKb = libraryOf(1, 5000).length / 1024;
    expect(readRecord(folder)?.sharedKb).toBeGreaterThan(sizeKb * 0.9);

    const second = folder.publish(libraryOf(2));
    await store.reload();
    const pointer = host.statEntry(join(folder.path, "tables.so"))?.stamp;
    expect(readRecord(folder)).toMatchObject({ release: second, switches: 1, pointer, failure: null });

    folder.point("nowhere.so");
    await store.reload().catch(() => {});
    expect(readRecord(folder)).toMatchObject({
      release: second,
      failure: { text: expect.stringContaining("leads to nowhere.so, which cannot be reached.") },
      pointer: host.statEntry(join(folder.path, "tables.so"))?.stamp,
    });
    store.close();
    expect(existsSync(path)).toBe(false);
  });

  test("of a copy says that it is private", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    folder.openStore({ memory: "private" });
    expect(readRecord(folder)).toMatchObject({ memory: "private", sharedKb: 0 });
    expect(readRecord(folder)?.privateKb).toBeGreaterThan(0);
  });

  test("may be read by all, whatever the umask", () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const umask = process.umask(0o077);
    onTestFinished(() => void process.umask(umask));
    folder.openStore({ watch: false });
    expect(statSync(recordPath(folder)).mode & 0o777).toBe(0o644);
  });

  test("that somebody removes is made again", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const store = folder.openStore({ watch: false });
    rmSync(recordPath(folder));
    await store.poll();
    expect(readRecord(folder)?.release).toBe(store.version);
    expect(spawnSync("flock", ["-n", recordPath(folder), "true"]).status).toBe(1);
  });

  test("of a process that was killed has no lock any more", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const script = `openStore(${JSON.stringify(folder.path)}); console.log("open"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, [writeScript(script)], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const path = recordPath(folder);
    expect(createHost().isLocked(path)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(createHost().isLocked(path)).toBe(false);
    expect(readRecord(folder)?.pid).toBe(child.pid);
  });
});

describe("listeners", () => {
  test("that throw neither stop the others nor the store", async () => {
    const folder = new ReleaseFolder();
    folder.publish(libraryOf(1));
    const second = libraryOf(2);
    writeFileSync(join(folder.path, "next.so"), second);
    const child = runChild(`
      import { renameSync, symlinkSync } from "node:fs";
      const path = ${JSON.stringify(folder.path)};
      process.on("uncaughtException", (error) => console.log("uncaught", error.message));
      const store = openStore(path, { watch: false });
      store.on("switch", () => { throw new Error("mine"); });
      store.on("switch", ({ version }) => console.log("heard", version));
      symlinkSync("next.so", path + "/draft");
      renameSync(path + "/draft", path + "/tables.so");
      console.log((await store.reload()).switched, store.tables.item.get(1).release);`);
    expect(child.stderr).toBe("");
    expect(child.stdout.split("\n").sort()).toEqual([
      "",
      `heard ${versionOf(second)}`,
      "true 2",
      "uncaught mine",
    ]);
  });
});

test("worker threads have a store each: all switch, one ends, and none disturbs the others", async () => {
  const folder = new ReleaseFolder();
  folder.publish(libraryOf(1));
  writeFileSync(join(folder.path, "next.so"), libraryOf(2));
  writeFileSync(
    join(runtime, "store-worker.mjs"),
    `import { parentPort } from "node:worker_threads";
     import { openStore } from "./tables.js";
     const store = openStore(${JSON.stringify(folder.path)});
     store.on("switch", () => parentPort.postMessage(store.tables.item.get(1).release));
     parentPort.on("message", () => parentPort.postMessage(store.tables.item.get(1).release));
     parentPort.postMessage(store.tables.item.get(1).release);`,
  );
  const child = runChild(`
    import { once } from "node:events";
    import { readdirSync, renameSync, symlinkSync } from "node:fs";
    import { Worker } from "node:worker_threads";
    const path = ${JSON.stringify(folder.path)};
    const records = () => readdirSync(path + "/.tables/processes").length;
    const ask = async (workers) => (await Promise.all(workers.map((worker) => once(worker, "message")))).flat();
    const workers = [1, 2, 3, 4].map(() => new Worker(new URL("./store-worker.mjs", import.meta.url)));
    console.log(await ask(workers), records());
    const heard = ask(workers);
    symlinkSync("next.so", path + "/draft");
    renameSync(path + "/draft", path + "/tables.so");
    console.log(await heard);
    await workers.pop().terminate();
    for (const worker of workers) worker.postMessage("again");
    console.log(await ask(workers));
    process.exit();`);
  expect(child.stderr).toBe("");
  expect(child.stdout.split("\n")).toEqual(["[ 1, 1, 1, 1 ] 4", "[ 2, 2, 2, 2 ]", "[ 2, 2, 2 ]", ""]);
});

test.each(["mapped", "private"])("the event loop turns while a large release is checked, %s", (memory) => {
  const folder = new ReleaseFolder();
  folder.publish(libraryOf(1));
  const large = libraryOf(2, 300_000);
  writeFileSync(join(folder.path, "large.so"), large);
  const child = runChild(`
    import { renameSync, symlinkSync } from "node:fs";
    const path = ${JSON.stringify(folder.path)};
    const store = openStore(path, { watch: false, memory: "${memory}" });
    symlinkSync("large.so", path + "/draft");
    renameSync(path + "/draft", path + "/tables.so");
    let turns = 0;
    setInterval(() => turns++, 0).unref();
    const { switched } = await store.reload();
    console.log(switched, turns > 0);`);
  expect([child.stdout, child.stderr]).toEqual(["true true\n", ""]);
});

function recordPath(folder: ReleaseFolder): string {
  const records = join(folder.path, ".tables/processes");
  const [file = "", ...others] = readdirSync(records);
  expect([file, others]).toEqual([expect.stringMatching(/^\d+-[0-9a-f]{16}\.json$/), []]);
  return join(records, file);
}

function readRecord(folder: ReleaseFolder): ProcessRecord | undefined {
  return parseProcessRecord(readFileSync(recordPath(folder)));
}

function writeScript(script: string): string {
  const path = join(runtime, "store-child.mjs");
  writeFileSync(path, `import { openStore } from "./tables.js";\n${script}`);
  return path;
}

function runChild(script: string) {
  return spawnSync(process.execPath, [writeScript(script)], { encoding: "utf8" });
}
