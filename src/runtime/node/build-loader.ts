import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host } from "../../base/host.js";
import { ToolError } from "../../base/tool-error.js";
import { builtLoaderPath } from "./load-loader.js";

export interface BuildLoaderOptions {
  /** The C++ compiler with its first arguments, such as `["zig", "c++"]`; `["c++"]` unless given. */
  readonly compiler?: readonly string[];
  /** Where the loader goes; where `openLibrary` looks for it unless given. */
  readonly output?: string;
}

/**
 * Compiles the loader that maps libraries into Node, and returns its path. An older one is replaced in one
 * step, so that a process never meets half of it. Throws ToolError when it cannot be compiled here.
 */
export function buildLoader(host: Host, options: BuildLoaderOptions = {}): string {
  const { compiler = ["c++"], output = builtLoaderPath } = options;
  if (host.platform !== "linux") {
    throw new ToolError(`${host.platform} does not map libraries of this format, so it needs no loader.`);
  }
  const draft = `${output}.${host.processId}.tmp`;
  makeFolder(host, dirname(output));
  try {
    compile(host, [
      ...compiler,
      ...compilerFlags,
      "-isystem",
      findHeaders(),
      "-I",
      runtimeHeaders,
      "-o",
      draft,
      source,
    ]);
    host.rename(draft, output);
  } finally {
    host.remove(draft);
  }
  return output;
}

const source = fileURLToPath(new URL("../../../native-runtime/node/loader.cpp", import.meta.url));
const runtimeHeaders = fileURLToPath(new URL("../../../native-runtime/include", import.meta.url));

const compilerFlags = [
  ...["-std=c++17", "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden", "-shared", "-fPIC", "-O2"],
  ...["-Wall", "-Wextra", "-Wpedantic", "-Werror"],
];

function makeFolder(host: Host, folder: string): void {
  try {
    host.makeFolder(folder);
  } catch (cause) {
    throw new ToolError(`The loader needs the folder ${folder}, which cannot be made.`, {
      help: "Build it as a user who may write there.",
      cause,
    });
  }
}

/** The package has its headers beside its entry. */
function findHeaders(): string {
  return `${dirname(createRequire(import.meta.url).resolve("node-api-headers"))}/include`;
}

function compile(host: Host, argv: readonly string[]): void {
  const { status, stderr } = host.run(argv);
  if (status === 0) return;
  throw new ToolError(`The loader was not compiled: ${stderr.trim() || `${argv[0]} failed`}`, {
    help: "Install a C++ compiler (Debian, Ubuntu: apt-get install g++), or go on without: tables are then read into private memory.",
  });
}
