import type { Io } from "../io.js";
import { chooseLanguage } from "./choose-language.js";
import { english } from "./english.js";
import type { Language, Texts } from "./texts.js";

/** Returns the texts in the language that was asked for, else in the one of the environment. */
export async function loadTexts(language: Language | undefined, io: Io): Promise<Texts> {
  const chosen = language ?? chooseLanguage(io.env, io.systemLocale);
  return chosen === "zh" ? (await import("./chinese.js")).chinese : english;
}
