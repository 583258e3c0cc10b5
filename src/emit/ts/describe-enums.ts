import type { CodeBlockWriter } from "ts-morph";
import { at } from "../../base/assert.js";
import type { EnumSchema } from "../../model/schema.js";
import { toDocText } from "./doc-text.js";
import type { Bindings, Statement } from "./statements.js";

/** Describes the file of the enums: each a constant object and the union of its values, or, of flags, any number. */
export function describeEnums({ schema, names, kinds }: Bindings): readonly Statement[] {
  return schema.enums.flatMap((one, index): readonly Statement[] => {
    const { type, values } = at(names.enums, index);
    return [
      (writer) => writeEnum(index === 0 ? writer : writer.newLine(), one, type, values),
      { kind: kinds.TypeAlias, isExported: true, name: type, type: formatValues(one, type) },
    ];
  });
}

/** A value of flags is several of the named ones together. */
function formatValues({ isFlags }: EnumSchema, type: string): string {
  return isFlags ? "number" : `(typeof ${type})[keyof typeof ${type}]`;
}

function writeEnum(writer: CodeBlockWriter, one: EnumSchema, type: string, names: readonly string[]): void {
  writeNote(writer, one.note);
  writer.write(`export const ${type} = `).inlineBlock(() => {
    for (const [index, { note, value }] of one.values.entries()) {
      writeNote(writer, note);
      writer.writeLine(`${at(names, index)}: ${value},`);
    }
  });
  writer.write(" as const;");
}

function writeNote(writer: CodeBlockWriter, note: string): void {
  const text = toDocText(note);
  if (text === "") return;
  if (!text.includes("\n")) writer.writeLine(`/** ${text} */`);
  else writer.writeLine(`/**\n${text.replace(/^/gm, " * ").replace(/ +$/gm, "")}\n */`);
}
