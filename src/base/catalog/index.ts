import type { DiagnosticSpec } from "../diagnostic-spec.js";
import { checkDiagnostics } from "./checks.js";
import { configDiagnostics } from "./config.js";
import { documentDiagnostics } from "./documents.js";
import { emitDiagnostics } from "./emit.js";
import { imageDiagnostics } from "./image.js";
import { lubanDiagnostics } from "./luban.js";
import { rowDiagnostics } from "./rows.js";
import { schemaDiagnostics } from "./schema.js";
import { sourceDiagnostics } from "./sources.js";
import { tableauDiagnostics } from "./tableau.js";
import { typeDiagnostics } from "./types.js";

/**
 * Every diagnostic there is, by code. An unknown code or a missing parameter does not compile.
 *
 * TG1… sources, TG2… schema and headers, TG3… checks over rows, TG4… cell values, TG5… image and
 * library, TG6… config. An id is never reused.
 */
export const catalog = {
  ...sourceDiagnostics,
  ...documentDiagnostics,
  ...schemaDiagnostics,
  ...typeDiagnostics,
  ...lubanDiagnostics,
  ...tableauDiagnostics,
  ...rowDiagnostics,
  ...checkDiagnostics,
  ...imageDiagnostics,
  ...emitDiagnostics,
  ...configDiagnostics,
} as const satisfies Record<string, DiagnosticSpec>;

export type Catalog = typeof catalog;
export type DiagnosticCode = keyof Catalog;

/** The codes of warnings: what may be turned off, or into errors. */
export type WarningCode = {
  [Code in DiagnosticCode]: Catalog[Code]["severity"] extends "warning" ? Code : never;
}[DiagnosticCode];
