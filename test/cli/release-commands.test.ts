import { createPublicKey, verify } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { createHost, type FileLock } from "../../src/base/host.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { compileLoader, hasProgram, makeTestFolder, startProgram } from "../library/native.js";
import { startFakeProcess, type usualRecord, writeKey } from "../release/release-folder.js";
import { type Outcome, runCli } from "./capture-io.js";

const host = createHost();
let folder = "";
let run: (...argv: readonly string[]) => Promise<Outcome>;
beforeEach(() => {
  folder = makeTestFolder();
  run = (...argv) => runCli(argv, { cwd: folder });
  fs.writeFileSync(
    join(folder, "table-gen.config.json"),
    '{ "name": "game", "dialect": "plain", "tables": { "Item": { "key": "id", "columns": { "id": "int32" } } } }',
  );
});

/** Builds a library of one row, and returns its version; it lies in `build`. */
async function build(id: number, name = "game"): Promise<string> {
  const config = join(folder, "table-gen.config.json");
  fs.writeFileSync(config, fs.readFileSync(config, "utf8").replace(/"name": "\w+"/, `"name": "${name}"`));
  fs.writeFileSync(join(folder, "Item.csv"), `id\n${id}\n`);
  const { image } = await buildTables({ cwd: folder, out: "build" });
  return image?.version ?? "";
}

