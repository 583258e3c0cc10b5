import type { CodeBlockWriter, StatementStructures, VariableDeclarationKind } from "ts-morph";
import { at } from "../../base/assert.js";
import { isIdentifier } from "../../base/identifiers.js";
import type { EnumSchema } from "../../model/schema.js";
import type { EnumTsNames } from "./choose-names.js";
import { toDocText } from "./doc-text.js";
import { type Bindings, describeNote } from "./statements.js";

/** Describes the file of the enums: each a constant object and the union of its values. */
export function describeEnums(bindings: Bindings): readonly StatementStructures[] {
  return bindings.schema.enums.flatMap((one, index) =>
    describeEnum(bindings, one, at(bindings.names.enums, index)),
  );
}

function describeEnum(
  { kinds }: Bindings,
  one: EnumSchema,
  names: EnumTsNames,
): readonly StatementStructures[] {
  const constant = {
    name: names.type,
    initializer: (writer: CodeBlockWriter) => writeValues(writer, one, names),
  };
  return [
    {
      kind: kinds.VariableStatement,
      isExported: true,
      // The enum VariableDeclarationKind is an object of ts-morph, which is loaded elsewhere; this is its member's value.
      declarationKind: "const" as VariableDeclarationKind,
      docs: describeNote(one.note),
      declarations: [constant],
    },
    {
      kind: kinds.TypeAlias,
      isExported: true,
      name: names.type,
      type: `(typeof ${names.type})[keyof typeof ${names.type}]`,
    },
  ];
}

function writeValues(writer: CodeBlockWriter, one: EnumSchema, names: EnumTsNames): void {
  writer.inlineBlock(() => {
    for (const [index, { note, value }] of one.values.entries()) {
      const name = at(names.values, index);
      writeNote(writer, note);
      writer.writeLine(`${isIdentifier(name) ? name : JSON.stringify(name)}: ${value},`);
    }
  });
  writer.write(" as const");
}

function writeNote(writer: CodeBlockWriter, note: string): void {
  const text = toDocText(note);
  if (text === "") return;
  if (!text.includes("\n")) writer.writeLine(`/** ${text} */`);
  else writer.writeLine(`/**\n${text.replace(/^/gm, " * ").replace(/ +$/gm, "")}\n */`);
}
