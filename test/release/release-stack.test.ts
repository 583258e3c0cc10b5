import { describe, expect, test } from "vitest";
import type { HistoryAction } from "../../src/release/history.js";
import { findEarlierRelease, stackReleases } from "../../src/release/release-stack.js";

const actions: Readonly<Record<string, HistoryAction>> = {
  "+": "publish",
  "^": "promote",
  "-": "rollback",
  "?": "unknown",
};

/** Returns the stack after `+a +b -a`: publish a and b, roll back to a. */
function stackAfter(text: string): string {
  const entries = text.split(" ").map((step) => ({
    at: 0,
    action: actions[step.charAt(0)] ?? "publish",
    channel: step.charAt(2) === "!" ? "canary" : "stable",
    version: step.charAt(1),
    by: "",
  }));
  return stackReleases(entries, "stable").join("");
}

describe("the stack of a channel", () => {
  test.each([
    ["+a +b +c", "abc"],
    ["+a +a", "a"],
    ["+a ^b +c", "abc"],
    ["+a +b +c -b", "ab"],
    ["+a +b +c -b -a", "a"],
    ["+a +b +c -a", "a"],
    ["+a +b +c -b +d", "abd"],
    ["+a +b +c +a", "abca"],
    ["+a +b +a -b", "ab"],
    ["+a +b -c", "abc"],
    ["+a +b +c ?b", "ab"],
    ["+a ?b", "ab"],
    ["+a +b! +c", "ac"],
  ])("after %s is %s", (text, stack) => {
    expect(stackAfter(text)).toBe(stack);
  });
});

describe("the release before the current one", () => {
  test.each([
    ["abc", "c", "abc", "b"],
    ["abc", "c", "ac", "a"],
    ["abc", "c", "c", undefined],
    ["a", "a", "a", undefined],
    ["abca", "a", "abc", "c"],
    // What is used stands nowhere in the history: the newest of it.
    ["ab", "x", "abx", "b"],
    ["", undefined, "a", undefined],
  ])("in %j under %j with %j on the disk is %j", (stack, current, there, expected) => {
    expect(findEarlierRelease([...stack], current, (version) => there.includes(version))).toBe(expected);
  });
});