/** Publishes releases of these rows in `run`, and returns their versions. */
async function publishAll(...ids: readonly number[]): Promise<readonly string[]> {
  const versions: string[] = [];
  for (const id of ids) {
    versions.push(await build(id));
    expect(await run("publish", "build/game.so", "--to", "run", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  }
  return versions;
}

const short = (version = "") => version.slice(0, 12);
const current = (pointer = "game.so") =>
  /[0-9a-f]{32}/.exec(fs.readlinkSync(join(folder, "run", pointer)))?.[0];
const stampOf = (pointer = "game.so") => host.statEntry(join(folder, "run", pointer))?.stamp ?? "";
const later = (ms: number, work: () => void) => void setTimeout(work, ms);
/** Times as they are, in the form that they have. */
const withoutTimes = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<time>").replace(/\d+ s\b/g, "<age>");

describe("publish", () => {
  test("puts a library into a directory, and says so", async () => {
    const version = await build(1);
    const { code, stdout, stderr } = await run("publish", "build/game.so", "--to", "run");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      new RegExp(
        `^Published game ${version}\\n {2}run/libgame\\.${version}\\.so {2}[0-9.]+ kB\\n {2}run/game\\.so +leads to it\\n$`,
      ),
    );
    expect((await run("publish", "build/game.so", "--to", "run")).stdout).toMatch(
      /kB, was there already\n.*led to it already\n$/,
    );
    expect(current()).toBe(version);
  });

  test("goes to a channel, keeps as many as it is told, signs, and says all of that as JSON", async () => {
    const [first] = await publishAll(1);
    const key = writeKey(folder);
    const version = await build(2);
    const argv = ["publish", "build/game.so", "--to", "run", "--channel", "canary", "--sign", "ed25519.pem"];
    const { code, stdout } = await run(...argv, "--keep", "1", "--json");
    expect(code).toBe(0);
    const path = join(folder, "run", `libgame.${version}.so`);
    const bytes = fs.readFileSync(path);
    expect(JSON.parse(stdout)).toEqual({
      name: "game",
      version,
      path,
      sizeBytes: bytes.length,
      pointer: join(folder, "run/game.canary.so"),
      isNew: true,
      isSwitched: true,
      isSigned: true,
      pruned: [],
    });
    const signature = bytes.subarray(-80, -16);
    expect(verify(null, bytes.subarray(0, -80), createPublicKey(fs.readFileSync(key)), signature)).toBe(true);
    expect([current(), current("game.canary.so")]).toEqual([first, version]);
  });

  test("takes the key from the environment", async () => {
    writeKey(folder);
    await build(1);
    const key = process.env["TABLE_GEN_SIGNING_KEY"];
    process.env["TABLE_GEN_SIGNING_KEY"] = "ed25519.pem";
    try {
      expect((await run("publish", "build/game.so", "--to", "run")).stdout).toContain(" kB, signed\n");
    } finally {
      if (key === undefined) delete process.env["TABLE_GEN_SIGNING_KEY"];
      else process.env["TABLE_GEN_SIGNING_KEY"] = key;
    }
  });

  test("says which releases went", async () => {
    await publishAll(1, 2, 3);
    await build(4);
    const { stdout } = await run("publish", "build/game.so", "--to", "run", "--keep", "1");
    expect(stdout).toMatch(/\nRemoved 3 old releases\.\n$/);
  });

  test.each([
    [
      "a text",
      () => new TextEncoder().encode("no library"),
      /^error: build\/game\.so is not a 64-bit ELF file\.\n/,
    ],
    [
      "an altered one",
      (bytes: Buffer) => bytes.map((byte, at) => (at === 0x1000 + 500 ? byte ^ 1 : byte)),
      /altered/,
    ],
    [
      "one that is cut off",
      (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
      /^error: build\/game\.so /,
    ],
    [
      "another library",
      () => fs.readFileSync(process.execPath).subarray(0, 1 << 20),
      /^error: build\/game\.so /,
    ],
  ])("refuses %s, and leaves the old release in use", async (_, alter, message) => {
    const [version] = await publishAll(1);
    await build(2);
    const path = fs.realpathSync(join(folder, "build/game.so"));
    fs.chmodSync(path, 0o644);
    fs.writeFileSync(path, alter(fs.readFileSync(path)));
    const { code, stdout, stderr } = await run("publish", "build/game.so", "--to", "run");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(message);
    expect(current()).toBe(version);
    expect(fs.readdirSync(join(folder, "run"))).toHaveLength(3);
  });

  test.each([
    [["nowhere.so", "--to", "run"], "error: There is no file nowhere.so.\n"],
    [["build", "--to", "run"], "error: build is no file; name a library.\n"],
    [["build/game.so"], "error: required option '--to <dir>' not specified\n"],
    [
      ["build/game.so", "--to", "run", "--channel", "../up"],
      "error: option '--channel <name>' argument '../up' is invalid. A channel's name has small letters, digits and -, and begins with a letter.\n",
    ],
    [
      ["build/game.so", "--to", "run", "--keep", "0"],
      "error: option '--keep <count>' argument '0' is invalid. It must be a whole number, 1 or more.\n",
    ],
    [
      ["build/game.so", "--to", "run", "--lock-timeout", "soon"],
      "error: option '--lock-timeout <seconds>' argument 'soon' is invalid. It must be a number of seconds.\n",
    ],
  ])("%j is wrong usage", async (argv, stderr) => {
    await build(1);
    expect(await run("publish", ...argv)).toEqual({ code: 2, stdout: "", stderr });
  });

  test.skipIf(!hasProgram("flock"))("waits for another publisher, says so, and not without end", async () => {
    await publishAll(1);
    const lock = host.tryLock(join(folder, "run/.game/lock")) as FileLock; // nobody else is there
    const argv = ["publish", "build/game.so", "--to", "run", "--lock-timeout", "0.1"];
    const { code, stderr } = await run(...argv);
    lock.release();
    expect(code).toBe(3);
    const holder = `table-gen publish (process ${process.pid} on ${host.hostName})`;
    expect(stderr).toBe(
      [
        `note: Waiting for ${holder}, which is changing ${folder}/run.`,
        `error: ${holder} has been changing game in ${folder}/run for more than 0.1 s.`,
        "  help: Wait until it is done, or end it: its lock goes with it.",
        "",
      ].join("\n"),
    );
  });
});

describe("build", () => {
  test("publishes as its config says, to a channel, signed", async () => {
    writeKey(folder);
    const config = JSON.parse(fs.readFileSync(join(folder, "table-gen.config.json"), "utf8"));
    config.publish = { keep: 1, mode: "0400", sign: "ed25519.pem", recordsMode: "1777" };
    fs.writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify(config));
    for (const id of [1, 2]) {
      fs.writeFileSync(join(folder, "Item.csv"), `id\n${id}\n`);
      const { code, stdout } = await run("build", "--channel", "canary");
      expect(code).toBe(0);
      expect(stdout).toMatch(/kB for \w+, signed\n {2}tables\/game\.canary\.so +leads to it\n/);
    }
    const names = fs.readdirSync(join(folder, "tables")).filter((name) => name.endsWith(".so"));
    expect(names).toEqual(["game.canary.so", expect.stringMatching(/^libgame\./)]);
    expect(fs.statSync(join(folder, "tables", names[1] ?? "")).mode & 0o777).toBe(0o400);
    expect(fs.statSync(join(folder, "tables/.game/processes")).mode & 0o7777).toBe(0o1777);
  });

  test("does not switch to what it cannot sign", async () => {
    await build(1);
    const { code, stderr } = await run("build", "--sign", "nowhere.pem");
    expect(code).toBe(3);
    expect(stderr).toContain(`error: The signing key ${folder}/nowhere.pem cannot be read.`);
    expect(fs.existsSync(join(folder, "tables"))).toBe(false);
  });
});

describe("rollback", () => {
  test("goes back, further back, and then says that there is nothing more", async () => {
    const [a, b, c] = await publishAll(1, 2, 3);
    expect(await run("rollback", "run")).toEqual({
      code: 0,
      stdout: `Rolled stable of game back from ${short(c)} to ${b}\n`,
      stderr: "",
    });
    expect((await run("rollback", "run")).stdout).toContain(` to ${a}\n`);
    const { code, stderr } = await run("rollback", "run");
    expect(code).toBe(3);
    expect(stderr).toContain("error: There is no release of game before that of stable any more.");
    expect(current()).toBe(a);
  });

  test("goes to a release by the beginning of its version", async () => {
    const [a = "", b = ""] = await publishAll(1, 2);
    expect((await run("rollback", "run", "--to", a.slice(0, 8))).code).toBe(0);
    expect(current()).toBe(a);
    expect((await run("rollback", "run", "--to", a)).stdout).toBe(`stable of game leads to ${a} already\n`);
    expect((await run("rollback", "run", "--to", b, "--json")).stdout).toContain('"isSwitched": true');
    expect(await run("rollback", "run", "--to", "xyz")).toMatchObject({
      code: 2,
      stderr: "error: xyz is no version, nor the beginning of one.\n",
    });
    const wrong = a.startsWith("0") ? "f0f0f0f0" : "0f0f0f0f";
    expect(await run("rollback", "run", "--to", wrong)).toMatchObject({
      code: 2,
      stderr: `error: No release of game on the disk begins with ${wrong}.\n`,
    });
    const twin = `${a.slice(0, 31)}${a.endsWith("0") ? "1" : "0"}`;
    fs.writeFileSync(join(folder, "run", `libgame.${twin}.so`), "");
    expect(await run("rollback", "run", "--to", a.slice(0, 31))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^error: Several releases of game begin with \w{31}: \w{32}, \w{32}\.\n$/,
      ),
    });
  });

  test("does not go to a release that is not what it was", async () => {
    const [a, b] = await publishAll(1, 2);
    const path = join(folder, "run", `libgame.${a}.so`);
    fs.chmodSync(path, 0o644);
    fs.truncateSync(path, 3000);
    const { code, stderr } = await run("rollback", "run");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: The release in run /);
    expect(current()).toBe(b);
  });
});

