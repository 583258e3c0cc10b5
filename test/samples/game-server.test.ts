import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { compileBindings } from "../emit/ts/compile-bindings.js";
import { hasProgram, makeSharedFolder, root, runGood, strictFlags } from "../native-runtime/native.js";
import { type GameProject, makeGameProject, type ReleaseName } from "./game-project.js";
import { RunningServer } from "./running-server.js";

const folder = makeSharedFolder();
const binary = join(folder, "build");
const jiti = join(root, "node_modules/jiti/lib/jiti-cli.mjs");
// Both servers need the command as a user has it.
const isBuilt = existsSync(join(root, "dist/cli/main.js"));
const hasCpp = process.platform === "linux" && hasProgram("cmake") && hasProgram("g++");
let game: GameProject;

beforeAll(async () => {
  game = await makeGameProject(folder);
  if (isBuilt && hasCpp) buildWithCmake(binary, strictFlags);
});

function buildWithCmake(into: string, flags: readonly string[]): void {
  const source = join(game.sample, "server");
  const generator = hasProgram("ninja") ? ["-G", "Ninja"] : [];
  runGood(["cmake", "-S", source, "-B", into, ...generator, `-DCMAKE_CXX_FLAGS=${flags.join(" ")}`]);
  runGood(["cmake", "--build", into]);
}

const servers = [
  { language: "C++", isHere: isBuilt && hasCpp, argv: () => [join(binary, "server")] },
  {
    language: "Node",
    isHere: isBuilt && process.platform !== "win32",
    argv: () => [process.execPath, jiti, join(game.sample, "node/server.ts")],
  },
];

let runs = 0;

