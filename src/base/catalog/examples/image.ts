import type { imageDiagnostics } from "../image.js";
import type { ExplanationsOf } from "./explanation.js";

export const imageExplanations: ExplanationsOf<typeof imageDiagnostics> = {
  "image-too-large": {
    why: {
      en: "Offsets within the image have 32 bits.",
      zh: "镜像内部的偏移量是 32 位的。",
    },
    cause: {
      en: "All tables of the config together take more than 2 GiB.",
      zh: "该配置的所有表合计超过 2 GiB。",
    },
    parameters: { bytes: 2_500_000_000 },
  },
};