describe("channel", () => {
  test("lists, promotes and removes", async () => {
    const [a] = await publishAll(1);
    const b = await build(2);
    await run("publish", "build/game.so", "--to", "run", "--channel", "canary");
    const listed = withoutTimes((await run("channel", "list", "run")).stdout);
    const by = `by ${host.userName}@${host.hostName}`;
    expect(listed).toBe(`stable  ${short(a)}  <time>  ${by}\ncanary  ${short(b)}  <time>  ${by}\n`);
    expect(await run("channel", "promote", "run", "canary")).toEqual({
      code: 0,
      stdout: `Switched stable of game to ${b}\n`,
      stderr: "",
    });
    expect((await run("channel", "promote", "run", "canary")).stdout).toBe(
      `stable of game leads already to ${b}\n`,
    );
    expect((await run("channel", "promote", "run", "stable", "--to", "beta")).code).toBe(0);
    expect((await run("channel", "remove", "run", "canary")).stdout).toBe(
      `Removed canary of game, which led to ${b}\n`,
    );
    const { channels } = JSON.parse((await run("channel", "list", "run", "--json")).stdout);
    expect(channels.map(({ channel, release }: Record<string, string>) => [channel, release])).toEqual([
      ["stable", b],
      ["beta", b],
    ]);
  });

  test.each([
    [
      ["remove", "run", "stable"],
      2,
      "error: stable cannot be removed: it is what processes follow unless they are told.\n",
    ],
    [
      ["promote", "run", "stable"],
      2,
      "error: stable leads where it leads; choose another channel with --to.\n",
    ],
    [
      ["promote", "run", "Canary"],
      2,
      "error: command-argument value 'Canary' is invalid for argument 'from'. A channel's name has small letters, digits and -, and begins with a letter.\n",
    ],
    [["list", "nowhere"], 2, "error: There is no folder nowhere.\n"],
    [["list", "Item.csv"], 2, "error: Item.csv is no folder; name the one that holds it.\n"],
    [["list", "."], 2, "error: . is no release directory: it holds no library.\n"],
    [["list", "run", "--name", "gam"], 2, "error: There is no library gam in run. Did you mean game?\n"],
  ])("%j", async (argv, code, stderr) => {
    await publishAll(1);
    expect(await run("channel", ...argv)).toEqual({ code, stdout: "", stderr });
  });

  test("of a directory with two libraries needs a name", async () => {
    await publishAll(1);
    await build(1, "other");
    await run("publish", "build/other.so", "--to", "run");
    expect(await run("channel", "list", "run")).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: run holds several libraries; choose one with --name: game, other.\n",
    });
    expect((await run("channel", "list", "run", "--name", "other")).code).toBe(0);
    const { libraries } = JSON.parse((await run("status", "run", "--json")).stdout);
    expect(libraries.map(({ name }: { name: string }) => name)).toEqual(["game", "other"]);
  });
});

