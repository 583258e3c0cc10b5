import * as fs from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { promoteChannel, removeChannel, rollBack } from "../../src/release/channels.js";
import { parseHistory } from "../../src/release/history.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { readLibraryState } from "../../src/release/read-release-directory.js";
import { findEarlierRelease, stackReleases } from "../../src/release/release-stack.js";
import { makeTestFolder } from "../library/native.js";
import { createFaultyHost } from "../release/faulty-host.js";
import { catchError, type FakeProcess, startFakeProcess, versionOf } from "../release/release-folder.js";

const runs = Number(process.env["TABLE_GEN_RUNS"] ?? 60);
const seed = Number(process.env["TABLE_GEN_SEED"] ?? 20_240_501);
const real = createHost();
/** Starting `flock` thousands of times would test nothing more; the locks have tests of their own. */
const host: Host = { ...real, tryLock: () => "unsupported" };
const name = "tables";
const keep = 2;

type Step =
  | { readonly kind: "publish"; readonly digit: string; readonly channel: string }
  | { readonly kind: "rollback"; readonly channel: string }
  | { readonly kind: "promote"; readonly from: string; readonly channel: string }
  | { readonly kind: "remove"; readonly channel: string }
  | { readonly kind: "attach"; readonly channel: string }
  | { readonly kind: "detach" };

const channel = fc.constantFrom("stable", "canary");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("publish"), digit: fc.constantFrom(..."0123456789"), channel }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("rollback"), channel }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("promote"), from: channel, channel }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove"), channel: fc.constant("canary") }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("attach"), channel }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("detach") }) },
);
/** With the call of the host before which it is killed. */
const killedStep = fc.tuple(step, fc.option(fc.integer({ min: 1, max: 60 }), { freq: 3 }));

const contentOf = (version: string): Uint8Array => new TextEncoder().encode(version.repeat(20));

test("publishing, rolling back, promoting and being killed in any order leaves a sound directory", async () => {
  const property = fc.asyncProperty(fc.array(killedStep, { minLength: 1, maxLength: 25 }), async (steps) => {
    const folder = makeTestFolder();
    const processes: FakeProcess[] = [];
    for (const [one, failing] of steps) {
      const on = failing === null ? host : createFaultyHost(host, failing, "kill").host;
      const before = readLibraryStateOrNothing(folder);
      const error = await catchError(() => take(one, folder, on, processes));
      checkFolder(folder, processes);
      if (one.kind === "rollback" && error === undefined && failing === null) {
        checkRollback(folder, before, one.channel);
      }
      if (one.kind === "publish" && error === undefined && failing === null) checkPruned(folder, processes);
    }
    for (const one of processes) one.end();
  });
  await fc.assert(property, { numRuns: runs, seed });
});

async function take(one: Step, folder: string, on: Host, processes: FakeProcess[]): Promise<void> {
  const options = { folder, name };
  switch (one.kind) {
    case "publish": {
      const version = versionOf(one.digit);
      await publishLibrary(on, {
        ...options,
        version,
        bytes: contentOf(version),
        channel: one.channel,
        keep,
      });
      return;
    }
    case "rollback":
      await rollBack(on, { ...options, channel: one.channel });
      return;
    case "promote":
      await promoteChannel(on, { ...options, from: one.from, channel: one.channel });
      return;
    case "remove":
      await removeChannel(on, { ...options, channel: one.channel });
      return;
    case "attach": {
      const pointer = readLibraryStateOrNothing(folder)?.channels.find(
        (known) => known.channel === one.channel,
      );
      if (pointer !== undefined) processes.push(startFakeProcess(folder, { release: pointer.version }));
      return;
    }
    case "detach":
      processes.shift()?.end();
  }
}

type State = ReturnType<typeof readLibraryState>;

function readLibraryStateOrNothing(folder: string): State | undefined {
  return fs.existsSync(join(folder, ".tables/history.jsonl"))
    ? readLibraryState(real, folder, name)
    : undefined;
}

/** Whatever happened: complete files, pointers that lead to one, all that is used there, and a history of whole lines. */
function checkFolder(folder: string, processes: readonly FakeProcess[]): void {
  const names = fs.readdirSync(folder);
  const versions = names.flatMap((file) => /^libtables\.(.*)\.so$/.exec(file)?.[1] ?? []);
  for (const version of versions) {
    expect(fs.readFileSync(join(folder, `libtables.${version}.so`)).equals(contentOf(version))).toBe(true);
  }
  for (const pointer of names.filter((file) => /^tables\..*so$/.test(file))) {
    expect(versions.map((version) => `libtables.${version}.so`)).toContain(
      fs.readlinkSync(join(folder, pointer)),
    );
  }
  for (const { record } of processes) expect(versions).toContain(record.release);
  const history = join(folder, ".tables/history.jsonl");
  if (!fs.existsSync(history)) return;
  const bytes = fs.readFileSync(history);
  const whole = bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"));
  expect(parseHistory(bytes).entries.length).toBe(whole.length);
}

/** A rollback goes to what the history says, and never forth. */
function checkRollback(folder: string, before: State | undefined, channelName: string): void {
  const after = readLibraryState(real, folder, name);
  const from = before?.channels.find((one) => one.channel === channelName)?.version;
  const to = after.channels.find((one) => one.channel === channelName)?.version;
  const stack = stackReleases(after.history, channelName);
  expect(stack.at(-1)).toBe(to);
  expect(to).not.toBe(from);
  // Another one would go further back.
  const next = findEarlierRelease(stack, to, () => true);
  expect(stack.slice(0, -1)).toEqual(next === undefined ? [] : expect.arrayContaining([next]));
}

/** No more than are to stay are there, but for those that are needed. */
function checkPruned(folder: string, processes: readonly FakeProcess[]): void {
  const { releases, channels, history } = readLibraryState(real, folder, name);
  const needed = new Set(
    [...channels, ...processes.map(({ record }) => ({ version: record.release }))].map(
      ({ version }) => version,
    ),
  );
  expect(releases.filter(({ version }) => !needed.has(version)).length).toBeLessThanOrEqual(keep);
  for (const one of channels) {
    expect(history.findLast((entry) => entry.channel === one.channel)?.version).toBe(one.version);
  }
}
