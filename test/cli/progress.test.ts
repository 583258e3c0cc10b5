import { expect, test } from "vitest";
import type { TextStream } from "../../src/cli/io.js";
import { createProgress } from "../../src/cli/progress.js";

function capture(isTerminal: boolean) {
  const written: string[] = [];
  const stream: TextStream = {
    write: async (text) => void written.push(text),
    isClosed: false,
    isTerminal,
    width: isTerminal ? 20 : undefined,
  };
  return { stream, written };
}

test("short work shows nothing; long work a line that fits and is redrawn ten times a second at most", async () => {
  const { stream, written } = capture(true);
  let time = 1000;
  const progress = createProgress(stream, () => time);
  progress.show("reading sheets", 0, 500);
  time = 1600;
  progress.show("reading sheets", 100, 500);
  time = 1650;
  progress.show("reading sheets", 150, 500);
  time = 1700;
  progress.show("linking", 0, 1);
  await progress.clear();
  await progress.clear();
  expect(written).toEqual(["\r\u001b[Kreading sheets 100/", "\r\u001b[Klinking", "\r\u001b[K"]);
});

test("without a terminal nothing is shown", async () => {
  const { stream, written } = capture(false);
  let time = 0;
  const progress = createProgress(stream, () => time);
  time = 10_000;
  progress.show("reading sheets", 1, 2);
  await progress.clear();
  expect(written).toEqual([]);
});
