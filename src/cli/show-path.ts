import { isAbsolute, relative, sep } from "node:path";

/** Returns the path as it would be typed at `cwd`, with `/`. */
export function showPath(cwd: string, path: string): string {
  const shown = relative(cwd, path);
  const isFar = shown.startsWith(`..${sep}..${sep}..`) || isAbsolute(shown);
  return (isFar ? path : shown === "" ? "." : shown).split(sep).join("/");
}
