import type { Report } from "../base/diagnostics.js";
import type { Config, FieldConfig } from "../model/config.js";
import { parseConfigRules } from "./column-rules.js";
import type { ConstantDeclaration } from "./constant-sheet.js";
import type { EnumDeclaration } from "./enum-declaration.js";
import { placeInConfig } from "./places.js";
import type { FieldDeclaration, StructDeclaration, VariantDeclaration } from "./struct-declaration.js";

/** Returns the enums that the config declares, in its order. */
export function listConfigEnums(config: Pick<Config, "file" | "enums">): readonly EnumDeclaration[] {
  return Object.entries(config.enums).map(([name, { note, underlying, flags, values }]) => ({
    name,
    note,
    underlying,
    underlyingAt: placeInConfig(config, ["enums", name, "underlying"]),
    isFlags: flags,
    at: placeInConfig(config, ["enums", name]),
    values: values.map((value, index) => {
      const at = placeInConfig(config, ["enums", name, "values", index]);
      return {
        name: value.name.normalize("NFC"),
        at,
        value: { text: String(value.value), at },
        aliases: value.aliases.map((text) => ({ text: text.normalize("NFC"), at })),
        note: value.note,
        ...(value.groups === undefined ? {} : { groups: value.groups }),
      };
    }),
  }));
}

/** Returns the structs that the config declares, in its order. Fields are at the paths of the full form. */
export function listConfigStructs(
  config: Pick<Config, "file" | "structs">,
  report: Report,
): readonly StructDeclaration[] {
  return Object.entries(config.structs).map(([name, { note, extends: base, separators, fields }]) => ({
    name,
    note,
    at: placeInConfig(config, ["structs", name]),
    base:
      base === undefined
        ? undefined
        : { text: base.normalize("NFC"), at: placeInConfig(config, ["structs", name, "extends"]) },
    fields: fields.map((field) => readField(config, name, field, report)),
    separators,
  }));
}

function readField(
  config: Pick<Config, "file">,
  struct: string,
  { type, note, default: fallback, separators, groups, rules = [], ...field }: FieldConfig,
  report: Report,
): FieldDeclaration {
  const name = field.name.normalize("NFC");
  const steps = ["structs", struct, "fields", name];
  const at = placeInConfig(config, steps);
  const placeOf = (index: number) => placeInConfig(config, [...steps, "rules", index]);
  const parsed = parseConfigRules(rules, placeOf, report);
  return {
    ...{ name, at, note, separators },
    type: { text: type, at },
    ...(fallback === undefined ? {} : { default: { text: fallback, at } }),
    ...(groups === undefined ? {} : { groups }),
    ...(parsed.length === 0 ? {} : { rules: parsed }),
  };
}

/** Returns the variants that the config declares, in its order. Kinds are at the paths of the full form. */
export function listConfigVariants(config: Pick<Config, "file" | "variants">): readonly VariantDeclaration[] {
  return Object.entries(config.variants).map(([variant, { note, separators, kinds }]) => ({
    name: variant,
    note,
    at: placeInConfig(config, ["variants", variant]),
    kinds: kinds.map(({ name, aliases, struct }) => ({
      name: name.normalize("NFC"),
      aliases: aliases.map((alias) => alias.normalize("NFC")),
      struct: {
        text: struct.normalize("NFC"),
        at: placeInConfig(config, ["variants", variant, "kinds", name.normalize("NFC")]),
      },
    })),
    separators,
  }));
}

/** Returns the constants that the config declares, in its order. */
export function listConfigConstants(
  config: Pick<Config, "file" | "constants">,
): readonly ConstantDeclaration[] {
  return Object.entries(config.constants).map(([name, text]) => ({
    ...{ name, text },
    at: placeInConfig(config, ["constants", name]),
  }));
}
