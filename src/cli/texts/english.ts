import { formatNumberOf } from "../format-size.js";
import type { Texts } from "./texts.js";

export const english: Texts = {
  language: "en",
  tag: "en",
  words: {
    severity: { error: "error", warning: "warning" },
    note: "note",
    help: "help",
    colon: ": ",
    comma: ", ",
    summary: ({ errors, warnings, files }) => {
      const counts = [count(errors, "error"), count(warnings, "warning")].filter(
        (text) => !text.startsWith("0 "),
      );
      return files === 0 ? counts.join(", ") : `${counts.join(", ")} in ${count(files, "file")}`;
    },
    omitted: (number) =>
      `${count(number, "more problem")} ${number === 1 ? "is" : "are"} not shown; --max-errors 0 shows all`,
    noProblem: "No problem.",
    build: {
      counts: (tables, rows, size) =>
        `${formatNumberOf(tables, "table")}, ${formatNumberOf(rows, "row")}, ${size}`,
      noProblemIn: (counts) => `No problem in ${counts}.`,
      built: "Built",
      took: (seconds, what) => `in ${seconds} s${what === "" ? "" : `: ${what}`}`,
      unchanged: (name) => `Nothing has changed in ${name}`,
      rows: (count) => formatNumberOf(count, "row"),
      moreTables: (count) => `… and ${formatNumberOf(count, "more table")}`,
      files: (count) => formatNumberOf(count, "file"),
      library: (size, target, isSigned) => `${size} for ${target}${isSigned ? ", signed" : ""}`,
      pointer: "leads to it",
      usedAlike: (target) => `Every target is used alike; this is ${target}.`,
      inCpp: "In C++:",
      inTypeScript: "In TypeScript:",
      here: "Here:",
    },
    breaksRule: "This breaks the rule:",
    followsRule: "This does not:",
    causedBy: "What causes it:",
    aboutWarning: (code) =>
      `A warning: --warnings-as-errors ${code} makes it an error, and so does "diagnostics": { "${code}": "error" } in the config, where "off" hides it.`,
    howToExplain: "table-gen explain CODE says more about one of them.",
    fileIsGood: "has no error",
  },
  translate: (diagnostic) => diagnostic,
};

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
