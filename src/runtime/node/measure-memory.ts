import { readFile } from "node:fs/promises";

/** Memory of a mapped file in this process. */
export interface MappedMemory {
  /** Pages of the file, which all processes share. */
  readonly sharedKb: number;
  /** Pages of this process alone. */
  readonly privateKb: number;
}

/** Measures a file that this process has mapped, by its real path; `undefined` where the system does not say. */
export async function measureMapping(path: string): Promise<MappedMemory | undefined> {
  const text = await readFile("/proc/self/smaps", "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseMapping(text, path);
}

/** Of several mappings of the file, those of other stores among them, returns that with the most pages. */
export function parseMapping(smaps: string, path: string): MappedMemory | undefined {
  let largest: MappedMemory | undefined;
  for (const mapping of smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [head = ""] = mapping.split("\n", 1);
    if (!head.endsWith(` ${path}`)) continue;
    const residentKb = readKb(mapping, "Rss");
    const privateKb = readKb(mapping, "Anonymous");
    const sharedKb = residentKb - privateKb;
    if (largest === undefined || sharedKb > largest.sharedKb) largest = { sharedKb, privateKb };
  }
  return largest;
}

function readKb(mapping: string, name: string): number {
  return Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(mapping)?.[1] ?? 0);
}
