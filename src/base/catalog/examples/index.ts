import type { Catalog, DiagnosticCode } from "../index.js";
import { checkExplanations } from "./checks.js";
import { configExplanations } from "./config.js";
import { documentExplanations } from "./documents.js";
import { emitExplanations } from "./emit.js";
import type { Explanation, ExplanationsOf } from "./explanation.js";
import { imageExplanations } from "./image.js";
import { lubanExplanations } from "./luban.js";
import { rowExplanations } from "./rows.js";
import { schemaExplanations } from "./schema.js";
import { sourceExplanations } from "./sources.js";
import { tableauExplanations } from "./tableau.js";
import { typeExplanations } from "./types.js";

/** What is said of every diagnostic beside its message. A code without an explanation does not compile. */
export const explanations: ExplanationsOf<Catalog> = {
  ...sourceExplanations,
  ...documentExplanations,
  ...schemaExplanations,
  ...typeExplanations,
  ...lubanExplanations,
  ...tableauExplanations,
  ...rowExplanations,
  ...checkExplanations,
  ...imageExplanations,
  ...emitExplanations,
  ...configExplanations,
};

export type AnyExplanation = Explanation<Catalog[DiagnosticCode]>;
