import { expect, test } from "vitest";
import * as XLSX from "xlsx";
import { classifyNumberFormat } from "../../src/sources/number-format.js";

test.each([
  ["General", "number"],
  ["0.00", "number"],
  ['0.00"days"', "number"],
  ["#,##0 ;[Red](#,##0)", "number"],
  ["[$-409]0", "number"],
  ["0\\d", "number"],
  ["@", "number"],
  ["m/d/yy", "date"],
  ["yyyy-mm-dd hh:mm:ss", "date"],
  ['yyyy"年"m"月"d"日"', "date"],
  ["[$-804]yyyy/m/d;@", "date"],
  ["mmm", "date"],
  ["ddd", "date"],
  ["h:mm", "time"],
  ["h:mm:ss AM/PM", "time"],
  ["[h]:mm:ss", "time"],
  ["[mm]:ss", "time"],
  ['h"h"mm"d"', "time"],
  ["[Red]h:mm", "time"],
])("%s shows a %s", (format, kind) => {
  expect(classifyNumberFormat(format, (text) => XLSX.SSF.is_date(text))).toBe(kind);
});
