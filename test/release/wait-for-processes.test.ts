import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { pokeChannel } from "../../src/release/channels.js";
import { type WaitResult, waitForProcesses } from "../../src/release/wait-for-processes.js";
import { makeTestFolder } from "../library/native.js";
import { publishRelease, startFakeProcess, versionOf } from "./release-folder.js";

const host = createHost();

const later = (ms: number, work: () => void) => void setTimeout(work, ms);

function wait(folder: string, timeoutMs = 20_000, on: Host = host): Promise<WaitResult> {
  return waitForProcesses(on, { folder, name: "tables", channel: "stable", timeoutMs });
}

const outcomes = ({ answers }: WaitResult) => answers.map(({ pid, outcome }) => [pid, outcome]);

async function makeFolder(): Promise<{ readonly folder: string; readonly stamp: string }> {
  const folder = makeTestFolder();
  await publishRelease(folder, "a");
  return { folder, stamp: stampOf(folder) };
}

const stampOf = (folder: string) => host.statEntry(join(folder, "tables.so"))?.stamp ?? "";

describe("waitForProcesses", () => {
  test("has nothing to wait for where nobody follows", async () => {
    const { folder, stamp } = await makeFolder();
    const { pointer, answers } = await wait(folder);
    expect(answers).toEqual([]);
    expect(pointer).toMatchObject({ version: versionOf("a"), stamp });
  });

  test("waits until each has looked, and tells who runs the release from who refuses it", async () => {
    const { folder, stamp } = await makeFolder();
    const good = startFakeProcess(folder, { pid: 1 });
    const bad = startFakeProcess(folder, { pid: 2, release: versionOf("0") });
    const other = startFakeProcess(folder, { pid: 3, channel: "canary" });
    later(100, () => good.update({ pointer: stamp }));
    later(300, () => bad.update({ pointer: stamp, failure: { text: "Item.price is gone", at: 5 } }));
    const progress: string[] = [];
    const result = await waitForProcesses(host, {
      folder,
      name: "tables",
      channel: "stable",
      timeoutMs: 20_000,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    expect(outcomes(result)).toEqual([
      [1, "runs"],
      [2, "refuses"],
    ]);
    expect(result.answers[1]?.record?.failure?.text).toBe("Item.price is gone");
    expect([...new Set(progress)]).toEqual(["0/2", "1/2", "2/2"]);
    for (const one of [good, bad, other]) one.end();
  });

  test("names who has not looked when the time is up, and who has looked but neither runs it nor says why", async () => {
    const { folder, stamp } = await makeFolder();
    const hung = startFakeProcess(folder, { pid: 1, pointer: "5-5" });
    const vague = startFakeProcess(folder, { pid: 2, pointer: stamp, release: versionOf("0") });
    const torn = startFakeProcess(folder, { pid: 3 });
    torn.write("x");
    const result = await wait(folder, 400);
    expect(outcomes(result)).toEqual([
      [1, "silent"],
      [2, "silent"],
      [3, "silent"],
    ]);
    expect(result.answers[2]).not.toHaveProperty("record");
    for (const one of [hung, vague, torn]) one.end();
  });

  test("counts those that come meanwhile, and drops those that go", async () => {
    const { folder, stamp } = await makeFolder();
    const first = startFakeProcess(folder, { pid: 1 });
    const ends = startFakeProcess(folder, { pid: 2 });
    startFakeProcess(folder, { pid: 3 }).end(); // ended long ago
    later(300, () => {
      const comes = startFakeProcess(folder, { pid: 4 });
      ends.end();
      later(300, () => {
        first.update({ pointer: stamp });
        comes.update({ pointer: stamp });
      });
    });
    expect(outcomes(await wait(folder))).toEqual([
      [1, "runs"],
      [4, "runs"],
    ]);
    first.end();
  });

  test("does not blame a process that refused and ended", async () => {
    const { folder, stamp } = await makeFolder();
    const bad = startFakeProcess(folder, {
      pointer: stamp,
      release: versionOf("0"),
      failure: { text: "x", at: 5 },
    });
    bad.end();
    expect((await wait(folder)).answers).toEqual([]);
  });

  test("goes by the last switch when there is another one meanwhile", async () => {
    const { folder, stamp } = await makeFolder();
    const first = startFakeProcess(folder, { pid: 1, pointer: stamp });
    const second = startFakeProcess(folder, { pid: 2 });
    later(100, async () => {
      await pokeChannel(host, { folder, name: "tables" });
      second.update({ pointer: stampOf(folder) });
      later(100, () => first.update({ pointer: stampOf(folder) }));
    });
    const result = await wait(folder);
    expect(outcomes(result)).toEqual([
      [1, "runs"],
      [2, "runs"],
    ]);
    expect(result.pointer?.stamp).not.toBe(stamp);
    for (const one of [first, second]) one.end();
  });

  test("asks seldom who lives, and only of those that have not answered", async () => {
    const { folder, stamp } = await makeFolder();
    const good = startFakeProcess(folder, { pid: 1, pointer: stamp });
    const hung = startFakeProcess(folder, { pid: 2 });
    const asked: string[] = [];
    const counting: Host = {
      ...host,
      isLocked: (path) => {
        asked.push(path);
        return host.isLocked(path);
      },
    };
    await wait(folder, 1_700, counting);
    expect(asked).toEqual([hung.path, hung.path, hung.path]);
    for (const one of [good, hung]) one.end();
  });
});
