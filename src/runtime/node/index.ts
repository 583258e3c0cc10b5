/** The part of the runtime that needs Node: files, mapping them, following releases. */
export { type BuildLoaderOptions, buildLoader } from "./build-loader.js";
export { type OpenOptions, openLibrary } from "./open-library.js";
export { RefusedError } from "./refused-error.js";
export type { NextRelease, ReloadOutcome, StoreEvents, StoreOptions, StoreSwitch } from "./store-options.js";
export type { TablesClass } from "./store-release.js";
export type { TableSnapshot } from "./table-snapshot.js";
export { openTableStore, type TableStore } from "./table-store.js";
