import type { Reported } from "./explanation.js";

/** Written by `UPDATE_GOLDEN=1 npx vitest run test/base/catalog` from what the examples give. */
export const reported: Reported = {
  "empty-file": { parameters: {}, at: { file: "Item.csv" }, notes: [] },
  "git-lfs-pointer": { parameters: { bytes: 130 }, at: { file: "Item.xlsx" }, notes: [] },
  "wrong-file-kind": {
    parameters: { extension: ".xlsx", kind: "a text file of 37 bytes" },
    at: { file: "Item.xlsx" },
    notes: [],
  },
  "no-cells": { parameters: {}, at: { file: "Later.csv" }, notes: [] },
  "unterminated-quote": { parameters: {}, at: { file: "Item.csv", row: 3, column: 2, line: 4 }, notes: [] },
  "text-after-quote": {
    parameters: { text: "Sword" },
    at: { file: "Item.csv", row: 3, column: 2, line: 4 },
    notes: [],
  },
  "broken-document": {
    parameters: { format: "JSON", problem: "comma expected" },
    at: { file: "items.json", line: 2 },
    notes: [],
  },
  "document-too-deep": { parameters: { levels: 200 }, at: { file: "items.json", line: 1 }, notes: [] },
  "repeated-record-field": {
    parameters: { field: "name" },
    at: { file: "items.json", line: 1 },
    notes: [{ message: "first here", at: { file: "items.json", line: 1 } }],
  },
  "no-such-records": {
    parameters: { path: "item", step: "item", suggestion: "items" },
    at: { file: "items.json", line: 1 },
    notes: [],
  },
  "not-a-record": {
    parameters: { table: "Item", is: "a string" },
    at: { file: "items.json", path: "[1]", line: 1, value: "Axe" },
    notes: [],
  },
  "unknown-record-field": {
    parameters: { table: "Item", field: "nmae", suggestion: "name" },
    at: { file: "items.json", path: "[0].nmae", line: 1, value: "Sword" },
    notes: [],
  },
  "records-without-types": {
    parameters: { table: "Item" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item", line: 1 },
    notes: [],
  },
  "record-field-by-two-names": {
    parameters: { column: "name", first: "title", second: "name" },
    at: { file: "items.json", path: "[0].name", line: 1, value: "Axe" },
    notes: [],
  },
  "no-record-files": {
    parameters: { pattern: "itms.json" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.from[0]", line: 1 },
    notes: [],
  },
  "unknown-marker": {
    parameters: { marker: "##nots", suggestion: "##note" },
    at: { file: "Item.csv", row: 3, column: 0, value: "##nots" },
    notes: [],
  },
  "repeated-marker": {
    parameters: { marker: "##type" },
    at: { file: "Item.csv", row: 2, column: 0, value: "##type" },
    notes: [{ message: "first here", at: { file: "Item.csv", row: 1, column: 0, value: "##type" } }],
  },
  "marker-after-data": {
    parameters: { marker: "##rule" },
    at: { file: "Item.csv", row: 3, column: 0, value: "##rule" },
    notes: [{ message: "the first row of data", at: { file: "Item.csv", row: 2, column: 0 } }],
  },
  "text-in-mark-column": {
    parameters: { text: "old" },
    at: { file: "Item.csv", row: 3, column: 0, value: "old" },
    notes: [],
  },
  "no-name-row": { parameters: {}, at: { file: "Item.csv" }, notes: [] },
  "not-a-table": { parameters: { reason: "column A has no ##name" }, at: { file: "Remarks.csv" }, notes: [] },
  "no-header": {
    parameters: { table: "Item", reason: "column A has no ##name" },
    at: { file: "Item.csv" },
    notes: [],
  },
  "no-columns": {
    parameters: { table: "Item" },
    at: { file: "Item.csv", row: 0, column: 0, value: "##name" },
    notes: [],
  },
  "type-without-name": {
    parameters: { text: "string" },
    at: { file: "Item.csv", row: 1, column: 2, value: "string" },
    notes: [],
  },
  "sheet-without-rows": {
    parameters: { table: "Drop", column: "weight" },
    at: { file: "drops/forest.csv", row: 0, column: 2, header: "weight", value: "weight" },
    notes: [],
  },
  "mixed-sheet": {
    parameters: { marker: "##enum", other: "header rows of a table" },
    at: { file: "Item.csv", row: 5, column: 0, value: "##enum" },
    notes: [],
  },
  "cell-beyond-header": {
    parameters: { text: " world" },
    at: { file: "Item.csv", row: 3, column: 3, value: " world" },
    notes: [],
  },
  "misplaced-marker": {
    parameters: { marker: "##name" },
    at: { file: "Item.csv", row: 0, column: 1, value: "##name" },
    notes: [],
  },
  "unreadable-header": {
    parameters: { error: "#N/A" },
    at: { file: "Item.xlsx", sheet: "Item", row: 0, column: 2, value: "#N/A" },
    notes: [],
  },
  "invalid-name": {
    parameters: { what: "a column", name: "unit price" },
    at: { file: "Item.csv", row: 0, column: 2, header: "unit price", value: "unit price" },
    notes: [{ message: 'the config can rename it: tables.Item.columns["unit price"].name = "unit_price"' }],
  },
  "duplicate-column": {
    parameters: { column: "name" },
    at: { file: "Item.csv", row: 0, column: 3, header: "name", value: "name" },
    notes: [
      { message: "first here", at: { file: "Item.csv", row: 0, column: 2, header: "name", value: "name" } },
    ],
  },
  "name-clash": {
    parameters: { name: "hero_level", other: "HeroLevel" },
    at: { file: "hero_level.csv", row: 0, column: 0, value: "##name" },
    notes: [
      {
        message: "HeroLevel is declared here",
        at: { file: "HeroLevel.csv", row: 0, column: 0, value: "##name" },
      },
    ],
  },
  "unknown-type": {
    parameters: { type: "strng", suggestion: "string" },
    at: { file: "Item.csv", row: 1, column: 2, header: "name", value: "strng" },
    notes: [],
  },
  "invalid-type": {
    parameters: { type: "int32[", reason: "a bracket is not closed" },
    at: { file: "Item.csv", row: 1, column: 2, header: "name", value: "int32[" },
    notes: [],
  },
  "missing-type": {
    parameters: { table: "Item", column: "name" },
    at: { file: "Item.csv", row: 0, column: 2, header: "name", value: "name" },
    notes: [],
  },
  "missing-types": {
    parameters: { table: "Item" },
    at: { file: "Item.csv", row: 0, column: 0, value: "##name" },
    notes: [],
  },
  "invalid-default": {
    parameters: { text: "int32 =", reason: "nothing follows the =" },
    at: { file: "Item.csv", row: 1, column: 2, header: "name", value: "int32 =" },
    notes: [],
  },
  "repeated-default": {
    parameters: { column: "price", first: "6", second: "5" },
    at: { file: "Item.csv", row: 1, column: 2, header: "price", value: "int32 = 5" },
    notes: [
      {
        message: "the other one",
        at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "default=6" },
      },
    ],
  },
  "unknown-rule": {
    parameters: { rule: "unqiue", suggestion: "unique" },
    at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "unqiue" },
    notes: [],
  },
  "invalid-rule": {
    parameters: { rule: "unique()", reason: "unique(NAME) takes one name" },
    at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "unique()" },
    notes: [],
  },
  "invalid-group": {
    parameters: { group: "1st" },
    at: { file: "Item.csv", row: 3, column: 2, value: "1st" },
    notes: [],
  },
  "groups-without-effect": {
    parameters: {},
    at: { file: "Item.csv", row: 0, column: 2, header: "name", value: "name" },
    notes: [],
  },
  "column-differs": {
    parameters: { table: "Drop", column: "weight", what: "type", here: "string", there: "int32" },
    at: { file: "drops/forest.csv", row: 1, column: 2, header: "weight", value: "string" },
    notes: [
      {
        message: "the other sheet",
        at: { file: "drops/cave.csv", row: 1, column: 2, header: "weight", value: "int32" },
      },
    ],
  },
  "column-missing": {
    parameters: { table: "Drop", column: "weight" },
    at: { file: "drops/forest.csv", row: 0, column: 0, value: "##name" },
    notes: [
      {
        message: "another sheet has it",
        at: { file: "drops/cave.csv", row: 0, column: 2, header: "weight", value: "weight" },
      },
    ],
  },
  "no-key": {
    parameters: { table: "Item" },
    at: { file: "Item.csv", row: 0, column: 0, value: "##name" },
    notes: [],
  },
  "unknown-key-column": {
    parameters: { table: "Item", column: "di", suggestion: "id" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.key", line: 1 },
    notes: [],
  },
  "invalid-key-type": {
    parameters: { table: "Item", column: "weight", type: "float32" },
    at: { file: "Item.csv", row: 2, column: 1, header: "weight", value: "key" },
    notes: [
      {
        message: "the column",
        at: { file: "Item.csv", row: 0, column: 1, header: "weight", value: "weight" },
      },
    ],
  },
  "keys-differ": {
    parameters: { table: "Drop", here: "(weight)", there: "(id)" },
    at: { file: "drops/forest.csv", row: 2, column: 2, header: "weight", value: "key" },
    notes: [
      {
        message: "the other sheet",
        at: { file: "drops/cave.csv", row: 2, column: 1, header: "id", value: "key" },
      },
    ],
  },
  "repeated-key": {
    parameters: { table: "Item", key: "id" },
    at: { file: "Item.csv", row: 2, column: 1, header: "id", value: "key unique" },
    notes: [
      {
        message: "first here",
        at: { file: "Item.csv", row: 2, column: 1, header: "id", value: "key unique" },
      },
    ],
  },
  "repeated-key-column": {
    parameters: { table: "Item", column: "id" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.key", line: 1 },
    notes: [],
  },
  "key-name-clash": {
    parameters: { table: "Item", name: "price" },
    at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "unique ordered" },
    notes: [
      {
        message: "the other key",
        at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "unique ordered" },
      },
    ],
  },
  "reserved-name": {
    parameters: { name: "primary", use: "the primary key" },
    at: { file: "Item.csv", row: 2, column: 2, header: "price", value: "unique(primary)" },
    notes: [],
  },
  "from-without-match": {
    parameters: { pattern: "Itm.csv", suggestion: "Item.csv" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.from[0]", line: 1 },
    notes: [],
  },
  "table-without-sheets": {
    parameters: { table: "Itm", suggestion: "Item" },
    at: { file: "table-gen.config.jsonc", path: "tables.Itm", line: 1 },
    notes: [],
  },
  "unknown-config-column": {
    parameters: { table: "Item", column: "nmae", suggestion: "name" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.columns.nmae", line: 1 },
    notes: [],
  },
  "invalid-reference": {
    parameters: { reference: "Itm.id", reason: "there is no table Itm", suggestion: "Item" },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.columns.id.references", line: 1 },
    notes: [],
  },
  "unknown-empty-cells-type": {
    parameters: { type: "int", suggestion: "int32" },
    at: { file: "table-gen.config.jsonc", path: "emptyCells.int", line: 1 },
    notes: [],
  },
  "unknown-heading": {
    parameters: { heading: "vlaue", mark: "##enum", suggestion: "value" },
    at: { file: "Enums.csv", row: 0, column: 3, value: "vlaue" },
    notes: [],
  },
  "no-heading": {
    parameters: { mark: "##enum", heading: "name" },
    at: { file: "Enums.csv", row: 0, column: 0, value: "##enum" },
    notes: [],
  },
  "incomplete-row": {
    parameters: { what: "name" },
    at: { file: "Enums.csv", row: 2, column: 2, header: "name" },
    notes: [],
  },
  "invalid-enum-value": {
    parameters: { enum: "Quality", value: "one", underlying: "int32" },
    at: { file: "Enums.csv", row: 1, column: 3, header: "value", value: "one" },
    notes: [],
  },
  "duplicate-enum-name": {
    parameters: { enum: "Quality", name: "common" },
    at: { file: "Enums.csv", row: 2, column: 2, header: "name", value: "common" },
    notes: [
      {
        message: "first here",
        at: { file: "Enums.csv", row: 1, column: 2, header: "name", value: "common" },
      },
    ],
  },
  "duplicate-enum-value": {
    parameters: { enum: "Quality", value: 1, name: "rare", other: "common" },
    at: { file: "Enums.csv", row: 2, column: 3, header: "value", value: "1" },
    notes: [
      {
        message: "first here",
        at: { file: "Enums.csv", row: 1, column: 2, header: "name", value: "common" },
      },
    ],
  },
  "duplicate-declaration": {
    parameters: { kind: "enum", name: "Quality" },
    at: { file: "Enums.csv", row: 1, column: 1, header: "enum", value: "Quality" },
    notes: [
      {
        message: "first declared here",
        at: { file: "table-gen.config.jsonc", path: "enums.Quality", line: 1 },
      },
    ],
  },
  "invalid-underlying": {
    parameters: { enum: "Quality", type: "string" },
    at: { file: "Enums.csv", row: 1, column: 4, header: "type", value: "string" },
    notes: [],
  },
  "declarations-differ": {
    parameters: { kind: "enum", name: "Quality", property: "type", here: "int32", there: "uint8" },
    at: { file: "Enums.csv", row: 2, column: 4, header: "type", value: "int32" },
    notes: [
      {
        message: "the other one",
        at: { file: "Enums.csv", row: 1, column: 4, header: "type", value: "uint8" },
      },
    ],
  },
  "empty-enum": {
    parameters: { enum: "Quality" },
    at: { file: "table-gen.config.jsonc", path: "enums.Quality", line: 1 },
    notes: [],
  },
  "taken-name": {
    parameters: { what: "an enum", name: "duration" },
    at: { file: "Enums.csv", row: 1, column: 1, header: "enum", value: "duration" },
    notes: [],
  },
  "unusable-separator": {
    parameters: { reason: '"-" must hold no letter, digit, quote, -, ., [ or ]' },
    at: { file: "Enums.csv", row: 1, column: 4, header: "separator", value: "-" },
    notes: [],
  },
  "signed-flags": {
    parameters: { enum: "Slot", type: "int64" },
    at: { file: "Enums.csv", row: 1, column: 4, header: "type", value: "int64" },
    notes: [],
  },
  "negative-flag": {
    parameters: { enum: "Slot", value: -1 },
    at: { file: "Enums.csv", row: 1, column: 3, header: "value", value: "-1" },
    notes: [],
  },
  "unknown-struct": {
    parameters: { struct: "Weapn" },
    at: { file: "table-gen.config.jsonc", path: "structs.Sword.extends", line: 1 },
    notes: [],
  },
  "endless-struct": {
    parameters: { struct: "Node", through: "next" },
    at: { file: "table-gen.config.jsonc", path: "structs.Node.fields.next", line: 1 },
    notes: [],
  },
  "duplicate-field": {
    parameters: { struct: "Sword", field: "attack" },
    at: { file: "table-gen.config.jsonc", path: "structs.Sword.fields.attack", line: 1 },
    notes: [
      {
        message: "first here",
        at: { file: "table-gen.config.jsonc", path: "structs.Weapon.fields.attack", line: 1 },
      },
    ],
  },
  "variant-without-kinds": {
    parameters: { variant: "Shape" },
    at: { file: "table-gen.config.jsonc", path: "variants.Shape", line: 1 },
    notes: [],
  },
  "duplicate-kind": {
    parameters: { variant: "Shape", kind: "Circle" },
    at: { file: "table-gen.config.jsonc", path: "variants.Shape.kinds.Circle", line: 1 },
    notes: [
      {
        message: "first here",
        at: { file: "table-gen.config.jsonc", path: "variants.Shape.kinds.Circle", line: 1 },
      },
    ],
  },
  "composite-in-set": {
    parameters: { table: "Level" },
    at: { file: "Unlock.csv", row: 1, column: 2, header: "levels", value: "set<ref<Level>>" },
    notes: [],
  },
  "mixed-columns": {
    parameters: { field: "reward" },
    at: { file: "Quest.csv", row: 0, column: 2, header: "reward", value: "reward" },
    notes: [],
  },
  "missing-element": {
    parameters: { field: "drops", index: 1 },
    at: { file: "Quest.csv", row: 0, column: 2, header: "drops[0]", value: "drops[0]" },
    notes: [],
  },
  "columns-of-scalar": {
    parameters: { field: "reward", type: "int32", columns: "parts" },
    at: { file: "Quest.csv", row: 0, column: 2, header: "reward.item", value: "reward.item" },
    notes: [],
  },
  "unknown-field-column": {
    parameters: { field: "cuont", type: "Reward", suggestion: "count" },
    at: { file: "Quest.csv", row: 0, column: 4, header: "reward.cuont", value: "reward.cuont" },
    notes: [],
  },
  "missing-field-column": {
    parameters: { field: "reward", type: "Reward.count" },
    at: { file: "Quest.csv", row: 0, column: 2, header: "reward.item", value: "reward.item" },
    notes: [],
  },
  "header-struct-differs": {
    parameters: { struct: "DropAt" },
    at: { file: "drops/hill.csv", row: 0, column: 2, header: "at.x", value: "at.x" },
    notes: [
      {
        message: "the other one",
        at: { file: "drops/cave.csv", row: 0, column: 2, header: "at.x", value: "at.x" },
      },
    ],
  },
  "unknown-group": {
    parameters: { group: "srver", suggestion: "server" },
    at: { file: "Item.csv", row: 0, column: 2, header: "x", value: "x" },
    notes: [],
  },
  "target-without-tables": {
    parameters: { target: "server" },
    at: { file: "table-gen.config.jsonc", path: "targets.server", line: 1 },
    notes: [],
  },
  "reference-cut-away": {
    parameters: { field: "Drop.item", table: "Item", target: "client" },
    at: { file: "Drop.csv", row: 0, column: 2, header: "item", value: "item" },
    notes: [{ message: "the table's place", at: { file: "Item.csv", row: 0, column: 0, value: "##name" } }],
  },
  "key-cut-away": {
    parameters: { table: "Item", key: "primary", column: "id", target: "client" },
    at: { file: "Item.csv", row: 2, column: 1, header: "id", value: "key" },
    notes: [
      { message: "the column", at: { file: "Item.csv", row: 0, column: 1, header: "id", value: "id" } },
    ],
  },
  "value-cut-away": {
    parameters: { enum: "Mode", value: "Hidden", target: "client" },
    at: { file: "Item.csv", row: 4, column: 2, header: "x", value: "Hidden" },
    notes: [],
  },
  "unknown-tag": {
    parameters: { tag: "dve", suggestion: "dev" },
    at: { file: "Item.csv", row: 4, column: 0, value: "dve" },
    notes: [],
  },
  "unknown-region": {
    parameters: { region: "ne", suggestion: "en" },
    at: { file: "Item.csv", row: 0, column: 3, header: "name@ne", value: "name@ne" },
    notes: [],
  },
  "singleton-rows": {
    parameters: { table: "Settings", count: 2 },
    at: { file: "Settings.csv", row: 4, column: 0 },
    notes: [],
  },
  "unusable-text-table": {
    parameters: { table: "Text", reason: "it has no column en", suggestion: "ne" },
    at: { file: "table-gen.config.jsonc", path: "text.languages[1]", line: 1 },
    notes: [],
  },
  "invalid-back-reference": {
    parameters: {
      name: "droppedBy",
      reference: "Drop.itm",
      reason: "Drop has no column itm",
      suggestion: "item",
    },
    at: { file: "table-gen.config.jsonc", path: "tables.Item.backReferences.droppedBy", line: 1 },
    notes: [],
  },
  "missing-translation": {
    parameters: { table: "Text", key: "sword", language: "en" },
    at: { file: "Text.csv", row: 3, column: 3, header: "en" },
    notes: [],
  },
  "repeated-text": {
    parameters: { table: "Text", key: "sword", language: "en" },
    at: { file: "english/Text.csv", row: 3, column: 2, header: "en", value: "Blade" },
    notes: [
      { message: "first here", at: { file: "Text.csv", row: 3, column: 3, header: "en", value: "Sword" } },
    ],
  },
  "element-type-differs": {
    parameters: { field: "drops[1]", type: "string", first: "drops[0]", firstType: "int32" },
    at: { file: "Quest.csv", row: 1, column: 3, header: "drops[1]", value: "string" },
    notes: [
      {
        message: "first here",
        at: { file: "Quest.csv", row: 0, column: 2, header: "drops[0]", value: "drops[0]" },
      },
    ],
  },
  "first-row-continues": {
    parameters: { table: "Quest" },
    at: { file: "Quest.csv", row: 3, column: 2, value: "7" },
    notes: [],
  },
  "luban-conf": { parameters: { reason: "Define does not exist" }, at: { file: "luban.conf" }, notes: [] },
  "luban-xml": {
    parameters: { reason: "Missing end tag for element bean" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-unknown-word": {
    parameters: { what: "the attribute mod of <table>", suggestion: "mode" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-definition": {
    parameters: { reason: "there is no mode maps; map, list and one are" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-duplicate": {
    parameters: { name: "Item" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [{ message: "first here", at: { file: "Defines/item.xml", line: 1 } }],
  },
  "luban-invalid-type": {
    parameters: { type: "integer", reason: "there is no integer" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-unknown-bean": {
    parameters: { bean: "Items", suggestion: "Item" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-invalid-reference": {
    parameters: { reference: "TbItems", reason: "there is no table TbItems", suggestion: "TbItem" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-not-checked": {
    parameters: { attribute: "index=item" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-input-missing": {
    parameters: { table: "TbItem", input: "more.csv" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-input-not-read": {
    parameters: { table: "TbItem", input: "Datas/more.lit" },
    at: { file: "Defines/item.xml", line: 1 },
    notes: [],
  },
  "luban-no-sheet": { parameters: {}, at: { file: "Datas/more.csv" }, notes: [] },
  "luban-unknown-mark": {
    parameters: { mark: "vars" },
    at: { file: "Datas/more.csv", row: 0, column: 0, value: "##vars" },
    notes: [],
  },
  "luban-invalid-title": {
    parameters: { reason: "there are two columns count" },
    at: { file: "Datas/more.csv", row: 0, column: 3, value: "count" },
    notes: [],
  },
  "luban-missing-column": {
    parameters: { field: "count", bean: "Item", suggestion: "counts" },
    at: { file: "Datas/more.csv", row: 0, column: 0, value: "##var" },
    notes: [],
  },
  "luban-title-not-for-type": {
    parameters: { type: "int", title: "count", isInRows: true },
    at: { file: "Datas/item.csv", row: 1, column: 2, header: "count", value: "10" },
    notes: [],
  },
  "luban-missing-part": {
    parameters: { what: "Reward.count" },
    at: { file: "Datas/item.csv", row: 1, column: 2, header: "count", value: "5" },
    notes: [],
  },
  "luban-null": {
    parameters: {},
    at: { file: "Datas/item.csv", row: 1, column: 2, header: "count", value: "null" },
    notes: [],
  },
  "luban-text": {
    parameters: { format: "json", reason: "Expected ',' or ']' after array element in JSON at position 4" },
    at: { file: "Datas/item.csv", row: 1, column: 2, header: "count", value: "[1,2" },
    notes: [],
  },
  "luban-part-left": {
    parameters: { part: "15", type: "Reward" },
    at: { file: "Datas/item.csv", row: 1, column: 2, header: "count", value: "5,10,15" },
    notes: [],
  },
  "tableau-config": {
    parameters: { reason: "it is no number" },
    at: { file: "config.yaml", path: "proto.input.header.namerow", line: 4, value: "first" },
    notes: [],
  },
  "tableau-no-metasheet": {
    parameters: { metasheet: "@TABLEAU" },
    at: { file: "table-gen.config.jsonc" },
    notes: [],
  },
  "tableau-metasheet": {
    parameters: { reason: "there is no sheet Items", suggestion: "Item" },
    at: { file: "Shop#@TABLEAU.csv", row: 2, column: 0, value: "Items" },
    notes: [],
  },
  "tableau-header": {
    parameters: { reason: "there are two columns Name" },
    at: { file: "Shop#Item.csv", row: 0, column: 2, header: "Name", value: "Name" },
    notes: [
      {
        message: "first here",
        at: { file: "Shop#Item.csv", row: 0, column: 1, header: "Name", value: "Name" },
      },
    ],
  },
  "tableau-invalid-type": {
    parameters: { type: "int", reason: "there is no type int", suggestion: "int32" },
    at: { file: "Shop#Item.csv", row: 1, column: 2, header: "Price", value: "int" },
    notes: [],
  },
  "tableau-definition": {
    parameters: { reason: "one is no whole number" },
    at: { file: "Shop#Kind.csv", row: 1, column: 0, header: "Number", value: "one" },
    notes: [],
  },
  "tableau-missing-column": {
    parameters: { column: "Part2Num", table: "Item", suggestion: "Part2Nun" },
    at: { file: "Shop#Item.csv", row: 0, column: 0, value: "ID" },
    notes: [],
  },
  "tableau-not-checked": {
    parameters: { what: "Patch PATCH_MERGE" },
    at: { file: "Shop#@TABLEAU.csv", row: 1, column: 1, header: "Patch", value: "PATCH_MERGE" },
    notes: [],
  },
  "tableau-row-conflict": {
    parameters: { value: "Blade", other: "Sword" },
    at: { file: "Shop#Item.csv", row: 4, column: 1, header: "Name", value: "Blade" },
    notes: [
      {
        message: "the earlier row",
        at: { file: "Shop#Item.csv", row: 3, column: 1, header: "Name", value: "Sword" },
      },
    ],
  },
  "tableau-cell": {
    parameters: { reason: "element 1 is empty, and 2 is not" },
    at: { file: "Shop#Item.csv", row: 3, column: 2, header: "Part2ID", value: "6" },
    notes: [],
  },
  "empty-cell": {
    parameters: { table: "Item", column: "value" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value" },
    notes: [],
  },
  "error-cell": {
    parameters: { value: "#N/A" },
    at: { file: "Item.xlsx", sheet: "Item", row: 3, column: 2, header: "value", value: "#N/A" },
    notes: [],
  },
  "formula-without-value": {
    parameters: { value: "=B4*2" },
    at: { file: "Item.xlsx", sheet: "Item", row: 3, column: 2, header: "value", value: "=B4*2" },
    notes: [],
  },
  "not-a-bool": {
    parameters: { value: "yes" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "yes" },
    notes: [],
  },
  "not-an-integer": {
    parameters: { value: "12 gold", type: "int32" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "12 gold" },
    notes: [],
  },
  "fraction-in-integer": {
    parameters: { value: "1.5", type: "int32" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1.5" },
    notes: [],
  },
  "integer-out-of-range": {
    parameters: { value: "300", type: "uint8", minimum: "0", maximum: "255" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "300" },
    notes: [],
  },
  "rounded-number": {
    parameters: { value: "1234567890123456800" },
    at: {
      file: "Item.xlsx",
      sheet: "Item",
      row: 3,
      column: 2,
      header: "value",
      value: "1234567890123456800",
    },
    notes: [],
  },
  "digit-separators": {
    parameters: { value: "1,200", plain: "1200" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1,200" },
    notes: [],
  },
  "full-width-characters": {
    parameters: { value: "１２", plain: "12" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "１２" },
    notes: [],
  },
  "not-a-number": {
    parameters: { value: "fast", type: "float32" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "fast" },
    notes: [],
  },
  "float-out-of-range": {
    parameters: { value: "1e40", type: "float32", becomes: "infinite" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1e40" },
    notes: [],
  },
  "date-cell": {
    parameters: { value: "2024-01-02 00:00:00", type: "string" },
    at: {
      file: "Item.xlsx",
      sheet: "Item",
      row: 3,
      column: 2,
      header: "value",
      value: "2024-01-02 00:00:00",
    },
    notes: [],
  },
  "not-a-datetime": {
    parameters: { value: "05/01/2024" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "05/01/2024" },
    notes: [],
  },
  "no-such-time": {
    parameters: { value: "2024-02-30" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "2024-02-30" },
    notes: [],
  },
  "time-in-gap": {
    parameters: {
      value: "2024-03-10 02:30",
      zone: "America/New_York",
      from: "2024-03-10 02:00:00",
      to: "2024-03-10 03:00:00",
    },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "2024-03-10 02:30" },
    notes: [],
  },
  "fraction-of-second": {
    parameters: { value: "2024-05-01 12:00:00.5" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "2024-05-01 12:00:00.5" },
    notes: [],
  },
  "not-a-duration": {
    parameters: { value: "90" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "90" },
    notes: [],
  },
  "fraction-of-millisecond": {
    parameters: { value: "0.5ms" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "0.5ms" },
    notes: [],
  },
  "duration-out-of-range": {
    parameters: { value: "200000000d" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "200000000d" },
    notes: [],
  },
  "unknown-enum-value": {
    parameters: { value: "rear", type: "Quality" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "rear" },
    notes: [
      {
        message: "Quality has the values common, rare",
        at: { file: "table-gen.config.jsonc", path: "enums.Quality", line: 1 },
      },
    ],
  },
  "nul-character": {
    parameters: { value: "Swo\u0000rd" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "Swo\u0000rd" },
    notes: [],
  },
  "empty-element": {
    parameters: { value: "", elements: [2] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1,,2" },
    notes: [],
  },
  "wrong-separator": {
    parameters: { value: "1;2", found: ";", separator: "," },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1;2" },
    notes: [],
  },
  "wrong-element-count": {
    parameters: { value: "1,2", type: "int32[3]", count: 2, needed: 3 },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1,2" },
    notes: [],
  },
  "bad-quotes": {
    parameters: { value: '"a, b', elements: [1] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: '"a, b' },
    notes: [],
  },
  "unused-default": {
    parameters: { table: "Item", column: "value" },
    at: { file: "Item.csv", row: 1, column: 2, header: "value", value: "int32? = 5" },
    notes: [],
  },
  "bracketed-list": {
    parameters: { value: "[a,b]", plain: "a,b" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "[a,b]" },
    notes: [],
  },
  "time-beyond-utc": {
    parameters: { value: "0001-01-01 00:00", isLate: false },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "0001-01-01 00:00" },
    notes: [],
  },
  "not-a-fraction": {
    parameters: { value: "3/0" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "3/0" },
    notes: [],
  },
  "not-a-version": {
    parameters: { value: "1.2-beta" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1.2-beta" },
    notes: [],
  },
  "repeated-element": {
    parameters: { value: "3", first: 1, elements: [3] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "3,5,3" },
    notes: [],
  },
  "repeated-map-key": {
    parameters: { value: "hp", first: 1, elements: [2] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "hp:10,hp:12" },
    notes: [],
  },
  "entry-without-value": {
    parameters: { value: "mp", separator: ":", elements: [2] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "hp:10,mp" },
    notes: [],
  },
  "unknown-kind": {
    parameters: { value: "Cirle", type: "Shape", nearest: "Circle" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "Cirle,5" },
    notes: [
      {
        message: "Shape has the kinds Circle, Square",
        at: { file: "table-gen.config.jsonc", path: "variants.Shape", line: 1 },
      },
    ],
  },
  "too-many-parts": {
    parameters: { value: "7,2,1", type: "Reward", count: 3, needed: 2 },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "7,2,1" },
    notes: [],
  },
  "missing-part": {
    parameters: { value: "7", type: "Reward", field: "count" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "7" },
    notes: [],
  },
  "no-more-separators": {
    parameters: { value: "1", type: "int32[]", elements: [1] },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "1,2" },
    notes: [],
  },
  "not-json": {
    parameters: {
      value: '{"item": 7, "count": }',
      reason: 'Unexpected token \'}\', ..." "count": }" is not valid JSON',
    },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: '{"item": 7, "count": }' },
    notes: [],
  },
  "wrong-json": {
    parameters: { value: "[7,2]", type: "Reward", is: "an array" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: "[7, 2]" },
    notes: [],
  },
  "unknown-json-field": {
    parameters: { value: "cuont", type: "Reward", nearest: "count" },
    at: { file: "Item.csv", row: 3, column: 2, header: "value", value: '{"item": 7, "cuont": 2}' },
    notes: [],
  },
  "field-of-another-kind": {
    parameters: { value: "3", type: "Circle" },
    at: { file: "Item.csv", row: 3, column: 4, header: "shape.a", value: "3" },
    notes: [],
  },
  "duplicate-key": {
    parameters: { table: "Item", key: "7" },
    at: { file: "Item.csv", row: 5, column: 1, header: "id", value: "7" },
    notes: [
      { message: "first used here", at: { file: "Item.csv", row: 3, column: 1, header: "id", value: "7" } },
    ],
  },
  "empty-table": {
    parameters: { table: "Item" },
    at: { file: "Item.csv", row: 0, column: 0, value: "##name" },
    notes: [],
  },
  "invisible-in-key": {
    parameters: { table: "Skill", column: "skill", key: '"fireball\\u{200b}"' },
    at: { file: "Skill.csv", row: 3, column: 1, header: "skill", value: "fireball\u200b" },
    notes: [],
  },
  "look-alike-keys": {
    parameters: { table: "Skill", key: '"cafe\u0301"', other: '"café"' },
    at: { file: "Skill.csv", row: 4, column: 1, header: "skill", value: "cafe\u0301" },
    notes: [
      {
        message: "the other one",
        at: { file: "Skill.csv", row: 3, column: 1, header: "skill", value: "café" },
      },
    ],
  },
  "dangling-reference": {
    parameters: { table: "Hero", column: "value", key: "8", targets: "Item", near: "7, 9" },
    at: { file: "Hero.csv", row: 3, column: 2, header: "value", value: "8" },
    notes: [],
  },
  "rule-broken": {
    parameters: { table: "Hero", column: "value", rule: "range=1..100", reason: "500 is above 100" },
    at: { file: "Hero.csv", row: 4, column: 2, header: "value", value: "500" },
    notes: [
      {
        message: "the rule",
        at: { file: "Hero.csv", row: 2, column: 2, header: "value", value: "range=1..100" },
      },
    ],
  },
  "rule-not-kept": {
    parameters: { table: "Hero", column: "value", rule: "range=1..100", reason: "500 is above 100" },
    at: { file: "Hero.csv", row: 3, column: 2, header: "value", value: "500" },
    notes: [
      {
        message: "the rule",
        at: { file: "table-gen.config.jsonc", path: "tables.Hero.columns.value.rules[0]", line: 1 },
      },
      { message: "an error from 9999-12-31 on" },
    ],
  },
  "rule-not-for-type": {
    parameters: {
      table: "Hero",
      column: "value",
      rule: "range=1..100",
      type: "string",
      takes: "numbers, datetimes, durations and versions",
    },
    at: { file: "Hero.csv", row: 2, column: 2, header: "value", value: "range=1..100" },
    notes: [],
  },
  "invalid-expression": {
    parameters: {
      expression: "valu > id",
      character: 1,
      reason: "Hero has no column valu",
      suggestion: "value",
    },
    at: { file: "Hero.csv", row: 2, column: 2, header: "value", value: 'check="valu > id"' },
    notes: [],
  },
  "unknown-rule-name": {
    parameters: { rule: "unique(valeu)", what: "a column", name: "valeu", suggestion: "value" },
    at: { file: "table-gen.config.jsonc", path: "tables.Hero.rules[0]", line: 1 },
    notes: [],
  },
  "rule-program-failed": {
    parameters: { reason: "heroes are not looked at yet" },
    at: { file: "rules/hero.mjs", line: 2 },
    notes: [],
  },
  "cpp-name-taken": {
    parameters: { what: "Column Hero.class", name: "class_", reason: "class is a word of the language" },
    at: { file: "Hero.csv", row: 0, column: 2, header: "class", value: "class" },
    notes: [],
  },
  "ts-name-taken": {
    parameters: { what: "Column Hero.constructor", wish: "constructor", name: "constructor_" },
    at: { file: "Hero.csv", row: 0, column: 2, header: "constructor", value: "constructor" },
    notes: [],
  },
  "config-invalid": {
    parameters: { problem: "listSeparator must be a string, not a number." },
    at: { file: "table-gen.config.jsonc", path: "listSeparator", line: 1, value: "5" },
    notes: [],
  },
  "config-ambiguous": {
    parameters: { names: "table-gen.config.json, table-gen.config.jsonc" },
    at: { file: "." },
    notes: [],
  },
  "config-syntax": {
    parameters: { problem: "colon expected" },
    at: { file: "table-gen.config.jsonc", line: 1 },
    notes: [],
  },
  "config-unknown-key": {
    parameters: { key: "nmae", suggestion: "name" },
    at: { file: "table-gen.config.jsonc", path: "nmae", line: 1 },
    notes: [],
  },
  "config-duplicate-key": {
    parameters: { key: "name" },
    at: { file: "table-gen.config.jsonc", path: "name", line: 1 },
    notes: [],
  },
  "config-failed": {
    parameters: { reason: "it has no default export" },
    at: { file: "table-gen.config.mjs" },
    notes: [],
  },
  "config-no-sources": {
    parameters: { pattern: "sheets/*.csv" },
    at: { file: "table-gen.config.jsonc", path: "sources", line: 1 },
    notes: [],
  },
  "config-no-tables": { parameters: {}, at: { file: "table-gen.config.jsonc" }, notes: [] },
};
