/**
 * The programming interface of table-gen: what the commands do, for build scripts and tools. How the rows of a
 * built library are read is the business of `table-gen/runtime`.
 *
 *     import { buildTables } from "table-gen";
 *
 *     const { isGood, diagnostics, release } = await buildTables({ config: "tables", cwd: process.cwd() });
 */
export type { DiagnosticCode, WarningCode } from "./base/catalog/index.js";
export type { Diagnostic, Note } from "./base/diagnostics.js";
export type { ElfTarget as Target } from "./base/elf/elf-format.js";
export { formatCellRef, type Place } from "./base/place.js";
export { ToolError } from "./base/tool-error.js";
export type { Config } from "./model/config.js";
export type { TableImage } from "./model/table-image.js";
export { type BuildCache, createBuildCache } from "./pipeline/build-cache.js";
export type { BuiltRelease, OnProgress } from "./pipeline/build-state.js";
export { type BuildOptions, type BuildResult, buildTables } from "./pipeline/build-tables.js";
export {
  defineConfig,
  type UserColumn,
  type UserConfig,
  type UserDiagnostics,
  type UserDialect,
  type UserEnum,
  type UserEnumValue,
  type UserField,
  type UserFullEnum,
  type UserFullStruct,
  type UserFullVariant,
  type UserIndex,
  type UserNamedEnumValue,
  type UserNamedField,
  type UserNamedIndex,
  type UserNamedVariantKind,
  type UserPublish,
  type UserStruct,
  type UserTable,
  type UserText,
  type UserVariant,
  type UserVariantKind,
} from "./pipeline/config/user-config.js";
export type { Usage } from "./pipeline/describe-usage.js";
export {
  type InitOptions,
  type InitResult,
  initConfig,
  type WrittenConfig,
} from "./pipeline/init/init-config.js";
export {
  type AnyRuleTables,
  defineRules,
  type PreviousRelease,
  type RuleCheck,
  type RuleContext,
  type RuleNote,
  type RuleProgram,
  type Rules,
  type RuleTable,
  type RuleTableTypes,
} from "./pipeline/rules/define-rules.js";
export { toolVersion } from "./pipeline/tool-version.js";
export { type WatchOptions, watchTables } from "./pipeline/watch-tables.js";
