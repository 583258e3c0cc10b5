import { at } from "../../base/assert.js";
import {
  columnEntryLayout,
  directoryAlignment,
  enumEntryLayout,
  enumValueLayout,
  headerLayout,
  indexEntryLayout,
  indexKinds,
  indexPurposes,
  keyForms,
  keyPartLayout,
  partEntryLayout,
  partKinds,
  structEntryLayout,
  tableEntryLayout,
  typeEntryLayout,
  typeKinds,
  variantEntryLayout,
  variantKindLayout,
} from "../../model/image-format.js";
import type { CppNames } from "./choose-names.js";
import { commentText } from "./comment-text.js";
import type { ImageReader } from "./image-reader.js";
import { createStringMembers } from "./string-members.js";
import { createPadding, type MemberSource, type StructSource } from "./struct-source.js";

/** Describes header and directory: the bytes before the first block. */
export function createMetaStruct(image: ImageReader, names: CppNames, metaBytes: number): StructSource {
  const arrays = listArrays(image, names).filter(({ count }) => count > 0);
  const ends = arrays.map(({ position, count, struct }) => position + count * struct.size);
  const stringsBegin = Math.max(headerLayout.size, ...ends);
  const strings = { begin: stringsBegin, end: endOfStrings(image.bytes, metaBytes), base: 0 };
  return {
    name: "image_meta",
    comment: "Header and directory of the image.",
    bytes: metaBytes,
    members: [
      headerMember(image),
      ...arrays.map((array) => arrayMember(image, array)),
      ...createStringMembers(image.bytes, strings, { name: "strings" }),
      ...createPadding(strings.end, metaBytes),
    ],
  };
}

/** A field of a directory struct, in the order of the struct; `[table]` names an enum class of the runtime and its members. */
type Field = "reference" | "digest" | "u16" | "u32" | "u64" | "i64" | EnumField;

interface EnumField {
  readonly bytes: 2 | 4;
  readonly type: string;
  readonly names: Readonly<Record<string, number>>;
}

interface StructFields {
  /** Of the runtime's layout; `undefined` for a plain number. */
  readonly type: string | undefined;
  readonly size: number;
  readonly fields: readonly Field[];
}

/** Where an array of the directory lies. */
interface DirectoryArray {
  readonly name: string;
  readonly struct: StructFields;
  readonly position: number;
  readonly count: number;
  readonly comment: (position: number) => string;
}

const kindField = (bytes: 2 | 4, type: string, names: Readonly<Record<string, number>>): EnumField => ({
  bytes,
  type,
  names,
});

/** Names of the runtime's enumerators where ours are words of C++. */
const { bool: boolean, enum: enumeration, struct: structure, ...otherKinds } = typeKinds;
const typeKindField = kindField(2, "type_kind", { ...otherKinds, boolean, enumeration, structure });
const indexKindField = kindField(4, "index_kind", {
  dense: indexKinds.dense,
  bitmap_rank: indexKinds["bitmap-rank"],
  hash: indexKinds.hash,
  sorted: indexKinds.sorted,
  bytes: indexKinds.bytes,
  displacement: indexKinds.displacement,
});
const indexPurposeField = kindField(4, "index_purpose", indexPurposes);
const keyFormField = kindField(4, "key_form", keyForms);
const partKindField = kindField(4, "part_kind", {
  rows: partKinds.rows,
  order: partKinds.order,
  index_data: partKinds["index-data"],
  index_slots: partKinds["index-slots"],
  lists: partKinds.lists,
  strings: partKinds.strings,
  structs: partKinds.structs,
  index_rows: partKinds["index-rows"],
});

