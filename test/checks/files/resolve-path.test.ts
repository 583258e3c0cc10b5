import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { createFileFinder } from "../../../src/checks/files/file-finder.js";
import { createPathCheck } from "../../../src/checks/files/resolve-path.js";
import type { PathRoot } from "../../../src/model/rule.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-paths-"));
  for (const path of [
    "project/readme",
    "icons/sword.png",
    "icons/bow.jpg",
    "icons/caf\u00e9.png",
    "icons/folder.png/inside.txt",
    "client/Assets/Icons/Sword.png",
    "client/Assets/Resources/Effects/Hit.prefab",
    "client/Assets/Resources/Effects/Hit.prefab.meta",
    "client/Assets/UI/Resources/Button.asset",
    "client/Assets/Resources/Old.prefab.meta",
    "Game/Content/Icons/Sword.uasset",
    "Game/Content/Maps/Town.umap",
    "Game/Plugins/Fx/Content/Hit.uasset",
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(root: PathRoot, value: string, from = "") {
  return createPathCheck(root, createFileFinder(createHost(), join(folder, from)))(value);
}

describe("a pattern", () => {
  const icons: PathRoot = { kind: "files", pattern: "icons/{}.png", extensions: [] };

  test.each([
    ["sword", undefined],
    ["Sword", "there is no file icons/Sword.png; did you mean icons/sword.png?"],
    ["swrod", "there is no file icons/swrod.png; did you mean icons/sword.png?"],
    ["axe", "there is no file icons/axe.png"],
    ["folder", "there is no file icons/folder.png"],
    ["cafe\u0301", undefined],
    ["../icons/sword", "../icons/sword leads out of its folder"],
    ["/etc/passwd", "/etc/passwd leads out of its folder"],
    ["C:/x", "C:/x leads out of its folder"],
    ["a\\b", "a\\b leads out of its folder"],
  ])("%s", (value, reason) => {
    expect(check(icons, value)).toBe(reason);
  });

  test("without {} is a folder, and may lead up from the config's", () => {
    expect(check({ kind: "files", pattern: "icons", extensions: [] }, "sword.png")).toBeUndefined();
    expect(
      check({ kind: "files", pattern: "../icons", extensions: [] }, "sword.png", "project"),
    ).toBeUndefined();
    expect(check({ kind: "files", pattern: "./icons/", extensions: [] }, "sword.png")).toBeUndefined();
  });

  test("may have endings of which one is there", () => {
    const root: PathRoot = { kind: "files", pattern: "icons/{}", extensions: [".png", ".jpg"] };
    expect(check(root, "bow")).toBeUndefined();
    expect(check(root, "axe")).toBe("there is no file icons/axe.png");
  });
});

test.each([
  ["Assets/Icons/Sword.png", undefined],
  [
    "Assets/Icons/sword.png",
    "there is no file client/Assets/Icons/sword.png; did you mean client/Assets/Icons/Sword.png?",
  ],
  ["Effects/Hit", undefined],
  ["Button", undefined],
  ["Old", "no folder Resources holds Old"],
  ["Effects/Miss", "no folder Resources holds Effects/Miss"],
])("in a Unity project %s", (value, reason) => {
  expect(check({ kind: "unity", root: "client" }, value)).toBe(reason);
});

test.each([
  ["/Game/Icons/Sword", undefined],
  ["/Game/Icons/Sword.Sword_C", undefined],
  ["Texture2D'/Game/Icons/Sword.Sword'", undefined],
  ["/Game/Maps/Town", undefined],
  ["/Fx/Hit", undefined],
  [
    "/Game/Icons/Swrod",
    "there is no file Game/Content/Icons/Swrod.uasset; did you mean Game/Content/Icons/Sword.uasset?",
  ],
  ["Icons/Sword", "Icons/Sword is no Unreal path such as /Game/Icons/Sword"],
  ["/Game/../x", "/Game/../x is no Unreal path such as /Game/Icons/Sword"],
])("in an Unreal project %s", (value, reason) => {
  expect(check({ kind: "unreal", root: "Game" }, value)).toBe(reason);
});

test("each folder is listed once, and each file looked at once", () => {
  const calls: string[] = [];
  const host = createHost();
  const files = createFileFinder(
    {
      list: (path) => {
        calls.push(`list ${path.slice(folder.length)}`);
        return host.list(path);
      },
      stat: (path) => {
        calls.push(`stat ${path.slice(folder.length)}`);
        return host.stat(path);
      },
    },
    folder,
  );
  for (let round = 0; round < 3; round++) {
    files.find("icons/sword.png");
    files.find("icons/bow.jpg");
  }
  expect(calls).toEqual(["list ", "list /icons", "stat /icons/sword.png", "stat /icons/bow.jpg"]);
});
