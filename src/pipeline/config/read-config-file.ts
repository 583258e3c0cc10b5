import { extname } from "node:path";
import type { Node, ParseError } from "jsonc-parser";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { buildLineIndex } from "../../base/line-index.js";
import { runProgram } from "../run-program.js";
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
  return isText ? readJsonc(path, file, host, report) : runConfig(path, file, host, report);
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

/** Returns what a file holds; reports one that cannot be read. */
export function readBytes(path: string, file: string, host: Host, report: Report): Uint8Array | undefined {
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

async function runConfig(
  path: string,
  file: string,
  host: Host,
  report: Report,
): Promise<RawConfig | undefined> {
  try {
    const value = await runProgram(path, host);
    if (value !== undefined) return { value, lineOf: () => undefined };
    report("config-failed", { reason: "it has no default export" }, { file });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report("config-failed", { reason: reason.split("\n")[0] ?? reason }, { file });
  }
  return undefined;
}
