import type { CodeBlockWriter, StatementStructures } from "ts-morph";
import { at } from "../../base/assert.js";
import { layoutStruct } from "../../model/image-format.js";
import type { StructSchema } from "../../model/schema.js";
import { collectUses } from "./collect-uses.js";
import {
  describeCodecs,
  describeGetters,
  describeKeyNames,
  describeViewConstructor,
  type Fields,
  listFieldSpecs,
} from "./describe-fields.js";
import { type Bindings, describeImport, describeNote, type Statement } from "./statements.js";

/**
 * Describes the file of structs and variants. All are in one file, as they refer to each other; tables refer to them
 * and they to tables, so nothing here is used before all files are there.
 */
export function describeStructs(bindings: Bindings): readonly Statement[] {
  const { schema } = bindings;
  const structs = schema.structs.map((_, index) => fieldsOf(bindings, index));
  return [
    ...describeImports(bindings),
    ...structs.flatMap(describeStruct),
    ...schema.variants.flatMap((_, index) => describeVariant(bindings, index)),
    ...structs.flatMap(describeCodecs),
  ];
}

function fieldsOf(bindings: Bindings, index: number): Fields {
  const { fields } = at(bindings.schema.structs, index);
  const names = at(bindings.names.structs, index);
  const { columnOffsets } = layoutStruct(fields);
  return { bindings, fields, offsets: columnOffsets, names, prefix: `${names.type}_` };
}

function describeImports(bindings: Bindings): readonly StatementStructures[] {
  const { schema, names, runtime } = bindings;
  const uses = collectUses(schema.structs.flatMap(({ fields }) => fields));
  const hasVariants = schema.variants.length > 0;
  const values = [...uses.values, "Struct", ...(hasVariants ? ["VariantCodec"] : [])];
  // UnknownKind is a class, but named as a type alone.
  const types = [
    ...uses.types,
    "ImageMemory",
    "StructSpec",
    ...(hasVariants ? ["KindOf", "UnknownKind"] : []),
  ];
  const enums = names.enums.filter((_, index) => uses.enums.has(index)).map(({ type }) => type);
  return [
    describeImport(bindings, runtime, values, types),
    ...(enums.length === 0 ? [] : [describeImport(bindings, `./${schema.name}-enums.js`, [], enums)]),
    ...names.tables.flatMap(({ file, rowClass }, index) =>
      uses.tables.has(index) ? [describeImport(bindings, `./${schema.name}/${file}.js`, [rowClass])] : [],
    ),
  ];
}

/** The constant stands before the class, which has it as soon as it is there. */
function describeStruct(fields: Fields, index: number): readonly Statement[] {
  const { bindings } = fields;
  const struct = at(bindings.schema.structs, index);
  const { type } = at(bindings.names.structs, index);
  return [
    (writer) => writeSpec(writer.newLine(), struct, fields, type),
    {
      kind: bindings.kinds.Class,
      isExported: true,
      name: type,
      extends: "Struct",
      docs: describeNote(struct.note),
      properties: [
        { name: "$spec", isStatic: true, isReadonly: true, initializer: `$${type}` },
        ...describeKeyNames(fields),
      ],
      ctors: [describeViewConstructor()],
      getAccessors: describeGetters(fields),
    },
  ];
}

function writeSpec(writer: CodeBlockWriter, struct: StructSchema, fields: Fields, type: string): void {
  writer.write(`const $${type}: StructSpec = `).inlineBlock(() => {
    writer.writeLine(`struct: ${JSON.stringify(struct.name)},`);
    writer.writeLine(`bytes: ${layoutStruct(struct.fields).stride},`);
    const lines = listFieldSpecs(fields);
    writer.writeLine(lines.length === 0 ? "fields: []," : "fields: [");
    writer.indent(() => {
      for (const line of lines) writer.writeLine(line);
    });
    if (lines.length > 0) writer.writeLine("],");
  });
  writer.write(";");
}

/** A type, and a constant of the same name that reads its values. */
function describeVariant({ schema, names, kinds }: Bindings, index: number): readonly Statement[] {
  const variant = at(schema.variants, index);
  const { type } = at(names.variants, index);
  const all = variant.kinds.map(({ name, struct }) => ({
    name: JSON.stringify(name),
    struct: at(names.structs, struct).type,
  }));
  const members = all.map(({ name, struct }) => `KindOf<${struct}, ${name}>`);
  return [
    {
      kind: kinds.TypeAlias,
      isExported: true,
      name: type,
      docs: describeNote(
        variant.note,
        "What it is, its `$type` tells; that of a kind which a newer library has added is undefined.",
      ),
      type: [...members, "UnknownKind"].join(" | "),
    },
    (writer) => {
      writer.writeLine(`export const ${type} = new VariantCodec<${type}>(${JSON.stringify(variant.name)}, [`);
      writer.indent(() => {
        for (const { name, struct } of all) writer.writeLine(`[${name}, () => ${struct}],`);
      });
      writer.writeLine("]);");
    },
  ];
}
