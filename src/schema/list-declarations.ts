import type { Report } from "../base/diagnostics.js";
import type { Config } from "../model/config.js";
import type { EnumSchema } from "../model/schema.js";
import type { Sheet } from "../model/workbook.js";
import { checkIdentifier, checkTypeName, withoutTwins } from "./check-declared-name.js";
import { listConfigConstants, listConfigStructs, listConfigVariants } from "./config-declarations.js";
import { type ConstantDeclaration, readConstantSheet } from "./constant-sheet.js";
import { declarationMarkOf } from "./declaration-sheet.js";
import type { DeclarationMark } from "./dialects/marked.js";
import { resolveEnums } from "./resolve-enums.js";
import type { StructDeclaration, VariantDeclaration, VariantKindDeclaration } from "./struct-declaration.js";
import { type Membership, readStructSheet } from "./struct-sheet.js";

/** What config and sheets declare beside tables. Names are good and differ within each list. */
export interface Declarations {
  /** In order of name. */
  readonly enums: readonly EnumSchema[];
  /** As they were declared: those of the config first. What they and their fields refer to is not looked up yet. */
  readonly structs: readonly StructDeclaration[];
  readonly variants: readonly VariantDeclaration[];
  /** By name the text of a cell. */
  readonly constants: ReadonlyMap<string, string>;
}

/** Returns what the config and the sheets with a mark of a declaration declare; others are passed over. */
export function listDeclarations(
  config: Pick<Config, "file" | "enums" | "structs" | "variants" | "constants">,
  sheets: readonly Sheet[],
  report: Report,
): Declarations {
  const sheetsOf = (mark: DeclarationMark) => sheets.filter((sheet) => declarationMarkOf(sheet) === mark);
  const structSheets = sheetsOf("##struct").map((sheet) => readStructSheet(sheet, report));
  const structs = [...listConfigStructs(config, report), ...structSheets.flatMap((sheet) => sheet.structs)];
  const variants = [
    ...listConfigVariants(config),
    ...listSheetVariants(structSheets.flatMap(({ memberships }) => memberships)),
  ];
  const constants = [
    ...listConfigConstants(config),
    ...sheetsOf("##const").flatMap((sheet) => readConstantSheet(sheet, report)),
  ];
  const good = <Declaration extends StructDeclaration | VariantDeclaration>(
    what: "a struct" | "a variant",
    declarations: readonly Declaration[],
  ) => declarations.filter((declaration) => checkTypeName(what, declaration, report));
  return {
    enums: resolveEnums(config, sheetsOf("##enum"), report),
    structs: withoutTwins("struct", good("a struct", structs), report),
    variants: withoutTwins("variant", good("a variant", variants), report).map((variant) => ({
      ...variant,
      kinds: variant.kinds.filter((kind) => checkKindName(kind, report)),
    })),
    constants: checkConstants(constants, report),
  };
}

/** A variant comes into being by being named; its kinds are in the order of the rows. */
function listSheetVariants(memberships: readonly Membership[]): readonly VariantDeclaration[] {
  const kindsOf = new Map<string, VariantKindDeclaration[]>();
  const variants: VariantDeclaration[] = [];
  for (const { variant, struct } of memberships) {
    const kinds = kindsOf.get(variant.text) ?? [];
    if (kinds.length === 0) {
      kindsOf.set(variant.text, kinds);
      variants.push({ name: variant.text, note: "", at: variant.at, kinds, separators: undefined });
    }
    // Each row of a struct may say so.
    if (kinds.some(({ name }) => name === struct.text)) continue;
    kinds.push({ name: struct.text, aliases: [], struct });
  }
  return variants;
}

function checkKindName({ name, struct }: VariantKindDeclaration, report: Report): boolean {
  // A struct's own name is checked where the struct is declared.
  return name === struct.text || checkIdentifier("a kind", { name, at: struct.at }, report);
}

function checkConstants(
  constants: readonly ConstantDeclaration[],
  report: Report,
): ReadonlyMap<string, string> {
  const good = constants.filter(({ name, at }) => {
    if (!checkIdentifier("a constant", { name, at }, report)) return false;
    if (!/^(true|false)$/i.test(name)) return true;
    report("reserved-name", { name, use: "a value of bool" }, at);
    return false;
  });
  return new Map(withoutTwins("constant", good, report).map(({ name, text }) => [name, text]));
}
