import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { OutputFile } from "../../model/output-file.js";
import type { TableImage } from "../../model/table-image.js";
import { chooseNames } from "./choose-names.js";
import { type EmitContext, emitHeaders, generatedLineOfAll } from "./emit-headers.js";
import { emitImageSource } from "./emit-image-source.js";
import { createTemplateRenderer, type RenderTemplate } from "./templates.js";

export interface EmitCppOptions {
  /** literal: readable arrays with struct initialisers. embed: the image's bytes in a file that the compiler takes in. */
  readonly arrays: "literal" | "embed";
  readonly toolVersion: string;
  /** Where the templates are read through; this process unless given. */
  readonly host?: Host;
}

/**
 * Emits C++ for an image. `cpp/<name>.hpp` has the typed access, `cpp/<name>_image.cpp` defines the object
 * `tablegen_image` with exactly the image's bytes, `cpp/<name>_embedded.cpp` takes its place in a program that is to
 * have the tables inside. With `embed` the bytes lie in `cpp/<name>_image.cpp.bin`.
 *
 * Reports names that had to be changed; every name, note and cell comes out as a comment, a string literal or an
 * identifier, so none can become code.
 */
export async function emitCpp(
  image: TableImage,
  options: EmitCppOptions,
  report: Report,
): Promise<readonly OutputFile[]> {
  const { schema } = image;
  const names = chooseNames(schema, report);
  const context: EmitContext = { schema, names, toolVersion: options.toolVersion };
  const render = await createTemplateRenderer(options.host);
  const source = `cpp/${names.folder}_image.cpp`;
  return [
    ...emitHeaders(context, render),
    { path: `cpp/${names.folder}_embedded.cpp`, content: emitEmbedded(context, render) },
    { path: source, content: emitImageSource(context, image, options.arrays) },
    ...(options.arrays === "embed" ? [{ path: `${source}.bin`, content: image.bytes }] : []),
  ];
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
