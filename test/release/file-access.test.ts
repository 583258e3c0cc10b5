import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { type FileAccess, resolveAccess } from "../../src/release/file-access.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { makeTestFolder } from "../library/native.js";
import { catchError, publishRelease, versionOf } from "./release-folder.js";

const host = createHost();

/** A machine with one user and one group of its own. */
const small: Host = {
  ...host,
  readFile: (path) => {
    const text =
      path === "/etc/passwd" ? "# users\nroot:x:0:0::/:/bin/sh\ngame:x:991:990::/:\n" : "game:x:990:\n";
    return new TextEncoder().encode(text);
  },
};

const modeOf = (path: string): string => (fs.lstatSync(path).mode & 0o7777).toString(8);

describe("owner and group", () => {
  test("are found by their names, or numbers already", () => {
    expect(resolveAccess(small, { keep: 5, mode: 0o444, owner: "game", group: "game" })).toEqual({
      mode: 0o444,
      owner: 991,
      group: 990,
    });
    const given = { mode: 0o400, owner: 7, group: 8, folderMode: 0o750, recordsMode: 0o1777 };
    expect(resolveAccess(small, { keep: 5, ...given })).toEqual(given);
    expect(resolveAccess({ ...small, platform: "win32" }, { keep: 5, mode: 0o444, owner: "game" })).toEqual({
      mode: 0o444,
    });
  });

  test.each([
    ["owner", "/etc/passwd"],
    ["group", "/etc/group"],
  ] as const)("that nobody has are an error: %s", (kind, path) => {
    expect(() => resolveAccess(small, { keep: 5, mode: 0o444, [kind]: "gam" })).toThrow(
      expect.objectContaining({
        name: "ToolError",
        message: `There is no ${kind} gam in ${path}, whom the config's publish.${kind} names.`,
        help: "Correct the name, or give the number.",
      }),
    );
  });

  test("get all that publishing makes, before it has its name", async () => {
    const folder = join(makeTestFolder(), "run");
    const given: string[] = [];
    const noted: Host = {
      ...host,
      setOwner: (path, user, group) => {
        given.push(
          `${path.slice(folder.length).replace(/\.\d+-[0-9a-f]{16}\.tmp$/, ".tmp")} ${user}:${group}`,
        );
      },
    };
    const publish = (access: FileAccess) =>
      publishLibrary(noted, {
        folder,
        name: "tables",
        version: versionOf("a"),
        bytes: new Uint8Array([1]),
        access,
      });
    await publish({ mode: 0o444, owner: 991 });
    expect(given).toEqual([
      " 991:-1",
      "/.tables 991:-1",
      "/.tables/processes 991:-1",
      "/.tables/lock 991:-1",
      `/.libtables.${versionOf("a")}.so.tmp 991:-1`,
      "/.tables.so.tmp 991:-1",
      "/.tables/history.jsonl 991:-1",
    ]);
    given.length = 0;
    await publish({ mode: 0o444, owner: 991, group: 990 });
    expect(given).toEqual([]);
  });

  test("that may not be given say so, and the old release stays in use", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const plain: Host = {
      ...host,
      setOwner: () => {
        throw Object.assign(new Error("EPERM: operation not permitted"), {
          code: "EPERM",
          syscall: "lchown",
        });
      },
    };
    const error = await catchError(() =>
      publishLibrary(plain, {
        folder,
        name: "tables",
        version: versionOf("b"),
        bytes: new Uint8Array([1]),
        access: { mode: 0o444, owner: 0, group: 7 },
      }),
    );
    expect(String(error)).toMatch(
      /^ToolError: \S+\/\.libtables\.b+\.so\.\S+\.tmp cannot be given to user 0 and group 7: permission is denied\.$/,
    );
    expect(fs.readlinkSync(join(folder, "tables.so"))).toBe(`libtables.${versionOf("a")}.so`);
  });
});

describe("modes", () => {
  test("are those of the config", async () => {
    const folder = join(makeTestFolder(), "run");
    const access = { mode: 0o440, folderMode: 0o2750, recordsMode: 0o1777 };
    const { path } = await publishRelease(folder, "a", { access });
    expect(modeOf(path)).toBe("440");
    expect([folder, join(folder, ".tables"), join(folder, ".tables/processes")].map(modeOf)).toEqual([
      "2750",
      "2750",
      "1777",
    ]);
  });

  test("of folders that are there stay, unless the config has some", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const records = join(folder, ".tables/processes");
    expect(modeOf(records)).toBe("755");
    fs.chmodSync(records, 0o1777);
    await publishRelease(folder, "b");
    expect(modeOf(records)).toBe("1777");
    await publishRelease(folder, "c", { access: { mode: 0o444, recordsMode: 0o770 } });
    expect(modeOf(records)).toBe("770");
  });
});
