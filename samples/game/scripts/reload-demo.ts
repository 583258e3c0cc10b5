// Releases come, are refused, break and go back, while servers go on without a failed lookup. Everything happens in a
// temporary folder, step by step, with the commands that an operator has.
//
//     npx jiti samples/game/scripts/reload-demo.ts [SERVER] [--pause MS]
//
// SERVER is the C++ program of ../server; without it there is the Node server alone. Ends with 0 when the servers have
// seen every good release and none of the bad, and no lookup failed.

import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { killTableGen, runTableGen } from "./demo/commands.js";
import { editDrop } from "./demo/drop-sheet.js";
import { GameServer } from "./demo/game-server.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pause: { type: "string", default: "1500" } },
});

const folder = mkdtempSync(join(tmpdir(), "reload-demo-"));
const sheet = join(folder, "design/sheets/Drop.csv");
const run = join(folder, "run");
const pointer = join(run, "game.so");
const servers: GameServer[] = [];
const problems: string[] = [];

try {
  await play();
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.log(`\nWRONG: ${problem}`);
if (problems.length === 0)
  console.log("\nEvery good release was used, none of the bad, and no lookup failed.");
process.exitCode = problems.length === 0 ? 0 : 1;

async function play(): Promise<void> {
  await step("The first release is built and published");
  const sample = resolve(import.meta.dirname, "..");
  cpSync(join(sample, "sheets"), join(folder, "design/sheets"), { recursive: true });
  copyFileSync(join(sample, "table-gen.config.jsonc"), join(folder, "design/table-gen.config.jsonc"));
  await build(0);
  await tableGen(0, "publish", "build/server/game.so", "--to", "run");
  const first = currentRelease();

  await step("Servers start");
  const [program] = positionals;
  if (program !== undefined) startServer("C++", resolve(program));
  const jiti = join(dirname(fileURLToPath(import.meta.resolve("jiti/package.json"))), "lib/jiti-cli.mjs");
  startServer("Node", process.execPath, jiti, join(sample, "node/server.ts"));
  await Promise.all(servers.map((server) => server.ready()));

  await step("Ogres shall leave jewels more often: two cells change, and processes are told");
  editDrop(sheet, ["ogre", 1], { weight: 4700 });
  editDrop(sheet, ["ogre", 30043], { weight: 2600 });
  await build(0);
  await tableGen(0, "reload", "--dir", "run", "--publish", "build/server/game.so", "--wait");
  const second = currentRelease();

  await step("A designer mistypes a weight: the build says where, and nothing is published");
  editDrop(sheet, ["ogre", 1], { weight: "47oo" });
  await build(1);

  await step("Or forgets that the weights of a monster add up: a rule of the config says so");
  editDrop(sheet, ["ogre", 1], { weight: 9000 });
  await build(1);
  expectEqual("the pointer after builds with problems", currentRelease(), second);

  await step(
    "A release without a fault in the sheets, but more gold than this program can count: the servers refuse",
  );
  editDrop(sheet, ["ogre", 1], { weight: 4700, most: 18_000 });
  await build(0);
  await tableGen(1, "reload", "--dir", "run", "--publish", "build/server/game.so", "--wait");
  await askToReload(409);
  await tableGen(0, "rollback", "run", "--wait");
  await askToReload(200);

  await step(
    "Somebody copies half a file into the folder and switches the pointer by hand: the servers refuse",
  );
  const broken = `libgame.${"bad0".repeat(8)}.so`;
  const whole = readFileSync(join(run, `libgame.${second}.so`));
  writeFileSync(join(run, broken), whole.subarray(0, whole.length / 2));
  switchByHand(broken);
  await askToReload(409);
  await tableGen(1, "reload", "--dir", "run", "--wait");
  await tableGen(0, "rollback", "run", "--to", second, "--wait");
  rmSync(join(run, broken));

  await step("Publishers are killed half way, each a step later than the one before");
  editDrop(sheet, ["ogre", 1], { weight: 4500, most: 180 });
  editDrop(sheet, ["ogre", 30043], { weight: 2800 });
  await build(0);
  for (let change = 1; change <= 6; change++) {
    const isKilled = await killTableGen(
      folder,
      ["publish", "build/server/game.so", "--to", "run"],
      run,
      change,
    );
    console.log(
      `  ${isKilled ? "killed" : "done"} at change ${change}: the pointer leads to ${currentRelease()}`,
    );
  }
  await tableGen(0, "reload", "--dir", "run", "--publish", "build/server/game.so", "--wait");
  const third = currentRelease();

  await step("Back to the first release, as an operator would; to be told twice does no harm");
  await tableGen(0, "rollback", "run", "--to", first, "--wait");
  for (const server of servers) server.hangUp();
  await askToReload(200);
  await askToReload(200);
  await tableGen(0, "status", "run");

  await step("The servers end");
  for (const server of servers) {
    expectEqual(`the exit code of ${server.name}, 0 when no lookup failed`, await server.stop(), 0);
    const used = [first, second, third, first].map((version) => version.slice(0, 12));
    expectEqual(`the releases of ${server.name}`, server.releases, used);
    const reasons = [/counts to/, /cut off/].map((reason) =>
      server.failures.some((text) => reason.test(text)),
    );
    expectEqual(`whether ${server.name} has given both reasons`, reasons, [true, true]);
  }
}

async function step(title: string): Promise<void> {
  await sleep(Number(values.pause));
  console.log(`\n== ${title}`);
}

/** Starts a server that follows the folder and can be asked over HTTP. */
function startServer(name: string, ...program: [string, ...string[]]): void {
  servers.push(new GameServer(name, [...program, run, "--http", "0", "--threads", "1"]));
}

async function build(expected: number): Promise<void> {
  await tableGen(expected, "build", "--quiet", "--config", "design", "--out", "build");
}

async function tableGen(expected: number, ...args: readonly string[]): Promise<void> {
  expectEqual(`the exit code of ${args[0]}`, await runTableGen(folder, args), expected);
}

async function askToReload(expected: number): Promise<void> {
  for (const server of servers) {
    console.log(`\n  $ curl -X POST …/reload    (${server.name})`);
    const answer = await server.reload();
    console.log(`  ${answer}`);
    expectEqual(`the answer of ${server.name}`, Number(answer.slice(0, 3)), expected);
  }
}

/** Where the pointer leads: the version in the name of the file. */
function currentRelease(): string {
  return readlinkSync(pointer).split(".")[1] ?? "";
}

function switchByHand(file: string): void {
  unlinkSync(pointer);
  symlinkSync(file, pointer);
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  problems.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
}
