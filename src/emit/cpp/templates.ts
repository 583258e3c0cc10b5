import { createHost, type Host } from "../../base/host.js";
import { packagePath } from "../../base/package-path.js";

/** What a person might want to lay out otherwise: the shape of the generated headers. */
export type TemplateName =
  | "runtime.hpp"
  | "enums.hpp"
  | "fields.hpp"
  | "structs.hpp"
  | "table.hpp"
  | "tables.hpp"
  | "declared_tables.hpp"
  | "embedded.cpp";

/** Fills a template in. `values` are plain objects; a name that a template uses and they lack throws. */
export type RenderTemplate = (name: TemplateName, values: object) => string;

/** Loads Handlebars, and each template when it is first used. */
export async function createTemplateRenderer(host: Host = createHost()): Promise<RenderTemplate> {
  const { default: handlebars } = await import("handlebars");
  const compiled = new Map<TemplateName, (values: object) => string>();
  return (name, values) => {
    const template =
      compiled.get(name) ?? handlebars.compile(readTemplate(host, name), { noEscape: true, strict: true });
    compiled.set(name, template);
    return template(values);
  };
}

function readTemplate(host: Host, name: TemplateName): string {
  const path = packagePath(`templates/cpp/${name}.hbs`);
  return new TextDecoder().decode(host.readFile(path));
}