describe.skipIf(!hasProgram("flock"))("reload", () => {
  const follow = (release: string, given: Partial<typeof usualRecord> = {}) =>
    startFakeProcess(join(folder, "run"), { release, pointer: stampOf(), ...given }, "game");

  test("touches the pointer, so that processes look again", async () => {
    const [a] = await publishAll(1);
    const before = stampOf();
    expect(await run("reload", "--dir", "run")).toEqual({
      code: 0,
      stdout: `Touched the pointer of stable of game, which leads to ${a}\n`,
      stderr: "",
    });
    expect(stampOf()).not.toBe(before);
    expect((await run("reload", "--dir", "run", "--wait")).stdout).toContain(
      "No process follows stable of game.\n",
    );
  });

  test("publishes a file, and waits until every process runs it", async () => {
    const [a = ""] = await publishAll(1);
    const server = follow(a, { pid: 4711 });
    const b = await build(2);
    const watching = setInterval(() => {
      if (current() === b && server.record.release !== b)
        server.update({ release: b, pointer: stampOf(), switches: 1 });
    }, 10);
    const { code, stdout, stderr } = await run(
      "reload",
      "--dir",
      "run",
      "--publish",
      "build/game.so",
      "--wait",
    );
    clearInterval(watching);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      new RegExp(
        `^Published game ${b}\\n(?:.*\\n){2} {3}pid {2}process {2}host {4}runtime {2}${short(b)}\\n {2}4711 {2}server {3}game-1 {2}c\\+\\+ {6}runs it\\n$`,
      ),
    );
    server.end();
  });

  test("builds first, and does nothing more when the sheets have problems", async () => {
    await publishAll(1);
    fs.writeFileSync(join(folder, "Item.csv"), "id\nx\n");
    const bad = await run("reload", "--config", ".", "--dir", "run", "--wait");
    expect([bad.code, bad.stdout]).toEqual([1, ""]);
    expect(bad.stderr).toMatch(/^error TG4/);
    fs.writeFileSync(join(folder, "Item.csv"), "id\n3\n");
    const good = await run("reload", "--config", ".", "--dir", "run", "--wait");
    expect([good.code, good.stderr]).toEqual([0, ""]);
    expect(good.stdout).toMatch(/^Built game [0-9a-f]{32} into run\nNo process follows stable of game\.\n$/);
    expect((await run("reload", "--config", "nowhere", "--wait")).code).toBe(2);
  });

  test("has those look again who have refused, also when it publishes what is there already", async () => {
    const [a = ""] = await publishAll(1);
    const before = stampOf();
    const server = follow("0".repeat(32), { failure: { text: "no memory", at: 5 } });
    later(200, () => server.update({ pointer: stampOf(), release: a, failure: null }));
    expect((await run("reload", "--dir", "run", "--publish", "build/game.so", "--wait")).code).toBe(0);
    expect(stampOf()).not.toBe(before);
    server.end();
  });

  test("names who refuses and who hangs, with the reason, and exits with 1", async () => {
    const [a = ""] = await publishAll(1);
    const others = "0".repeat(32);
    const good = follow(a, { pid: 1 });
    const bad = follow(others, { pid: 2, process: "\u001b[31mevil", host: "game-2" });
    const hung = follow(others, { pid: 3, pointer: "" });
    const torn = follow(a, { pid: 4 });
    torn.write("?");
    later(300, () => {
      good.update({ pointer: stampOf() });
      bad.update({ pointer: stampOf(), failure: { text: "column Item.id\nis gone", at: 5 } });
    });
    const { code, stdout, stderr } = await run("reload", "--dir", "run", "--wait", "--timeout", "0.8");
    expect(code).toBe(1);
    const visible = withoutTimes(stdout);
    expect(visible).toContain("    1  server          game-1  c++      runs it\n");
    expect(visible).toContain(
      "    2  \\u{1b}[31mevil  game-2  c++      uses 000000000000: column Item.id\\nis gone\n",
    );
    expect(visible).toContain(
      "    3  server          game-1  c++      uses 000000000000 and has not looked since <time> (<age> ago); it may hang\n",
    );
    expect(visible).toContain(
      "    4  ?               ?       ?        has left a record that cannot be read\n",
    );
    expect(withoutTimes(stderr)).toBe(
      `error: 3 of 4 processes do not run ${short(a)}: \\u{1b}[31mevil 2 on game-2, server 3 on game-1, process 4.\n`,
    );
    for (const one of [good, bad, hung, torn]) one.end();
  });

  test("tells a process that does not answer from one that does not run the release", async () => {
    const [a = ""] = await publishAll(1);
    const hung = follow(a, { pid: 5 });
    const { code, stderr } = await run("reload", "--dir", "run", "--wait", "--timeout", "0.1");
    expect([code, withoutTimes(stderr)]).toEqual([
      1,
      `error: 1 of 1 process does not answer: server 5 on game-1.\n`,
    ]);
    hung.end();
  });

  test("names three of many, and leaves the reasons to the table", async () => {
    const [a = "", b = ""] = await publishAll(1, 2);
    const servers = [1, 2, 3, 4, 5].map((pid) => follow(b, { pid }));
    later(300, () => {
      for (const one of servers) one.update({ pointer: stampOf(), failure: { text: "No season.", at: 5 } });
    });
    const { stdout, stderr } = await run("rollback", "run", "--wait");
    expect(stdout.match(new RegExp(`uses ${short(b)}: No season\\.$`, "gm"))?.length).toBe(5);
    expect(stderr).toBe(
      `error: 5 of 5 processes do not run ${short(a)}: server 1 on game-1, server 2 on game-1, server 3 on game-1 and 2 more.\n`,
    );
    for (const one of servers) one.end();
  });

  test("says all of that as JSON", async () => {
    const [a = ""] = await publishAll(1);
    const bad = follow("0".repeat(32), { pid: 2 });
    later(100, () => bad.update({ pointer: stampOf(), failure: { text: "no.", at: 5 } }));
    const { code, stdout, stderr } = await run("reload", "--dir", "run", "--wait", "--json");
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      ok: false,
      name: "game",
      channel: "stable",
      release: a,
      isSwitched: false,
      problem: `1 of 1 process does not run ${short(a)}: server 2 on game-1.`,
      processes: [
        {
          pid: 2,
          outcome: "refuses",
          process: "server",
          host: "game-1",
          runtime: "c++",
          release: "0".repeat(32),
          failure: { text: "no.", at: 5 },
          writtenAt: expect.any(Number),
        },
      ],
    });
    bad.end();
  });

  test("is not content when somebody else switches meanwhile", async () => {
    const [a = "", b = ""] = await publishAll(1, 2);
    const server = follow(b);
    const waiting = run("rollback", "run", "--wait");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(current()).toBe(a);
    await run("rollback", "run", "--to", b);
    server.update({ pointer: stampOf() });
    const { code, stderr } = await waiting;
    expect([code, stderr]).toEqual([1, `error: stable of game was switched to ${short(b)} meanwhile.\n`]);
    server.end();
  });

  test.each([
    [[], "error: Name the release directory with --dir, or a config with --config.\n"],
    [
      ["--dir", "run", "--publish", "x", "--config", "."],
      "error: option '-c, --config <path>' cannot be used with option '--publish <file>'\n",
    ],
    [
      ["--dir", "run", "--name", "other", "--publish", "build/game.so"],
      "error: build/game.so is a library of the name game, not other.\n",
    ],
    [
      ["--dir", "run", "--timeout", "-1"],
      "error: option '--timeout <seconds>' argument '-1' is invalid. It must be a number of seconds.\n",
    ],
  ])("%j is wrong usage", async (argv, stderr) => {
    await publishAll(1);
    expect(await run("reload", ...argv)).toEqual({ code: 2, stdout: "", stderr });
  });

  test("of a channel that is not there says so", async () => {
    await publishAll(1);
    const { code, stderr } = await run("reload", "--dir", "run", "--channel", "canary");
    expect(code).toBe(3);
    expect(stderr).toContain("error: There is no channel canary of game in ");
  });
});

