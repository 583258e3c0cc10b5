import { RefusedError } from "./refused-error.js";
import type { NextRelease, StoreOptions } from "./store-options.js";
import { ignorable } from "./waiting.js";

/**
 * Returns when the application has nothing against a release. Throws RefusedError when it has, and TypeError when it
 * does not answer at once.
 */
export function askApplication<Tables>(
  { beforeSwitch }: Pick<StoreOptions<Tables>, "beforeSwitch">,
  next: NextRelease<Tables>,
): void {
  let answer: unknown;
  try {
    answer = beforeSwitch?.(next);
  } catch (cause) {
    throw new RefusedError(next.version, cause);
  }
  if (isThenable(answer)) {
    ignorable(Promise.resolve(answer));
    throw new TypeError("beforeSwitch returned a promise, but must answer at once: nothing, true or false.");
  }
  if (answer === false) throw new RefusedError(next.version);
}

function isThenable(answer: unknown): boolean {
  return (
    typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function"
  );
}
