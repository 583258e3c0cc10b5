import type { InBoth } from "./examples/explanation.js";

/** How diagnostics are grouped by the first digit of their ids. */
export const groups: readonly { readonly prefix: string; readonly title: InBoth }[] = [
  { prefix: "TG1", title: { en: "files", zh: "文件" } },
  { prefix: "TG2", title: { en: "headers, types, keys, enums", zh: "表头、类型、键、枚举" } },
  { prefix: "TG3", title: { en: "rows against each other", zh: "行与行之间" } },
  { prefix: "TG4", title: { en: "cells", zh: "单元格" } },
  { prefix: "TG5", title: { en: "image and generated code", zh: "镜像与生成的代码" } },
  { prefix: "TG6", title: { en: "config", zh: "配置" } },
];
