import type {
  ImportDeclarationStructure,
  Scope,
  StatementStructures,
  StructureKind,
  WriterFunction,
} from "ts-morph";
import type { Schema } from "../../model/schema.js";
import type { TsNames } from "./choose-names.js";
import { toDocText } from "./doc-text.js";

/** The kinds of statements, handed over because loading ts-morph costs more than most builds: see `emit-ts`. */
export type Kinds = typeof StructureKind;
export type Scopes = typeof Scope;

/** A statement as a structure, or written out where ts-morph would indent it otherwise than the rest. */
export type Statement = StatementStructures | WriterFunction;

/** What every file is described from. */
export interface Bindings {
  readonly schema: Schema;
  readonly names: TsNames;
  /** What the runtime is imported from. */
  readonly runtime: string;
  readonly kinds: Kinds;
  readonly scopes: Scopes;
}

/** Returns an import of values and, marked as such, of types; both in the order of their names. */
export function describeImport(
  { kinds }: Bindings,
  from: string,
  values: readonly string[],
  types: readonly string[] = [],
): ImportDeclarationStructure {
  // A whole import of types leaves no trace in the JavaScript.
  const isTypeOnly = values.length === 0;
  const names = [
    ...values.map((name) => ({ name })),
    ...types.map((name) => (isTypeOnly ? { name } : { name, isTypeOnly: true })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: kinds.ImportDeclaration, moduleSpecifier: from, isTypeOnly, namedImports: names };
}

/** Returns the JSDoc of something with an author's note; none for an empty note. */
export function describeNote(note: string, sentence = ""): string[] {
  const lines = [note, sentence]
    .map(toDocText)
    .filter((text) => text !== "")
    .join("\n\n");
  if (lines === "") return [];
  return [lines.includes("\n") ? `\n${lines}` : lines];
}
