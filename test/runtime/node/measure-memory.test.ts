import { expect, test } from "vitest";
import { measureMapping, parseMapping } from "../../../src/runtime/node/measure-memory.js";

const smaps = `7f0000000000-7f0000002000 r--s 00000000 fe:00 7    /run/tables/libgame.1.so
Size:                  8 kB
Rss:                   8 kB
Anonymous:             0 kB
VmFlags: rd mr me ms
7f0000100000-7f0000105000 r--p 00000000 fe:00 7    /run/tables/libgame.1.so
Size:                 20 kB
Rss:                  20 kB
Anonymous:             4 kB
7f0000200000-7f0000300000 rw-p 00000000 00:00 0
Rss:                 999 kB
Anonymous:           999 kB
7f0000400000-7f0000500000 r--s 00000000 fe:00 8    /srv/run/tables/libgame.1.so
Rss:                 999 kB
Anonymous:             0 kB
`;

test("the mapping of a file with the most pages counts, and what is private of it", () => {
  expect(parseMapping(smaps, "/run/tables/libgame.1.so")).toEqual({ sharedKb: 16, privateKb: 4 });
  expect(parseMapping(smaps, "/run/tables/libgame.2.so")).toBe(undefined);
});

test.runIf(process.platform === "linux")("this process's own mappings are read", async () => {
  const measured = await measureMapping(process.execPath);
  expect(measured?.sharedKb).toBeGreaterThan(0);
});