describe.each(servers)("the sample server in $language", ({ isHere, argv }) => {
  /** Starts the server with the first release in a directory of its own. */
  async function start(...args: readonly string[]) {
    const name = `run-${runs++}`;
    const directory = await game.publish("first", name);
    const server = new RunningServer([...argv(), directory, ...args]);
    await server.uses(game.versions.first);
    return { server, publish: (release: ReleaseName) => game.publish(release, name) };
  }

  /** Looks for itself once an hour: it has to be told. */
  const asleep = ["--poll", "3600000"] as const;

  test.runIf(isHere).each([
    { way: "by the system", args: [] },
    { way: "by looking", args: ["--poll", "20"] },
    { way: "by its game loop", args: ["--manual"] },
  ])("learns of a release $way, goes on without one that it refuses, and ends well", async ({ args }) => {
    const { server, publish } = await start("--threads", "2", ...args);
    await publish("second");
    await server.uses(game.versions.second);
    await publish("unplayable");
    await server.prints(/^not used: .*ogre drops up to 18000 of item 1, and this server counts to 9999\.$/m);
    await server.prints(/ M lookups\/s {2}release \w{12} {2}2 seen {2}1 not used$/m);
    expect(await server.stop()).toBe(0);
    expect(server.output).toMatch(/^[1-9]\d* lookups, 0 of them failed; 2 releases, 1 not used$/m);
  });

  test.runIf(isHere)("learns of a release by SIGHUP, as often as it comes", async () => {
    const { server, publish } = await start(...asleep);
    await server.prints(/lookups\/s/);
    for (let i = 0; i < 5; i++) server.signal("SIGHUP");
    await publish("second");
    server.signal("SIGHUP");
    await server.uses(game.versions.second);
    expect(await server.stop()).toBe(0);
  });

  test.runIf(isHere)("learns of a release by POST /reload, and says what came of it", async () => {
    const { server, publish } = await start("--http", "0", ...asleep);
    const { first, second } = game.versions;
    expect(await server.ask("POST", "/reload")).toBe(`200 ${first}`);
    await publish("second");
    expect(await server.ask("POST", "/reload")).toBe(`200 ${second}`);
    expect(await server.ask("POST", "/reload")).toBe(`200 ${second}`);

    await publish("unplayable");
    const refusal = await server.ask("POST", "/reload");
    expect(refusal).toMatch(/^409 .*ogre drops up to 18000 of item 1, and this server counts to 9999\.$/);
    expect(await server.ask("POST", "/reload")).toBe(refusal);
    const refused = await readStatus(server);
    expect(refused).toMatchObject({ release: second, releasesSeen: 2, failedLookups: 0 });
    expect(refused.lastFailure).toBe(refusal.slice(4));
    expect(refused.failuresSeen).toBeGreaterThanOrEqual(1);

    await publish("second");
    expect(await server.ask("POST", "/reload")).toBe(`200 ${second}`);
    expect(await readStatus(server)).toMatchObject({ release: second, releasesSeen: 2, lastFailure: null });
    expect(await server.stop()).toBe(0);
  });

  test.runIf(isHere)("refuses a release with an effect that it does not know", async () => {
    const { server, publish } = await start("--http", "0", ...asleep);
    await publish("newer");
    expect(await server.ask("POST", "/reload")).toMatch(
      /^409 .*Skill 20999 has an effect that this server is too old for\.$/,
    );
    expect(await readStatus(server)).toMatchObject({ release: game.versions.first, failedLookups: 0 });
    expect(await server.stop()).toBe(0);
  });

  test.runIf(isHere)("answers many requests at the same time, each of them", async () => {
    const { server, publish } = await start("--http", "0", ...asleep);
    await publish("second");
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.ask("POST", "/reload")));
    expect(new Set(answers)).toEqual(new Set([`200 ${game.versions.second}`]));
    expect(await readStatus(server)).toMatchObject({ releasesSeen: 2 });
  });

  test.runIf(isHere)("knows two requests, and answers 404 to others", async () => {
    const { server } = await start("--http", "0");
    for (const [method, path] of [
      ["GET", "/reload"],
      ["POST", "/status"],
      ["GET", "/"],
      ["POST", "/reload/"],
      ["POST", "/reload?now"],
      ["DELETE", "/reload"],
      ["GET", "/../tables/game.so"],
    ] as const) {
      expect(await server.ask(method, path), `${method} ${path}`).toBe(
        "404 There is POST /reload, and GET /status.",
      );
    }
  });

  test.runIf(isHere)("goes on answering, whatever comes to its port", async () => {
    const { server } = await start("--http", "0");
    const refused = /^HTTP\/1\.1 4\d\d /;
    expect(await server.send("what is this?\r\n\r\n")).toMatch(refused);
    expect(await server.send(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 37) % 256))).toMatch(
      refused,
    );
    expect(await server.send(`POST /reload HTTP/1.1\r\nX: ${"x".repeat(100_000)}`)).toMatch(refused);
    expect(await server.send("POST /reload HTTP/1.1\r\nHost: half")).toMatch(refused); // once it has waited enough
    (await server.connect()).write("POST /rel");
    (await server.connect()).destroy();
    (await server.connect()).end();
    expect(await server.ask("POST", "/reload")).toBe(`200 ${game.versions.first}`);
    expect(await server.send("POST /reload HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 200 OK\r\n/,
    );
    expect(await server.stop()).toBe(0);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === "IPv4" && !address.internal);
  test.runIf(isHere && outside !== undefined)("does not answer other machines", async () => {
    const { server } = await start("--http", "0");
    const socket = connect(await server.port(), outside?.address);
    const [error] = await once(socket, "error");
    expect(error.code).toBe("ECONNREFUSED");
  });

  test.runIf(isHere)("does not start with a release that it would refuse", async () => {
    const directory = await game.publish("unplayable", `run-${runs++}`);
    const server = new RunningServer([...argv(), directory]);
    expect(await server.ended()).toBe(1);
    expect(server.output).toMatch(
      /^(libgame\.\w+\.so: |The application refused release \w+: )ogre drops up to 18000 of item 1, and this server counts to 9999\.\n$/,
    );
  });

  test.runIf(isHere)("ends by itself after --seconds, and takes no number that is none", async () => {
    const { server } = await start("--seconds", "1");
    expect(await server.ended()).toBe(0);
    const wrong = new RunningServer([...argv(), "--seconds", "soon"]);
    expect(await wrong.ended()).toBe(2);
  });
});

