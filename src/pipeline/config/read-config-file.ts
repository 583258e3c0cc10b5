import { extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Node, ParseError } from "jsonc-parser";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { type ConfigPath, formatConfigPath } from "./config-path.js";

/** What a config file holds, before anything of it is checked. */
export interface RawConfig {
  readonly value: unknown;
  /** One-based line of a value, or of the nearest one around it; `undefined` for a config that is a program. */
  lineOf(path: ConfigPath): number | undefined;
}

/** Reads or runs a config file. `file` is its name in reports. */
export async function readConfigFile(
  path: string,
  file: string,
  host: Host,
  report: Report,
): Promise<RawConfig | undefined> {
  const isText = [".json", ".jsonc", ".conf"].includes(extname(path));
  return isText ? readJsonc(path, file, host, report) : runProgram(path, file, host, report);
}

async function readJsonc(
  path: string,
  file: string,
  host: Host,
  report: Report,
): Promise<RawConfig | undefined> {
  const { findNodeAtLocation, parseTree, printParseErrorCode } = await import("jsonc-parser");
  const bytes = readBytes(path, file, host, report);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const lineAt = buildLineIndex(text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (root === undefined || first !== undefined) {
    const problem = first === undefined ? "the file is empty" : sayInWords(printParseErrorCode(first.error));
    report("config-syntax", { problem }, { file, line: lineAt(first?.offset ?? 0) });
    return undefined;
  }
  const context = { file, lineAt, report };
  const value = readNode(root, [], context);
  return {
    value,
    lineOf: (configPath) => {
      for (let length = configPath.length; length >= 0; length--) {
        const node = findNodeAtLocation(root, configPath.slice(0, length));
        // The property begins at its key; a list's element has only itself.
        if (node !== undefined) {
          const start = node.parent?.type === "property" ? node.parent : node;
          return lineAt(start.offset);
        }
      }
      return undefined;
    },
  };
}

function readBytes(path: string, file: string, host: Host, report: Report): Uint8Array | undefined {
  try {
    return host.readFile(path);
  } catch (error) {
    report("unreadable-file", { reason: error instanceof Error ? error.message : String(error) }, { file });
    return undefined;
  }
}

/** `CommaExpected` is "comma expected". */
function sayInWords(code: string): string {
  return code.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
}

/** Returns a function from an offset in the text to its one-based line. */
function buildLineIndex(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

interface ReadContext {
  readonly file: string;
  readonly lineAt: (offset: number) => number;
  readonly report: Report;
}

/** Turns the tree into values. Objects have no prototype, so that no name of a table can reach one. */
function readNode(node: Node, path: ConfigPath, context: ReadContext): unknown {
  const children = node.children ?? [];
  if (node.type === "array")
    return children.map((child, index) => readNode(child, [...path, index], context));
  if (node.type !== "object") return node.value;
  const object: Record<string, unknown> = Object.create(null);
  for (const property of children) {
    const [name, child] = property.children ?? [];
    if (name === undefined || child === undefined) continue;
    const key = String(name.value);
    const childPath = [...path, key];
    const shown = formatConfigPath(childPath);
    const at = { file: context.file, path: shown, line: context.lineAt(property.offset) };
    if (key === "__proto__") {
      context.report("config-unknown-key", { key, suggestion: undefined }, at);
      continue;
    }
    if (key in object) context.report("config-duplicate-key", { key: shown }, at);
    object[key] = readNode(child, childPath, context);
  }
  return object;
}

async function runProgram(
  path: string,
  file: string,
  host: Host,
  report: Report,
): Promise<RawConfig | undefined> {
  try {
    const value = extname(path) === ".ts" ? await runTypeScript(path) : await runModule(path, host);
    if (value !== undefined) return { value, lineOf: () => undefined };
    report("config-failed", { reason: "it has no default export" }, { file });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report("config-failed", { reason: reason.split("\n")[0] ?? reason }, { file });
  }
  return undefined;
}

async function runTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const self = import.meta.url;
  const api = fileURLToPath(new URL(`../../index${extname(fileURLToPath(self))}`, self));
  // The alias lets a config import `defineConfig` also where table-gen is not installed beside it.
  const jiti = createJiti(self, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false, // else a module without a default export is its own
    alias: { "table-gen": api },
  });
  const module = await jiti.import<{ readonly default?: unknown }>(resolve(path));
  return module.default;
}

/** Node keeps a module by its address: one that was changed needs another. */
async function runModule(path: string, host: Host): Promise<unknown> {
  const { href } = pathToFileURL(resolve(path));
  const address = `${href}?${host.stat(path)?.stamp ?? ""}`;
  const module: { readonly default?: unknown } = await import(address);
  return module.default;
}
