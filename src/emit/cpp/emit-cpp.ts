import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { type OutputFile, partPath } from "../../model/output-file.js";
import type { Schema } from "../../model/schema.js";
import type { TableImage } from "../../model/table-image.js";
import { chooseNames } from "./choose-names.js";
import { type EmitContext, emitHeaders, generatedLineOfAll } from "./emit-headers.js";
import { emitImageSource, type ImageSourceOptions, listParts } from "./emit-image-source.js";
import { createTemplateRenderer, type RenderTemplate } from "./templates.js";

export interface EmitCppOptions {
  readonly toolVersion: string;
  /** Where the templates are read through; this process unless given. */
  readonly host?: Host;
}

/**
 * Emits the C++ of a schema: `cpp/<name>.hpp` has the typed access, `cpp/<name>_embedded.cpp` is for a program that is to
 * have the tables inside.
 *
 * Reports names that had to be changed; every name, note and cell comes out as a comment, a string literal or an
 * identifier, so none can become code.
 */
export async function emitCpp(
  schema: Schema,
  { toolVersion, host }: EmitCppOptions,
  report: Report,
): Promise<readonly OutputFile[]> {
  const names = chooseNames(schema, report);
  const context: EmitContext = { schema, names, toolVersion };
  const render = await createTemplateRenderer(host);
  return [
    ...emitHeaders(context, render),
    { path: `cpp/${names.folder}_embedded.cpp`, content: emitEmbedded(context, render) },
  ];
}

/**
 * Emits what defines an image: `cpp/<name>_image.cpp` has the object `tablegen_image` with exactly the image's bytes. With
 * `embed` they lie in `cpp/<name>_image.cpp.parts/`.
 */
export function emitCppImage(image: TableImage, options: ImageSourceOptions): readonly OutputFile[] {
  const path = `cpp/${image.schema.name}_image.cpp`;
  const source = { path, content: emitImageSource(image, options) };
  return options.arrays === "embed" ? [source, ...emitParts(path, image)] : [source];
}

/** Equal parts are one file. */
function emitParts(source: string, image: TableImage): readonly OutputFile[] {
  const parts = new Map(listParts(image).map(({ hash, content }) => [hash, content]));
  return [...parts].map(([hash, content]) => ({ path: partPath(source, hash), content }));
}

function emitEmbedded(context: EmitContext, render: RenderTemplate): string {
  const { schema, names } = context;
  return render("embedded.cpp", {
    generated: generatedLineOfAll(context),
    namespace: names.namespace,
    name: schema.name,
    symbol: names.embeddedSymbol,
  });
}