const tableStruct: StructFields = {
  type: "table_entry",
  size: tableEntryLayout.size,
  fields: [
    ...(["reference", "reference", "digest", "digest", "digest", "u32", "u32", "u32", "u32"] as const),
    ...(["reference", "reference", "reference", "u32", "u32"] as const),
  ],
};
const typeStruct: StructFields = {
  type: "type_entry",
  size: typeEntryLayout.size,
  fields: [typeKindField, "u16", "u32", "u32", "u32", "reference", "reference"],
};
const enumStruct: StructFields = {
  type: "enum_entry",
  size: enumEntryLayout.size,
  fields: ["reference", "reference", "u32", "u32", "reference"],
};
const enumValueStruct: StructFields = {
  type: "enum_value",
  size: enumValueLayout.size,
  fields: ["i64", "reference", "reference"],
};
const structStruct: StructFields = {
  type: "struct_entry",
  size: structEntryLayout.size,
  fields: ["reference", "reference", "u32", "u32", "reference"],
};
const variantStruct: StructFields = {
  type: "variant_entry",
  size: variantEntryLayout.size,
  fields: ["reference", "reference", "reference"],
};
const variantKindStruct: StructFields = {
  type: "variant_kind",
  size: variantKindLayout.size,
  fields: ["reference", "u32", "u32"],
};
const columnStruct: StructFields = {
  type: "column_entry",
  size: columnEntryLayout.size,
  fields: ["reference", "reference", "u32", "u32"],
};
const indexStruct: StructFields = {
  type: "index_entry",
  size: indexEntryLayout.size,
  fields: [
    ...(["reference", indexKindField, keyFormField, "reference"] as const),
    ...(["u32", "u32", "u32", "u32", "u32", indexPurposeField, "u64", "u64"] as const),
    ...(["u32", "u32", "u32", "u32"] as const),
  ],
};
const keyPartStruct: StructFields = {
  type: "key_part",
  size: keyPartLayout.size,
  fields: ["u32", "u32", "u64", "u64", "u64"],
};
/** An array of numbers instead of structs. */
const numberStruct: StructFields = { type: undefined, size: 4, fields: ["u32"] };
const partStruct: StructFields = {
  type: "part_entry",
  size: partEntryLayout.size,
  fields: [partKindField, "u32", "u32", "u32"],
};

/** The arrays in the order in which docs/image-format.md puts them. */
function listArrays(image: ImageReader, names: CppNames): readonly DirectoryArray[] {
  const tables = arrayAt(image, "tables", tableStruct, headerLayout.tables);
  const types = arrayAt(image, "types", typeStruct, headerLayout.types, noComment);
  const enums = arrayAt(image, "enums", enumStruct, headerLayout.enums);
  const structs = arrayAt(image, "structs", structStruct, headerLayout.structs);
  const variants = arrayAt(image, "variants", variantStruct, headerLayout.variants);
  return [
    tables,
    types,
    ...positionsOf(types).flatMap((type, index) => [
      arrayAt(image, `type_${index}_key`, numberStruct, type + typeEntryLayout.key, noComment),
      arrayAt(image, `type_${index}_tables`, numberStruct, type + typeEntryLayout.tables, noComment),
    ]),
    ...[enums, structs, variants],
    ...positionsOf(enums).map((one, index) =>
      arrayAt(image, `values_${index}`, enumValueStruct, one + enumEntryLayout.values, (value) =>
        image.text(value + enumValueLayout.name),
      ),
    ),
    ...positionsOf(structs).map((one, index) =>
      arrayAt(image, `fields_${index}`, columnStruct, one + structEntryLayout.fields),
    ),
    ...positionsOf(variants).map((one, index) =>
      arrayAt(image, `kinds_${index}`, variantKindStruct, one + variantEntryLayout.kinds),
    ),
    ...positionsOf(tables).flatMap((table, index) =>
      listTableArrays(image, at(names.tables, index).file, table),
    ),
  ];
}

function listTableArrays(image: ImageReader, file: string, table: number): readonly DirectoryArray[] {
  const indexes = arrayAt(image, `${file}_indexes`, indexStruct, table + tableEntryLayout.indexes);
  return [
    arrayAt(image, `${file}_columns`, columnStruct, table + tableEntryLayout.columns),
    indexes,
    ...positionsOf(indexes).map((entry, key) =>
      arrayAt(image, `${file}_key_parts_${key}`, keyPartStruct, entry + indexEntryLayout.parts, noComment),
    ),
    arrayAt(image, `${file}_parts`, partStruct, table + tableEntryLayout.parts, noComment),
  ];
}

/** What the `list_ref` at a position leads to. An entry's comment is its name, unless another one is given. */
function arrayAt(
  image: ImageReader,
  name: string,
  struct: StructFields,
  position: number,
  comment = image.text,
): DirectoryArray {
  const { target, count } = image.reference(position);
  return { name, struct, position: target, count, comment };
}

