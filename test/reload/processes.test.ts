import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { runCli } from "../cli/capture-io.js";
import { hasProgram, includeFolder, makeSharedFolder, root, runGood } from "../native-runtime/native.js";
import { type ReleaseFile, writeHeaders, writeRelease } from "./releases.js";

const canRun = process.platform === "linux" && hasProgram("g++") && hasProgram("flock");

/** A namespace of its own is what a container has: other process numbers, and no sight of ours. */
const inContainer = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
const hasNamespaces = canRun && spawnSync("unshare", [...inContainer.slice(1), "true"]).status === 0;

interface Status {
  readonly processes: readonly Readonly<Record<string, unknown>>[];
}

/** C++ processes follow a directory; commands publish, wait, roll back and look. */
describe.skipIf(!canRun)("the commands and C++ processes", () => {
  const folder = makeSharedFolder();
  const program = join(folder, "follow");
  let releases: readonly ReleaseFile[] = [];
  let count = 0;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    await writeHeaders(folder);
    releases = [0, 1, 2].map((release) => writeRelease(join(folder, "releases"), release, 20));
    const includes = [`-I${includeFolder}`, `-I${join(folder, "cpp")}`, `-DTEST_FOLDER="${folder}"`];
    const source = join(root, "test/reload/store/follow.cpp");
    runGood(["g++", "-std=c++17", "-O1", ...includes, source, "-o", program, "-pthread"]);
  });
  const stopAll = () => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  };
  afterEach(stopAll);
  afterAll(stopAll);

  const publish = async (directory: string, index: number) => {
    const { path, version } = release(index);
    const host = createHost();
    await publishLibrary(host, { folder: directory, name: "soak", version, bytes: host.readFile(path) });
  };
  const release = (index: number): ReleaseFile => releases[index] ?? { version: "", path: "" };
  const makeDirectory = async () => {
    const directory = join(folder, `run-${count++}`);
    await publish(directory, 0);
    return directory;
  };
  const start = async (directory: string, { args = [] as string[], prefix = [] as string[] } = {}) => {
    const [command = "", ...rest] = [...prefix, program, directory, ...args];
    const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] });
    running.push(child);
    const [first] = await once(child.stdout, "data");
    expect(String(first)).toBe(`${release(0).version}\n`);
    return child;
  };
  const readStatus = async (directory: string) => {
    const { code, stdout } = await runCli(["status", directory, "--json"]);
    expect(code).toBe(0);
    const { libraries } = JSON.parse(stdout) as { readonly libraries: readonly [Status] };
    return libraries[0];
  };
  const reload = (directory: string, ...args: string[]) =>
    runCli(["reload", "--dir", directory, "--wait", "--timeout", "20", ...args]);

  test("a release is published and taken by all; who does not take it is named with the reason", async () => {
    const directory = await makeDirectory();
    await start(directory);
    await start(directory);
    const good = await reload(directory, "--publish", release(1).path);
    expect([good.code, good.stderr]).toEqual([0, ""]);
    await start(await makeDirectory()); // one elsewhere is nobody's business here

    const another = await makeDirectory();
    const refusing = await start(another, { args: ["refuse"] });
    const bad = await reload(another, "--publish", release(2).path);
    expect(bad.code).toBe(1);
    expect(bad.stdout + bad.stderr).toContain(`libsoak.${release(2).version}.so: Not here.`);
    expect(bad.stdout + bad.stderr).toContain(String(refusing.pid));
    const back = await runCli(["rollback", another, "--wait", "--timeout", "20"]);
    expect([back.code, back.stderr]).toEqual([0, ""]);
  });

  test("status shows who runs what, and no one who is gone", async () => {
    const directory = await makeDirectory();
    const [one, two] = [await start(directory), await start(directory)];
    await publish(directory, 1);
    await reload(directory);
    const { processes } = await readStatus(directory);
    expect(processes.map(({ pid }) => pid).sort()).toEqual([one.pid, two.pid].sort());
    for (const each of processes) {
      expect(each).toMatchObject({ privateKb: 0, record: { process: "follower", runtime: "c++" } });
      expect(each["record"]).toMatchObject({
        channel: "stable",
        release: release(1).version,
        switches: 1,
        failure: null,
        held: [],
      });
    }
    const ended = once(one, "exit");
    one.kill("SIGKILL");
    await ended;
    expect((await readStatus(directory)).processes.map(({ pid }) => pid)).toEqual([two.pid]);
    two.stdin?.end();
    await once(two, "exit");
    expect((await readStatus(directory)).processes).toEqual([]);
    expect(readdirSync(join(directory, ".soak/processes"))).toEqual([]);
  });

  test("a process that is stopped is said not to have looked", async () => {
    const directory = await makeDirectory();
    const child = await start(directory);
    child.kill("SIGSTOP");
    const { code, stdout, stderr } = await runCli([
      ...["reload", "--dir", directory, "--publish", release(1).path, "--wait", "--timeout", "1"],
    ]);
    expect(code).toBe(1);
    expect(stdout + stderr).toContain(String(child.pid));
    expect(stdout + stderr).toMatch(/may hang/);
    child.kill("SIGCONT");
    expect((await reload(directory)).code).toBe(0);
  });

  test.skipIf(!hasNamespaces)(
    "in another container are seen, waited for, and missed when they are gone",
    async () => {
      const directory = await makeDirectory();
      const inside = await start(directory, { prefix: inContainer });
      const beside = await start(directory);
      const good = await reload(directory, "--publish", release(1).path);
      expect([good.code, good.stderr]).toEqual([0, ""]);
      const { processes } = await readStatus(directory);
      expect(processes.map(({ pid }) => pid)).toContain(beside.pid);
      const other = processes.find(({ pid }) => pid !== beside.pid);
      // The first of its namespace; what it says of its memory is all that can be known from here.
      expect(other).toMatchObject({ pid: 1, record: { release: release(1).version }, privateKb: 0 });
      expect(other?.["sharedKb"]).toBeGreaterThan(0);
      const ended = once(inside, "exit");
      inside.kill("SIGKILL");
      await ended;
      await expect.poll(async () => (await readStatus(directory)).processes.length).toBe(1);
    },
  );
});