interface Status {
  readonly release: string;
  readonly releasesSeen: number;
  readonly failuresSeen: number;
  readonly lastFailure: string | null;
  readonly failedLookups: number;
}

async function readStatus(server: RunningServer): Promise<Status> {
  const answer = await server.ask("GET", "/status");
  expect(answer.slice(0, 4)).toBe("200 ");
  return JSON.parse(answer.slice(4));
}

test.runIf(isBuilt && hasCpp)("the sample server has no race between its threads", async () => {
  const built = join(folder, "build-thread");
  buildWithCmake(built, ["-O1", "-g1", "-fsanitize=thread"]);
  const directory = await game.publish("first", "thread");
  const server = new RunningServer([join(built, "server"), directory, "--http", "0", "--threads", "2"]);
  await server.port(); // from here on SIGHUP does not end it
  for (let i = 0; i < 10; i++) {
    const release = i % 2 === 0 ? "second" : "first";
    await game.publish(release, "thread");
    server.signal("SIGHUP");
    expect(await server.ask("POST", "/reload")).toBe(`200 ${game.versions[release]}`);
    expect(await server.ask("GET", "/status")).toMatch(/^200 /);
  }
  expect(await server.stop()).toBe(0);
  expect(server.output).not.toContain("WARNING");
});

test.runIf(isBuilt && hasCpp)("the tour reads the library", () => {
  const output = runGood([join(binary, "tour"), join(game.sample, "tables/server/game.so")]);
  expect(output).toContain("Welcome back, Robin!\nCaelum (mage, level 4): health 581, attack 112");
  expect(output).toContain("霜咬: 20 mana, every 6 s, 120 % damage, slows by 20 % for 2 s\n");
  expect(output).toMatch(/a player has level 21 and was given .*, 5 x Greater Healing Potion\n$/);
});

test.runIf(isBuilt)("the report reads the library", () => {
  const output = runGood([process.execPath, jiti, join(game.sample, "scripts/report.ts")]);
  expect(output).toMatch(/^24 heroes, 48 items, 98 texts\nGrey Wolf: worth 32\.1 gold on average\n/);
});

test.runIf(isBuilt)("the bestiary reads the library of the client, which has icons and no weights", () => {
  const argv = [process.execPath, jiti, join(game.sample, "scripts/bestiary.ts")];
  expect(runGood([...argv, "zh"])).toContain("食人魔 [monsters/ogre]: 15–180 金币, 1–3 食人魔之牙, ");
  expect(runGood(argv)).toContain("Ogre [monsters/ogre]: 15–180 Gold, 1–3 Ogre Tooth, ");
  const rows = (target: string) =>
    runGood([
      process.execPath,
      join(root, "bin/table-gen.js"),
      "dump",
      join(game.sample, `tables/${target}/game.so`),
    ]);
  expect(rows("server")).toMatch(/"weight":6000/);
  expect(rows("client")).not.toMatch(/weight":|toughness":/);
  expect(rows("server")).not.toContain("monsters/ogre");
});

test("the programs in TypeScript compile under the strictest options", () => {
  const files = ["node", "scripts", "tables/server/ts", "tables/client/ts"].flatMap((part) =>
    readdirSync(join(game.sample, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: path.slice(game.sample.length + 1), content: readFileSync(path, "utf8") })),
  );
  expect(files.length).toBeGreaterThan(15);
  expect(compileBindings(files)).toEqual([]);
});

test.runIf(isBuilt && hasCpp)("the demonstration of reloads comes to its good end", async () => {
  const script = join(game.sample, "scripts/reload-demo.ts");
  const argv = [jiti, script, join(binary, "server"), "--pause", "0"];
  // In a group of its own, so that nothing of it is left whatever happens.
  const demo = spawn(process.execPath, argv, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    try {
      process.kill(-(demo.pid ?? 0), "SIGKILL");
    } catch {
      // all have ended
    }
  });
  let output = "";
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  await once(demo, "close");
  expect(output).toMatch(/\nEvery good release was used, none of the bad, and no lookup failed\.\n$/);
  expect(demo.exitCode).toBe(0);
});
