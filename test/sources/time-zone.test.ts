import { afterEach, expect, test } from "vitest";
import { gridOf, makeOds, makeSheetXlsx, readSheet, writeWithSheetJs } from "./make-files.js";

const zone = process.env["TZ"];

afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const days = [
  0.25, 1, 59, 60.5, 61, 367, 25569.5, 43831, 45292.123456789, 45382.0625, 45592.104166666664, 2958465.5,
];

async function readDates() {
  const cells = days.map(
    (day) => `<row><c s="1"><v>${day}</v></c><c t="d" s="1"><v>2024-03-31T02:30:00</v></c></row>`,
  );
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>';
  const xlsx = await readSheet(makeSheetXlsx(cells.join(""), { styles }), "a.xlsx");
  const xls = await readSheet(
    writeWithSheetJs([days], "xls", (_, sheet) => {
      for (const cell of sheet["!data"]?.flat() ?? Object.values(sheet))
        if (cell?.t === "n") cell.z = "m/d/yy h:mm";
    }),
    "a.xls",
  );
  const dates = [
    "1900-03-01",
    "1969-12-31T23:59:59",
    "2024-01-01",
    "2024-03-31T02:30:00",
    "2024-10-27T02:30:00.5",
  ];
  const ods = makeOds(
    `<table:table table:name="S"><table:table-row>${dates
      .map((date) => `<table:table-cell office:value-type="date" office:date-value="${date}"/>`)
      .join("")}</table:table-row></table:table>`,
  );
  return [gridOf(xlsx), gridOf(xls), gridOf(await readSheet(ods, "a.ods"))];
}

test.each(["America/New_York", "Asia/Shanghai", "Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu"])(
  "dates are the same in %s as in UTC",
  async (name) => {
    process.env["TZ"] = "UTC";
    expect(new Date(2024, 0, 1).getTimezoneOffset()).toBe(0);
    const expected = await readDates();
    expect(expected[0]?.flat().filter((cell) => typeof cell !== "object")).toEqual([]);
    process.env["TZ"] = name;
    // The zone is really another one.
    expect(new Date(2024, 0, 1).getTimezoneOffset()).not.toBe(0);
    expect(await readDates()).toEqual(expected);
  },
);

test("serial numbers, times of day and months before March 1900 are right", async () => {
  const [xlsx = []] = await readDates();
  const shown = xlsx.map(([cell]) =>
    typeof cell === "object" && cell.kind === "date" ? new Date(cell.wallClockMs).toISOString() : cell,
  );
  expect(shown).toEqual([
    "1899-12-31T06:00:00.000Z",
    "1900-01-01T00:00:00.000Z",
    "1900-02-28T00:00:00.000Z",
    "1900-02-28T12:00:00.000Z",
    "1900-03-01T00:00:00.000Z",
    "1901-01-01T00:00:00.000Z",
    "1970-01-01T12:00:00.000Z",
    "2020-01-01T00:00:00.000Z",
    "2024-01-01T02:57:46.667Z",
    "2024-03-31T01:30:00.000Z",
    "2024-10-27T02:30:00.000Z",
    "9999-12-31T12:00:00.000Z",
  ]);
});
