import { basename } from "node:path";

/** What a Luban project calls its config; a folder's own config goes before it. */
export const lubanConf = "luban.conf";

export function isLubanConf(path: string): boolean {
  return basename(path) === lubanConf;
}
