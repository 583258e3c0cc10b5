/** The part of the runtime that needs Node: files, and mapping them. */
export { type BuildLoaderOptions, buildLoader } from "./build-loader.js";
export { type OpenOptions, openLibrary } from "./open-library.js";
