import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { formatRowJson } from "../../../src/runtime/format-row.js";
import { openImage } from "../../../src/runtime/open-image.js";
import { formatDiagnostic } from "../resolve.js";

/** Tests what a check of text files gives: their rows, when all is well, and what is reported. */
function odd(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  expected: readonly string[],
  config: object = {},
): void {
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), "table-gen-odd-"));
    try {
      writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify(config));
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const { image, diagnostics } = await buildTables({ cwd: folder, write: false });
      const tables = image === undefined ? [] : openImage(image.bytes).tables;
      const rows = tables.flatMap((table) =>
        [...table.rows()].map((row) => `${table.name} ${formatRowJson(table, row)}`),
      );
      expect([...rows, ...diagnostics.flatMap(formatDiagnostic)]).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

const header = "##name,id,name\n##type,int,string\n##rule,key\n";

describe("text files", () => {
  odd(
    "with a byte order mark, CRLF and quotes everywhere",
    {
      "Item.csv":
        '\ufeff"##name","id","name"\r\n"##type","int","string"\r\n"##rule","key",""\r\n"","1","a ""b"""\r\n',
    },
    ['Item {"id":1,"name":"a \\"b\\""}'],
  );
  odd(
    "with semicolons, as some countries' Excel writes them",
    { "Item.csv": "##name;id;p\n##type;int;float\n##rule;key;\n;1;1,5\n;2;2\n" },
    ['TG4011 Item.csv:C4 "1,5" is not a number, which float32 takes.'],
  );
  odd(
    "with tabs under a name that promises commas",
    { "Item.csv": "##name\tid\tname\n##type\tint\tstring\n##rule\tkey\t\n\t1\ta,b\n" },
    ['Item {"id":1,"name":"a,b"}'],
  );
  odd(
    "with Excel's own line about the separator",
    { "Item.csv": "sep=;\n##name;id;name\n##type;int;string\n##rule;key;\n;1;a\n" },
    ['Item {"id":1,"name":"a"}'],
  );
  odd("with a quote that nobody closes", { "Item.csv": `${header},1,"a\n,2,b\n` }, [
    "TG1016 Item.csv:4:C4 A quoted cell begins here and does not end.",
  ]);
  odd("with a quote inside a cell", { "Item.csv": `${header},1,5" gun\n,2,b\n` }, [
    'Item {"id":1,"name":"5\\" gun"}',
    'Item {"id":2,"name":"b"}',
  ]);
  odd(
    "with line breaks in cells and headers",
    { "Item.csv": '##name,id,"na\nme"\n##type,int,string\n##rule,key,\n,1,"a\r\nb"\n' },
    [
      'TG2011 Item.csv:C1 "na\\u{a}me" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["na\\nme"].name = "na_me"',
    ],
  );
  odd("with cells beyond the header, and rows cut short", { "Item.csv": `${header},1,a,x,y\n,2\n,3,c,,\n` }, [
    'TG2054 Item.csv:D4 The row has more cells than the header: "x" stands to the right of the last column.',
    "TG4001 Item.csv:C5 Item.name has no value here.",
  ]);
  odd(
    "with a separator in a cell that is not quoted",
    {
      "Item.csv": '##name,id,name,price\n##type,int,string,int\n##rule,key\n,1,Hello, 5,7\n,2,"Hello, 5",7\n',
    },
    [
      'TG2054 Item.csv:E4 The row has more cells than the header: "7" stands to the right of the last column.',
    ],
  );
  odd(
    "with a separator in a cell of an enum that is not quoted",
    { "Kind.csv": "##enum,name,value,alias\n,White,1,a,b\n,Green,2,c\n", "Item.csv": `${header},1,a\n` },
    [
      'TG2054 Kind.csv:E2 The row has more cells than the header: "b" stands to the right of the last column.',
    ],
  );
  odd(
    "with values of an enum whose numbers are wrong, which the cells may use all the same",
    {
      "Kind.csv": "##enum,name,value\n,A,999999999999\n,B,0\n,C,0\n",
      "Item.csv": "##name,id,kind\n##type,int,Kind\n##rule,key\n,1,A\n,2,A\n,3,C\n,4,D\n",
    },
    [
      "TG2043 Kind.csv:C2 999999999999 is not of type int32, as the values of Kind must be.",
      "TG2045 Kind.csv:C4 C and B of Kind both have the value 0.",
      "- first here Kind.csv:B3",
      'TG4021 Item.csv:C7 "D" is not a value of Kind.',
      "- Kind has the values A, B, C Kind.csv:B2",
    ],
  );
  odd(
    "with remarks in columns without a name, of which the header says something",
    {
      "Item.csv":
        "##name,id,,name,\n##type,int,,string,\n##rule,key\n##note,,,,remarks\n,1,x,a,y\n,2,,b,\n,,,,z\n",
    },
    ['Item {"id":1,"name":"a"}', 'Item {"id":2,"name":"b"}'],
  );
  odd(
    "of another dialect with more cells than names",
    { "Item.csv": "id,name\n1,a\n2,b,c\n" },
    [
      'TG2054 Item.csv:C3 The row has more cells than the header: "c" stands to the right of the last column.',
    ],
    { dialect: "plain", tables: { Item: { key: "id", columns: { id: "int", name: "string" } } } },
  );
  odd(
    "with a column of remarks that the header does not know",
    { "Item.csv": `${header}${Array.from({ length: 12 }, (_, row) => `,${row},a,x\n`).join("")}` },
    [
      ...Array.from(
        { length: 10 },
        (_, row) =>
          `TG2054 Item.csv:D${row + 4} The row has more cells than the header: "x" stands to the right of the last column.`,
      ),
      "- and in 2 more rows",
    ],
  );
  odd("with a NUL", { "Item.csv": `${header},1,a\0b\n` }, [
    'TG4022 Item.csv:C4 "a\\u{0}b" holds the character U+0000, which ends a string.',
  ]);
  odd(
    "with nothing, or nothing to be seen",
    { "A.csv": "", "B.csv": "\ufeff", "C.csv": "\r\n \r\n\t\r\n", "Item.csv": `${header},1,a\n` },
    [
      "TG1002 A.csv The file is empty: it has 0 bytes.",
      "TG1009 B.csv The file has no visible sheet with a cell in it.",
      "TG2006 C.csv The sheet is left out: column A has no ##name.",
    ],
  );
  odd(
    "with one column and no separator at all",
    { "Item.csv": "id\n1\n2\n" },
    ['Item {"id":1}', 'Item {"id":2}'],
    { dialect: "plain", tables: { Item: { key: "id", columns: { id: "int" } } } },
  );
  odd(
    "in GB18030",
    {
      "道具.csv": Uint8Array.from([
        0x23,
        0x23,
        0x6e,
        0x61,
        0x6d,
        0x65,
        0x2c,
        0xb1,
        0xe0,
        0xba,
        0xc5,
        0x2c,
        0xc3,
        0xfb,
        0xb3,
        0xc6,
        0x0a,
        ...new TextEncoder().encode("##type,int,string\n##rule,key\n,1,"),
        0xb5,
        0xb6,
        0x0a,
      ]),
    },
    ['道具 {"编号":1,"名称":"刀"}'],
  );
  odd(
    "of one name in two folders, with the columns in another order",
    {
      "a/Item.csv": `${header},1,a\n`,
      "b/Item.csv": "##name,name,id\n##type,string,int\n##rule,,key\n,b,2\n,c,1\n",
    },
    ["TG3001 b/Item.csv:C5 Key 1 occurs twice in Item.", "- first used here a/Item.csv:B4"],
  );
  odd(
    "that are copies by hand",
    {
      "Item.csv": `${header},1,a\n`,
      "Item (1).csv": `${header},1,a\n`,
      "Item - 副本.csv": `${header},1,a\n`,
      "Item copy.csv": `${header},1,a\n`,
      "~$Item.csv": "x",
    },
    [
      'TG2011 Item (1).csv "Item (1)" cannot be the name of a table.',
      '- the config can name it: "Item_1": { "from": "Item (1).csv" }',
      'TG2011 Item - 副本.csv "Item - 副本" cannot be the name of a table.',
      '- the config can name it: "Item_副本": { "from": "Item - 副本.csv" }',
      'TG2011 Item copy.csv "Item copy" cannot be the name of a table.',
      '- the config can name it: "Item_copy": { "from": "Item copy.csv" }',
    ],
  );
  odd("of one name in two cases", { "Item.csv": `${header},1,a\n`, "sub/ITEM.CSV": `${header},1,a\n` }, [
    "TG2013 Item.csv:A1 Item and ITEM differ too little: their files would have one name.",
    "- ITEM is declared here sub/ITEM.CSV:A1",
  ]);
  odd(
    "that are another thing",
    {
      "Item.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n",
      "Page.csv": "<html><table><tr><td>1</td></tr></table></html>",
      "Zip.csv": Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]),
    },
    [
      "TG1003 Item.csv The file is a text file of 64 bytes, a Git LFS pointer: the sheet itself was not fetched.",
      "TG1004 Page.csv The name ends in .csv, but the file is an HTML page.",
      "TG1006 Zip.csv The workbook is damaged: its zip archive breaks off, as after an interrupted copy.",
    ],
  );
  odd(
    "with keys that hold long numbers, dates and zeros as they are",
    {
      "Item.csv":
        "##name,id,s,d\n##type,int64,string,datetime\n##rule,key unique(a),unique(a),\n,9223372036854775807,007,2024-05-01\n,9007199254740993,1.10,2024/5/1 8:00\n,-1,1-2,2024-05-01T00:00:00+08:00\n",
    },
    [
      'Item {"id":"9223372036854775807","s":"007","d":"2024-05-01T00:00:00Z"}',
      'Item {"id":"9007199254740993","s":"1.10","d":"2024-05-01T08:00:00Z"}',
      'Item {"id":"-1","s":"1-2","d":"2024-04-30T16:00:00Z"}',
    ],
  );
  odd(
    "with what Excel made of errors",
    { "Item.csv": `${header},1,#REF!\n,2,#N/A\n,3,#DIV/0! \n,4,#name\n` },
    [
      "TG4002 Item.csv:C4 The cell's formula gives the error #REF!.",
      "TG4002 Item.csv:C5 The cell's formula gives the error #N/A.",
    ],
  );
  odd(
    "with what Excel made of long numbers",
    {
      "Item.csv":
        "##name,id,s\n##type,int64,int\n##rule,key,\n,1.23457E+17,########\n,#VALUE!,#N/A\n,1.0E5,TRUE\n",
    },
    [
      "TG4008 Item.csv:B4 1.23457E+17 has more digits than a number cell keeps, so it may be rounded.",
      'TG4005 Item.csv:C4 "########" is not an integer, which int32 takes.',
      "TG4002 Item.csv:B5 The cell's formula gives the error #VALUE!.",
      "TG4002 Item.csv:C5 The cell's formula gives the error #N/A.",
      "TG4005 Item.csv:B6 1.0E5 is not an integer, which int64 takes.",
      'TG4005 Item.csv:C6 "TRUE" is not an integer, which int32 takes.',
    ],
  );
});
