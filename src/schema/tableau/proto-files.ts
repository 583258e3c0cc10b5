import type { Report } from "../../base/diagnostics.js";
import { buildLineIndex } from "../../base/line-index.js";
import { TextFormatError } from "../../base/parse-text-format.js";
import { type ProtoDefinitions, ProtoSyntaxError, parseProto } from "./parse-proto.js";
import type { ProtoFile } from "./project.js";
import type { ProjectTypes } from "./project-types.js";
import { defineProtoTypes } from "./proto-types.js";

/** Returns the paths that a .proto file imports, apart from those that every project has. */
export function listImports(text: string): readonly string[] {
  return [...text.matchAll(/^\s*import\s+(?:public\s+|weak\s+)?"([^"]+)"\s*;/gm)]
    .map(([, path = ""]) => path)
    .filter((path) => !/^(google|buf|tableau)\//.test(path));
}

/** Defines the messages and enums of .proto files. A file that is none is reported and left out. */
export function defineProtoFiles(
  files: readonly ProtoFile[],
  context: { readonly types: ProjectTypes; readonly report: Report },
): void {
  const parsed = files.flatMap(({ file, text }) => {
    const lineAt = buildLineIndex(text);
    const definitions = parse(text, file, context.report);
    return definitions === undefined ? [] : [{ file, lineAt, definitions }];
  });
  defineProtoTypes(parsed, context);
}

function parse(text: string, file: string, report: Report): ProtoDefinitions | undefined {
  try {
    return parseProto(text);
  } catch (error) {
    if (error instanceof ProtoSyntaxError) {
      const line = buildLineIndex(text)(error.offset);
      report("tableau-definition", { reason: error.message }, { file, line });
    } else if (error instanceof TextFormatError) {
      report("tableau-definition", { reason: error.message }, { file });
    } else throw error;
    return undefined;
  }
}
