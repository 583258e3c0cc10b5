import { at } from "../../base/assert.js";
import { partsFolder } from "../../model/output-file.js";
import type { TableImage } from "../../model/table-image.js";
import { createBlockStruct } from "./block-members.js";
import { chooseNames, chooseNamespace } from "./choose-names.js";
import { createMetaStruct } from "./directory-members.js";
import { type EmitContext, generatedLineOfAll } from "./emit-headers.js";
import { readImage } from "./image-reader.js";
import { declareStruct, initializeStruct, type StructSource } from "./struct-source.js";

export interface ImageSourceOptions {
  /** literal: readable arrays with struct initialisers. embed: the image's bytes in a file that the compiler takes in. */
  readonly arrays: "literal" | "embed";
  readonly toolVersion: string;
}

/** What `emitCpp` reports is not reported again. */
const quiet = () => {};

/**
 * Emits the source that defines the image: one constant object, of structs that the compiler proves where the arrays are
 * literal, else of bytes.
 */
export function emitImageSource(image: TableImage, { arrays, toolVersion }: ImageSourceOptions): string {
  const { schema } = image;
  const namespace = chooseNamespace(schema.namespace, quiet);
  const lines = [
    generatedLineOfAll({ schema, toolVersion }),
    // A change of the embedded bytes alone must make a build system compile this again.
    `// Version ${image.version}`,
    `#include "${schema.name}.hpp"`,
    "",
    "/// The object's name, by which a library's readers find it.",
    "#ifndef TABLEGEN_IMAGE_SYMBOL",
    "#define TABLEGEN_IMAGE_SYMBOL tablegen_image",
    "#endif",
    "",
    `namespace ${namespace} {`,
    "",
    `/// The image as ${arrays === "literal" ? "structs" : "bytes"}; docs/image-format.md of table-gen explains them.`,
    "namespace image_layout {",
    "",
    ...(arrays === "literal"
      ? writeImage({ schema, names: chooseNames(schema, quiet), toolVersion }, image)
      : embedImage(image)),
    "",
    "}  // namespace image_layout",
    "",
    `}  // namespace ${namespace}`,
  ];
  return `${lines.join("\n")}\n`;
}

function writeImage(context: EmitContext, image: TableImage): readonly string[] {
  const reader = readImage(image.bytes);
  const structs = [
    createMetaStruct(reader, context.names, image.metaBytes),
    ...image.blocks.map((block, index) => createBlockStruct(context, reader, block, index)),
  ];
  return [
    ...structs.flatMap(declareStruct),
    ...declareImage(context, image, structs),
    ...initializeImage(structs),
  ];
}

function declareImage(
  { names }: EmitContext,
  image: TableImage,
  structs: readonly StructSource[],
): readonly string[] {
  const members = structs.map(({ name }, index) =>
    index === 0
      ? { name, member: "meta", offset: 0 }
      : {
          name,
          member: `${at(names.tables, index - 1).file}_data`,
          offset: at(image.blocks, index - 1).offset,
        },
  );
  return [
    "struct alignas(64) image_object {",
    ...members.map(({ name, member }) => `    ${name} ${member};`),
    "};",
    `static_assert(sizeof(image_object) == ${image.bytes.length});`,
    ...members.map(({ member, offset }) => `static_assert(offsetof(image_object, ${member}) == ${offset});`),
    "",
  ];
}

function initializeImage(structs: readonly StructSource[]): readonly string[] {
  return [
    "// Visible whatever the compiler's default: readers look it up by name.",
    'extern "C" [[gnu::visibility("default")]] image_object const TABLEGEN_IMAGE_SYMBOL;',
    "",
    "image_object const TABLEGEN_IMAGE_SYMBOL = {",
    ...structs.flatMap((struct) => [...initializeStruct(struct)]),
    "};",
  ];
}

/** A run of the image's bytes, with the hash that names it. */
export interface ImagePart {
  readonly hash: string;
  readonly content: Uint8Array;
}

/** Returns the parts that are embedded: what describes the tables, then their blocks, so that a changed cell changes few bytes. */
export function listParts({ version, bytes, metaBytes, blocks }: TableImage): readonly ImagePart[] {
  return [
    { hash: version, content: bytes.subarray(0, metaBytes) },
    ...blocks.map(({ contentHash: hash, offset, bytes: size }) => ({
      hash,
      content: bytes.subarray(offset, offset + size),
    })),
  ];
}

/**
 * Takes the bytes in through the assembler, which finds them beside this source by the name that the compiler was
 * given, or through `#embed`, where a compiler has no assembler of that kind.
 */
function embedImage(image: TableImage): readonly string[] {
  const { schema, bytes } = image;
  const folder = partsFolder(`${schema.name}_image.cpp`);
  const parts = listParts(image).map(({ hash }) => hash);
  return [
    "struct alignas(64) image_object {",
    `    unsigned char bytes[${bytes.length}];`,
    "};",
    'extern "C" [[gnu::visibility("default")]] image_object const TABLEGEN_IMAGE_SYMBOL;',
    "",
    "#if defined(__GNUC__) && defined(__ELF__)",
    "/// Path of the folder with the bytes, as a string literal.",
    "#ifndef TABLEGEN_IMAGE_PARTS",
    `#define TABLEGEN_IMAGE_PARTS __FILE__ "${partsFolder("")}"`,
    "#endif",
    "#define TABLEGEN_TEXT_OF(name) #name",
    "#define TABLEGEN_TEXT(name) TABLEGEN_TEXT_OF(name)",
    '#define TABLEGEN_PART(hash) ".incbin \\"" TABLEGEN_IMAGE_PARTS "/" hash ".bin\\"\\n"',
    "__asm__(",
    '    ".pushsection .rodata,\\"a\\"\\n"',
    '    ".balign 64\\n"',
    '    ".globl " TABLEGEN_TEXT(TABLEGEN_IMAGE_SYMBOL) "\\n"',
    '    ".type " TABLEGEN_TEXT(TABLEGEN_IMAGE_SYMBOL) ", %object\\n"',
    `    ".size " TABLEGEN_TEXT(TABLEGEN_IMAGE_SYMBOL) ", ${bytes.length}\\n"`,
    '    TABLEGEN_TEXT(TABLEGEN_IMAGE_SYMBOL) ":\\n"',
    ...parts.map((hash) => `    TABLEGEN_PART("${hash}")`),
    '    ".popsection\\n");',
    "#undef TABLEGEN_PART",
    "#undef TABLEGEN_TEXT",
    "#undef TABLEGEN_TEXT_OF",
    "#elif defined(__has_embed)",
    "image_object const TABLEGEN_IMAGE_SYMBOL = {{",
    ...parts.flatMap((hash, index) => [...(index === 0 ? [] : [","]), `#embed "${folder}/${hash}.bin"`]),
    "}};",
    "#else",
    '#error "This compiler can not take a file in: build the tables with --arrays literal."',
    "#endif",
  ];
}
