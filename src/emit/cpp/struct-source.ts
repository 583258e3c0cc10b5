import { blockAlignment, roundUp } from "../../model/image-format.js";

/** A struct of the image: how it is declared, and what is in it. */
export interface StructSource {
  readonly name: string;
  readonly comment: string;
  readonly bytes: number;
  readonly members: readonly MemberSource[];
}

/** A member of such a struct, an array unless `count` is undefined. */
export interface MemberSource {
  readonly name: string;
  readonly type: string;
  readonly count: number | undefined;
  /** From the start of the struct. */
  readonly offset: number;
  /** Where it starts at a multiple of more than its type's own alignment. */
  readonly alignment?: number;
  readonly comment?: string;
  /** Lines of the initialiser without indentation; each ends with what separates it from the next. */
  readonly lines: () => Iterable<string>;
  /** Whether the lines stand in braces of their own; strings do not. */
  readonly isBraced: boolean;
}

/**
 * Returns the member that fills a struct up to its least size with zeros, where there is need of one: what is left to a
 * multiple of 64 the compiler adds.
 */
export function createPadding(end: number, bytes: number): readonly MemberSource[] {
  if (end > 0 && roundUp(end, blockAlignment) === bytes) return [];
  return [
    {
      ...{ name: "padding", type: "unsigned char", count: bytes - end, offset: end, isBraced: true },
      lines: () => [],
    },
  ];
}

/** Declares the struct and has the compiler prove where everything lies. */
export function declareStruct({ name, comment, bytes, members }: StructSource): readonly string[] {
  return [
    `/// ${comment}`,
    `struct alignas(64) ${name} {`,
    ...members.map((member) => `    ${declareMember(member)}`),
    "};",
    `static_assert(sizeof(${name}) == ${bytes});`,
    ...members.map((member) => `static_assert(offsetof(${name}, ${member.name}) == ${member.offset});`),
    "",
  ];
}

/** Returns the struct's initialiser, in braces, indented by four. */
export function* initializeStruct({ name, members }: StructSource): Iterable<string> {
  yield `    {  // ${name}`;
  for (const member of members) {
    if (member.comment !== undefined) yield `        // ${member.comment}`;
    if (member.isBraced) yield "        {";
    const indent = member.isBraced ? "            " : "        ";
    for (const line of member.lines()) yield indent + line;
    if (member.isBraced) yield "        },";
  }
  yield "    },";
}

function declareMember({ name, type, count, alignment }: MemberSource): string {
  const aligned = alignment === undefined ? "" : `alignas(${alignment}) `;
  return `${aligned}${type} ${name}${count === undefined ? "" : `[${count}]`};`;
}
