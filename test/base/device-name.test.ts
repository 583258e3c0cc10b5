import { expect, test } from "vitest";
import { isDeviceName } from "../../src/base/device-name.js";

test("devices of Windows are known in any case, and only by their whole name", () => {
  expect(["con", "NUL", "Com0", "lpt9"].filter(isDeviceName)).toHaveLength(4);
  expect(["", "com", "com10", "console", "lpt_1", "con_"].filter(isDeviceName)).toEqual([]);
});