const noComment = () => "";

function positionsOf({ position, count, struct }: DirectoryArray): readonly number[] {
  return Array.from({ length: count }, (_, index) => position + index * struct.size);
}

function headerMember(image: ImageReader): MemberSource {
  const { view } = image;
  const { name, tables, types, enums, structs, variants } = headerLayout;
  const references = [name, tables, types, enums, structs, variants];
  return {
    name: "header",
    type: "tablegen::layout::image_header",
    count: undefined,
    offset: 0,
    comment:
      "header: magic, layout version, byte order, size, meta size, content hash, schema hash, name, tables, types, " +
      "enums, structs, variants",
    isBraced: true,
    lines: () => [
      "{'t', 'a', 'b', 'l', 'e', 'g', 'e', 'n'},",
      `${view.getUint32(headerLayout.layoutVersion, true)}, 0x01020304,`,
      `${view.getBigUint64(headerLayout.imageBytes, true)}, ${view.getBigUint64(headerLayout.metaBytes, true)},`,
      `${digest(image, headerLayout.contentHash)},`,
      `${digest(image, headerLayout.schemaHash)},`,
      `${references.map((position) => formatField(image, "reference", position).text).join(", ")}, {},`,
    ],
  };
}

function arrayMember(image: ImageReader, array: DirectoryArray): MemberSource {
  const { name, struct, position, count, comment } = array;
  return {
    name,
    type: struct.type === undefined ? "std::uint32_t" : `tablegen::layout::${struct.type}`,
    count,
    offset: position,
    alignment: directoryAlignment,
    comment: name,
    isBraced: true,
    lines: () =>
      positionsOf(array).map((entry) => {
        const note = commentText(comment(entry));
        return `${formatStruct(image, struct, entry)},${note === "" ? "" : `  // ${note}`}`;
      }),
  };
}

function formatStruct(image: ImageReader, { type, fields }: StructFields, position: number): string {
  const texts: string[] = [];
  let next = position;
  for (const field of fields) {
    const { text, bytes } = formatField(image, field, next);
    texts.push(text);
    next += bytes;
  }
  return type === undefined ? texts.join(", ") : `{${texts.join(", ")}}`;
}

function formatField(
  image: ImageReader,
  field: Field,
  position: number,
): { readonly text: string; readonly bytes: number } {
  const { view } = image;
  switch (field) {
    case "reference": {
      const { offset, count } = image.reference(position);
      return { text: `{${offset}, ${count}}`, bytes: 8 };
    }
    case "digest":
      return { text: digest(image, position), bytes: 16 };
    case "u16":
      return { text: String(view.getUint16(position, true)), bytes: 2 };
    case "u32":
      return { text: `${view.getUint32(position, true)}U`, bytes: 4 };
    case "u64":
      return { text: `0x${view.getBigUint64(position, true).toString(16)}U`, bytes: 8 };
    case "i64": {
      const value = view.getBigInt64(position, true);
      return { text: value === -(2n ** 63n) ? `(${value + 1n} - 1)` : String(value), bytes: 8 };
    }
    default:
      return { text: enumerator(image, field, position), bytes: field.bytes };
  }
}

function enumerator({ view }: ImageReader, { bytes, type, names }: EnumField, position: number): string {
  const number = bytes === 2 ? view.getUint16(position, true) : view.getUint32(position, true);
  const name = Object.keys(names).find((key) => names[key] === number);
  return name === undefined ? `tablegen::layout::${type}{${number}}` : `tablegen::layout::${type}::${name}`;
}

function digest({ bytes }: ImageReader, position: number): string {
  const hex = [...bytes.subarray(position, position + 16)].map(
    (byte) => `0x${byte.toString(16).padStart(2, "0")}`,
  );
  return `{{${hex.join(", ")}}}`;
}

/** The last text of the directory ends before the zeros that round the meta up. */
function endOfStrings(bytes: Uint8Array, metaBytes: number): number {
  let end = metaBytes;
  while (end > 1 && bytes[end - 1] === 0 && bytes[end - 2] === 0) end--;
  return end;
}
