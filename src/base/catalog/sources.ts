import type { DiagnosticSpec } from "../diagnostic-spec.js";

export const sourceDiagnostics = {
  "unreadable-file": {
    id: "TG1001",
    severity: "error",
    message: (p: { reason: string }) => `The file cannot be read: ${p.reason}.`,
    help: "Check that it exists, that it is not open with a lock, and that you may read it.",
  },
  "empty-file": {
    id: "TG1002",
    severity: "error",
    message: () => "The file is empty: it has 0 bytes.",
    help: "Copy or save it again, or delete it.",
  },
  "git-lfs-pointer": {
    id: "TG1003",
    severity: "error",
    message: (p: { bytes: number }) =>
      `The file is a text file of ${p.bytes} bytes, a Git LFS pointer: the sheet itself was not fetched.`,
    help: "Run `git lfs pull`.",
  },
  "wrong-file-kind": {
    id: "TG1004",
    severity: "error",
    message: (p: { extension: string; kind: string }) =>
      `The name ends in ${p.extension}, but the file is ${p.kind}.`,
    help: "Save it in the format that its name says, or give it the extension of what it is.",
  },
  "unsupported-extension": {
    id: "TG1005",
    severity: "error",
    message: (p: { extension: string }) =>
      p.extension === ""
        ? "The file name has no extension that tells its format."
        : `Files ending in ${p.extension} are not read.`,
    help: "Use a file in one of the formats .xlsx, .xlsm, .xls, .ods, .csv, .tsv.",
  },
  "damaged-workbook": {
    id: "TG1006",
    severity: "error",
    message: (p: { reason: string }) => `The workbook is damaged: ${p.reason}.`,
    help: "Copy or download it again, or open it in a spreadsheet program, repair it and save it.",
  },
  "protected-workbook": {
    id: "TG1007",
    severity: "error",
    message: () => "The workbook is encrypted with a password.",
    help: "Open it in a spreadsheet program, remove the password and save it.",
  },
  "unreadable-sheet": {
    id: "TG1008",
    severity: "error",
    message: (p: { sheet: string }) => `Sheet ${p.sheet} is damaged and cannot be read.`,
    help: "Open the workbook in a spreadsheet program, check the sheet and save the workbook.",
  },
  "no-cells": {
    id: "TG1009",
    severity: "warning",
    message: () => "The file has no visible sheet with a cell in it.",
    help: "Fill or show a sheet, or leave the file out of the sources.",
  },
  "unknown-encoding": {
    id: "TG1010",
    severity: "error",
    message: (p: { encoding: string }) => `${p.encoding} is not the name of a text encoding.`,
    help: "Use `auto` or a WHATWG label such as utf-8, utf-16le, gb18030, big5, shift_jis.",
  },
  "undetected-encoding": {
    id: "TG1011",
    severity: "error",
    message: (p: { utf8Offset: number; gb18030Offset: number }) =>
      `The text is neither UTF-8 (wrong at byte ${p.utf8Offset}) nor GB18030 (wrong at byte ${p.gb18030Offset}).`,
    help: "Save the file as UTF-8, or name its encoding in the config.",
  },
  "invalid-bytes": {
    id: "TG1012",
    severity: "error",
    message: (p: { encoding: string; offset: number }) =>
      `Byte ${p.offset} does not belong to text in ${p.encoding}.`,
    help: "Save the file in this encoding, or name its real encoding in the config.",
  },
  "unsure-encoding": {
    id: "TG1013",
    severity: "warning",
    message: () => "The text was read as GB18030, but most of its characters are rare ones there.",
    help: "Save the file as UTF-8, or name its encoding (gb18030, big5, shift_jis …) in the config.",
  },
  "text-too-large": {
    id: "TG1014",
    severity: "error",
    message: (p: { bytes: number }) => `The text has ${p.bytes} bytes, more than can be read at once.`,
    help: "Split it into several files; they can form one table.",
  },
  "invalid-separator": {
    id: "TG1015",
    severity: "error",
    message: (p: { separator: string }) => `${JSON.stringify(p.separator)} is not a separator.`,
    help: "Use `auto`, comma, semicolon, tab, pipe, or one character that is no quote and no line end.",
  },
  "unterminated-quote": {
    id: "TG1016",
    severity: "error",
    message: () => "A quoted cell begins here and does not end.",
    help: 'Close it with a quote; inside a quoted cell a quote is written twice: "".',
  },
  "text-after-quote": {
    id: "TG1017",
    severity: "error",
    message: (p: { text: string }) => `${JSON.stringify(p.text)} stands after the closing quote of a cell.`,
    help: 'Inside a quoted cell a quote is written twice: "". After the closing one comes a separator.',
  },
} as const satisfies Record<string, DiagnosticSpec>;
