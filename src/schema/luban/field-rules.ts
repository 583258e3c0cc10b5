import type { Report } from "../../base/diagnostics.js";
import type { FieldRule, FieldRuleTerms } from "../../model/rule.js";
import { parseRange } from "../parse-range.js";
import type { DeclaredText } from "../struct-declaration.js";
import type { LubanTypeText } from "./parse-luban-type.js";

export interface RuleContext {
  /** Folder of the files that `path` attributes name, relative to the config's; absent: they are not checked. */
  readonly pathRoot: string | undefined;
  readonly report: Report;
}

/** Attributes that say what values must keep. */
const checking = ["range", "size", "set", "regex", "not-default", "path", "index"];

/** Returns the rules that a field's type has attributes for, and reports those that are not checked. */
export function listFieldRules(
  type: LubanTypeText,
  { at }: DeclaredText,
  context: RuleContext,
): readonly FieldRule[] {
  const rules: FieldRule[] = [];
  const visit = (one: LubanTypeText, isOuter: boolean, isInMap: boolean): void => {
    for (const [name, value] of one.attributes) {
      if (!checking.includes(name)) continue;
      // Size and the like of an inner container, and what is said of a map's parts, have no rule of ours.
      const isReachable = isOuter || (one.parts.length === 0 && !isInMap);
      const terms = isReachable ? readTerms(name, value, context) : undefined;
      if (terms === "off") continue;
      if (terms === undefined) context.report("luban-not-checked", { attribute: `${name}=${value}` }, at);
      else if ("reason" in terms) {
        context.report("luban-invalid-type", { type: `${name}=${value}`, reason: terms.reason }, at);
      } else rules.push({ ...terms, text: `${name}=${value}`, at });
    }
    for (const part of one.parts) visit(part, false, isInMap || one.name === "map");
  };
  visit(type, true, false);
  return rules;
}

type Terms = FieldRuleTerms | { readonly reason: string } | undefined | "off";

function readTerms(name: string, value: string, context: RuleContext): Terms {
  switch (name) {
    case "range":
    case "size": {
      const range = parseRange(value);
      return "reason" in range ? range : { kind: name, range };
    }
    case "set":
      return { kind: "oneOf", values: value.split(",").map((one) => one.trim()) };
    case "regex":
      return readPattern(value);
    case "not-default":
      return { kind: "notDefault" };
    case "path":
      return readPath(value, context);
    default:
      return undefined;
  }
}

/** Luban looks for a match anywhere in the text; ours match all of it. */
function readPattern(value: string): Terms {
  const pattern = `[\\s\\S]*?(?:${value})[\\s\\S]*`;
  try {
    new RegExp(`^(?:${pattern})$`, "u");
    return { kind: "pattern", pattern };
  } catch {
    return undefined;
  }
}

/** `normal;icons/*.png` and `unity` name files below a folder, which the project alone does not say. */
function readPath(value: string, { pathRoot }: RuleContext): Terms {
  const [, kind, pattern] = /^\(?(\w+)\??(?:;(.*?))?\)?$/s.exec(value) ?? [];
  if (pathRoot === undefined) return "off";
  if (kind === "unity") return { kind: "path", root: `${pathRoot}/{}` };
  if (kind !== "normal" || pattern === undefined) return undefined;
  if (!pattern.includes("*")) return { reason: "normal;… has no *" };
  return { kind: "path", root: `${pathRoot}/${pattern.replace("*", "{}")}` };
}
