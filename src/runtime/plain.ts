import { maxValueDepth } from "../model/image-format.js";
import { ImageError } from "./errors.js";

/** Names the method by which the views of the runtime become what JSON can say; `index.ts` does not export it. */
export const plainOf = Symbol("plain");

/** What the values of a row are made of. `depth` counts how deep it lies in what becomes JSON. */
export interface Plain {
  [plainOf](depth: number): unknown;
}

/**
 * Returns what JSON can say of a value of a row: a 64-bit integer as decimal text, a list as an array. Throws ImageError
 * where values lead to each other without end, as only those of a damaged image do.
 */
export function toPlain(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value === undefined ? null : value;
  if (isPlain(value)) {
    if (depth > maxPlainDepth)
      throw new ImageError("The image is damaged: one of its values nests too deep.");
    return value[plainOf](depth + 1);
  }
  if (Array.isArray(value)) return value.map((element) => toPlain(element, depth + 1));
  return "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
}

function isPlain(value: object): value is Plain {
  return plainOf in value;
}

/** Values that are held in place come between those that lead to others. */
const maxPlainDepth = 4 * maxValueDepth;
