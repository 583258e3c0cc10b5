import type { BuildResult } from "../../pipeline/build-tables.js";
import { toJson } from "../format-diagnostics.js";
import type { FormatReport } from "./report.js";

/** Returns the document of `--format json`: what a build has made and found. */
export const formatJson: FormatReport = (report, { isLine }) => {
  const { problems, omitted, summary, failure, result } = report;
  const document = {
    version: 1,
    ok: result?.isGood ?? false,
    summary: { ...summary, omitted },
    diagnostics: toJson(problems.map(({ diagnostic }) => diagnostic)),
    build: result === undefined ? null : describeBuild(result),
    ...(failure === undefined ? {} : { failure }),
  };
  return `${JSON.stringify(document, undefined, isLine ? undefined : 2)}\n`;
};

function describeBuild({ image, release }: BuildResult) {
  if (image === undefined) return null;
  return {
    name: image.schema.name,
    version: image.version,
    imageBytes: image.bytes.length,
    tables: image.blocks.map(({ table, rowCount, stride, bytes }) => ({
      name: table.name,
      rows: rowCount,
      stride,
      bytes,
    })),
    ...(release === undefined
      ? {}
      : { library: release.library, pointer: release.pointer, files: release.files }),
  };
}
