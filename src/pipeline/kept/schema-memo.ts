import { at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import type { ResolvedSchema } from "../../model/table-source.js";
import type { Workbook } from "../../model/workbook.js";
import { hashContent } from "../content-keys.js";
import { listen, type ReportArguments } from "../memo.js";
import { type KeptSchema, keepSchema, restoreSchema } from "./kept-schema.js";
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
  readonly last: ResolvedBefore | undefined;
}

interface ResolvedBefore {
  readonly key: string;
  readonly schema: KeptSchema;
  readonly reports: readonly ReportArguments[];
}

/**
 * Resolves a schema again only when a cell has changed that was looked at for it: headers, and which cells of the rows are
 * filled. What the rows hold is not part of that.
 */
export class SchemaMemo {
  #outlines = new Map<string, WorkbookOutline>();
  #last: ResolvedBefore | undefined;
  /** Of workbooks that need not be asked again. */
  readonly #known = new WeakMap<Workbook, WorkbookOutline>();

  /** `options` says all that counts beside the workbooks. */
  recall(
    workbooks: readonly Workbook[],
    options: string,
    report: Report,
    resolve: (workbooks: readonly Workbook[], report: Report) => ResolvedSchema,
  ): ResolvedSchema {
    const last = this.#last;
    if (last !== undefined && last.key === this.#describe(workbooks, options)) {
      for (const given of last.reports) report(...given);
      return restoreSchema(last.schema, workbooks);
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
    const isKept = schema !== undefined && key !== undefined;
    this.#last = isKept ? { key, schema, reports: heard.reports } : undefined;
    return schema === undefined ? resolved : restoreSchema(schema, workbooks);
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
    return { outlines: [...this.#outlines], last: this.#last };
  }

  fill({ outlines, last }: KeptSchemas): void {
    this.#outlines = new Map(outlines);
    this.#last = last;
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
