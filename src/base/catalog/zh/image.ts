import type { imageDiagnostics } from "../image.js";
import type { ChineseTextsOf } from "./chinese-text.js";

export const imageTexts: ChineseTextsOf<typeof imageDiagnostics> = {
  "image-too-large": {
    message: (p) => `所有表共占 ${p.bytes} 字节，而一个镜像最多 2 GiB。`,
    help: "把表拆分到多个库，每个库一份配置。",
  },
};
