import type { Language } from "./texts.js";

/**
 * Returns the language of the environment: of TABLE_GEN_LANG, else of the locale that messages have by POSIX, else of
 * the system. Chinese in any region is Chinese here; everything else is English.
 */
export function chooseLanguage(
  env: Readonly<Record<string, string | undefined>>,
  systemLocale: () => string,
): Language {
  const variables = ["TABLE_GEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
  const locale = variables.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  return /^(zh|chinese)\b/i.test((locale ?? systemLocale()).replaceAll("_", "-")) ? "zh" : "en";
}
