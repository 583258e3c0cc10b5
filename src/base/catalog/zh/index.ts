import type { Catalog } from "../index.js";
import { checkTexts } from "./checks.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { configTexts } from "./config.js";
import { documentTexts } from "./documents.js";
import { emitTexts } from "./emit.js";
import { imageTexts } from "./image.js";
import { lubanTexts } from "./luban.js";
import { rowTexts } from "./rows.js";
import { schemaTexts } from "./schema.js";
import { sourceTexts } from "./sources.js";
import { tableauTexts } from "./tableau.js";
import { typeTexts } from "./types.js";

/** The Chinese texts of every diagnostic. */
export const chineseTexts: ChineseTextsOf<Catalog> = {
  ...sourceTexts,
  ...documentTexts,
  ...schemaTexts,
  ...typeTexts,
  ...lubanTexts,
  ...tableauTexts,
  ...rowTexts,
  ...checkTexts,
  ...imageTexts,
  ...emitTexts,
  ...configTexts,
};
