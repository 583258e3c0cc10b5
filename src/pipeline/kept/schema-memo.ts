import { at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import type { ResolvedSchema } from "../../model/table-source.js";
import type { Workbook } from "../../model/workbook.js";
import type { BuildCache } from "../build-cache.js";
import { hashContent } from "../content-keys.js";
import { listen, type ReportArguments } from "../memo.js";
import { type KeptSchema, keepSchema, restoreSchema } from "./kept-schema.js";
import { Packed } from "./packed.js";
import {
  describeOutline,
  outlineAgain,
  restoreSheet,
  type SheetOutline,
  type WatchedSheet,
  watchSheet,
} from "./sheet-outline.js";

interface WorkbookOutline {
  readonly sheets: readonly SheetOutline[];
  /** The same for the same outlines. */
  readonly hash: string;
}

/** What is kept from one process to the next. */
export interface KeptSchemas {
  /** By the file. */
  readonly outlines: readonly (readonly [file: string, outline: WorkbookOutline])[];
  readonly last: KeptResolved | undefined;
}

interface KeptResolved {
  /** Of all that the schema comes from. */
  readonly key: string;
  /** Of the schema itself: see `keyOfSchema`. */
  readonly schemaKey: string;
  /** Those of a `Resolved`. */
  readonly bytes: Uint8Array;
}

interface Resolved {
  readonly schema: KeptSchema;
  readonly reports: readonly ReportArguments[];
}

/**
 * Resolves a schema again only when a cell has changed that was looked at for it: headers, and which cells of the rows are
 * filled. What the rows hold is not part of that.
 */
export class SchemaMemo {
  #outlines = new Map<string, WorkbookOutline>();
  #last: (Omit<KeptResolved, "bytes"> & { readonly content: Packed<Resolved> }) | undefined;
  /** Of workbooks that need not be asked again. */
  readonly #known = new WeakMap<Workbook, WorkbookOutline>();

  readonly #setKey: BuildCache["setKey"];

  constructor(setKey: BuildCache["setKey"]) {
    this.#setKey = setKey;
  }

  /** `options` says all that counts beside the workbooks. */
  recall(
    workbooks: readonly Workbook[],
    options: string,
    report: Report,
    resolve: (workbooks: readonly Workbook[], report: Report) => ResolvedSchema,
  ): ResolvedSchema {
    const last = this.#last;
    if (last !== undefined && last.key === this.#describe(workbooks, options)) {
      const { schema, reports } = last.content.value;
      for (const given of reports) report(...given);
      return this.#restore(schema, workbooks, last.schemaKey);
    }
    const watched = workbooks.map(({ file, sheets }) => ({ file, sheets: sheets.map(watchSheet) }));
    const seen = watched.map(({ file, sheets }) => ({ file, sheets: sheets.map(({ sheet }) => sheet) }));
    const heard = listen(report);
    const resolved = resolve(seen, heard.report);
    this.#outlines = new Map(
      watched.map(({ file, sheets }) => [file, describeWorkbook(sheets.map(outlineOf))]),
    );
    for (const workbook of workbooks) this.#remember(workbook);
    const schema = keepSchema(resolved, seen);
    const key = this.#describe(workbooks, options);
    this.#last = undefined;
    if (schema === undefined) return resolved;
    const schemaKey = hashContent(JSON.stringify(resolved.schema));
    if (key !== undefined) {
      this.#last = { key, schemaKey, content: Packed.of({ schema, reports: heard.reports }) };
    }
    return this.#restore(schema, workbooks, schemaKey);
  }

  #restore(schema: KeptSchema, workbooks: readonly Workbook[], key: string): ResolvedSchema {
    const restored = restoreSchema(schema, workbooks);
    this.#setKey(restored.schema, key);
    return restored;
  }

  #remember(workbook: Workbook): void {
    const outlines = this.#outlines.get(workbook.file);
    if (outlines !== undefined) this.#known.set(workbook, outlines);
  }

  /** Returns a workbook of which the outlines are kept; each sheet loads the workbook when more is asked of it. */
  restoreWorkbook(file: string, load: () => Workbook): Workbook | undefined {
    const outlines = this.#outlines.get(file);
    if (outlines === undefined) return undefined;
    let loaded: Workbook | undefined;
    const sheets = outlines.sheets.map((outline, index) =>
      restoreSheet(outline, file, () => {
        loaded ??= load();
        const sheet = loaded.sheets[index];
        if (sheet === undefined) throw new Error(`${file} has lost a sheet`);
        return sheet;
      }),
    );
    const workbook = { file, sheets };
    this.#remember(workbook);
    return workbook;
  }

  list(): KeptSchemas {
    const outlines = [...this.#outlines];
    if (this.#last === undefined) return { outlines, last: undefined };
    const { content, ...last } = this.#last;
    return { outlines, last: { ...last, bytes: content.bytes } };
  }

  fill({ outlines, last }: KeptSchemas): void {
    this.#outlines = new Map(outlines);
    this.#last = undefined;
    if (last === undefined) return;
    const { bytes, ...rest } = last;
    this.#last = { ...rest, content: Packed.from(bytes) };
  }

  /** Returns what is the same while nothing has changed that the schema comes from; `undefined` for other sheets. */
  #describe(workbooks: readonly Workbook[], options: string): string | undefined {
    const texts = [options];
    for (const workbook of workbooks) {
      const outline = this.#known.get(workbook) ?? this.#outlineAgain(workbook);
      if (outline === undefined) return undefined;
      texts.push(workbook.file, outline.hash);
    }
    return hashContent(texts.join("\0"));
  }

  #outlineAgain({ file, sheets }: Workbook): WorkbookOutline | undefined {
    const before = this.#outlines.get(file);
    if (before?.sheets.length !== sheets.length) return undefined;
    return describeWorkbook(sheets.map((sheet, index) => outlineAgain(sheet, at(before.sheets, index))));
  }
}

function outlineOf({ outline }: WatchedSheet): SheetOutline {
  return outline();
}

function describeWorkbook(sheets: readonly SheetOutline[]): WorkbookOutline {
  return { sheets, hash: hashContent(sheets.map(describeOutline).join("\0")) };
}
