import type { emitDiagnostics } from "../emit.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const emitTexts: ChineseTextsOf<typeof emitDiagnostics> = {
  "cpp-name-taken": {
    message: (p) => `${translatePhrase(p.what)}在 C++ 中叫 ${p.name}，因为${translatePhrase(p.reason)}。`,
    help: "在代码中使用这个名称，或在表格、配置里换一个名称。",
  },
  "ts-name-taken": {
    message: (p) => `${translatePhrase(p.what)}在 TypeScript 中叫 ${p.name}，因为 ${p.wish} 已被占用。`,
    help: "在代码中使用这个名称，或在表格、配置里换一个名称。",
  },
};