describe.skipIf(!hasProgram("flock"))("status", () => {
  test("shows channels, releases, switches and processes", async () => {
    const [a = "", b = ""] = await publishAll(1, 2);
    await run("publish", "build/game.so", "--to", "run", "--channel", "canary");
    const now = Date.now();
    const server = startFakeProcess(
      join(folder, "run"),
      {
        release: b,
        since: now - 200_000,
        switches: 1234,
        failure: { text: "column Item.id is gone", at: now - 7_300_000 },
        held: [{ release: a, snapshots: 2, since: now - 200_000 }],
        sharedKb: 8000,
      },
      "game",
    );
    const { code, stdout, stderr } = await run("status", "run");
    expect([code, stderr]).toEqual([0, ""]);
    const by = `${host.userName}@${host.hostName}`;
    const size = /\d\.\d kB/.exec(stdout)?.[0];
    expect(withoutTimes(stdout)).toBe(
      [
        "game in run",
        `  stable  ${short(b)}  since <time> (<age>)  publish by ${by}`,
        `  canary  ${short(b)}  since <time> (<age>)  publish by ${by}`,
        "",
        "2 releases on the disk:",
        `  ${short(b)}  ${size}  <time>  stable, canary`,
        `  ${short(a)}  ${size}  <time>`,
        "",
        "Switches:",
        `  <time>  publish  canary  ${short(b)}  ${by}`,
        `  <time>  publish  stable  ${short(b)}  ${by}`,
        `  <time>  publish  stable  ${short(a)}  ${by}`,
        "",
        "1 process:",
        "   pid  process  host    runtime  channel  release       since  switches    shared  private",
        `  4711  server   game-1  c++      stable   ${short(b)}  3 min     1,234  8,000 kB     4 kB`,
        "      refused 2 h ago: column Item.id is gone",
        `      still holds ${short(a)}: 2 snapshots, replaced 3 min ago`,
        "",
      ].join("\n"),
    );
    server.end();
    expect((await run("status", "run")).stdout).toMatch(/\nNo process follows it\.\n$/);
    expect(fs.existsSync(server.path)).toBe(false);
  });

  test("shows the last ten switches, and all of them as JSON", async () => {
    await publishAll(1);
    const lines = Array.from({ length: 14 }, () =>
      fs.readFileSync(join(folder, "run/.game/history.jsonl"), "utf8"),
    );
    fs.writeFileSync(join(folder, "run/.game/history.jsonl"), lines.join(""));
    const { stdout } = await run("status", "run");
    expect(stdout.match(/ publish {2}/g)).toHaveLength(10);
    expect(stdout).toContain("\n  … and 4 earlier\n");
    const [library] = JSON.parse((await run("status", "run", "--json")).stdout).libraries;
    expect(library.history).toHaveLength(14);
    expect(library.channels[0]).toMatchObject({ channel: "stable", onDisk: true, action: "publish" });
  });

  test("survives what others have left there, and shows none of it as it is", async () => {
    const [a = ""] = await publishAll(1);
    const evil = "\u001b]0;x\u0007\u202e";
    const odd = startFakeProcess(
      join(folder, "run"),
      {
        pid: 1,
        process: evil,
        host: evil,
        runtime: evil,
        channel: evil,
        release: evil,
        failure: { text: `${evil}\n`, at: 8.64e15 },
        held: [{ release: evil, snapshots: 1, since: 0 }],
        since: Number.MAX_SAFE_INTEGER,
        pidNamespace: "../../etc",
      },
      "game",
    );
    const torn = startFakeProcess(join(folder, "run"), { pid: 2 }, "game");
    torn.write(evil);
    fs.appendFileSync(
      join(folder, "run/.game/history.jsonl"),
      `${JSON.stringify({ at: Number.MAX_SAFE_INTEGER, action: "publish", channel: "stable", version: a, by: evil })}\n{"at":`,
    );
    const { code, stdout, stderr } = await run("status", "run");
    expect([code, stderr]).toEqual([0, ""]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(stdout).toContain("    2  ?\n      its record cannot be read\n");
    expect((await run("status", "run", "--json")).code).toBe(0);
    odd.end();
    torn.end();
  });

  test("says when a pointer leads to a file that is gone", async () => {
    const [a = ""] = await publishAll(1);
    fs.rmSync(join(folder, "run", `libgame.${a}.so`));
    expect((await run("status", "run")).stdout).toMatch(/ {2}its file is missing\n/);
  });

  test.skipIf(!hasProgram("gcc"))("measures a process of this machine from outside", async () => {
    const [a = ""] = await publishAll(1);
    const { image } = await buildTables({ cwd: folder, write: false });
    const path = join(folder, "run", `libgame.${a}.so`);
    const { pid } = await startProgram([compileLoader(folder), path, String(image?.bytes.length), "hold"]);
    const server = startFakeProcess(
      join(folder, "run"),
      {
        pid,
        release: a,
        host: host.hostName,
        pidNamespace: host.readSymlink("/proc/self/ns/pid") ?? "",
        sharedKb: 999_999,
      },
      "game",
    );
    const [library] = JSON.parse((await run("status", "run", "--json")).stdout).libraries;
    expect(library.processes[0].sharedKb).toBeGreaterThan(0);
    expect(library.processes[0].sharedKb).toBeLessThan(100);
    server.end();
  });
});
