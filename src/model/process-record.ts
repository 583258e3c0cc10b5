/** What a process that follows a release directory says of itself there: docs/release-directory.md. */
export interface ProcessRecord {
  /** Number of the write. */
  readonly sequence: number;
  readonly pid: number;
  /** As `readlink /proc/self/ns/pid` gives it; empty where there is no such thing. */
  readonly pidNamespace: string;
  readonly host: string;
  /** The program's name. */
  readonly process: string;
  readonly runtime: string;
  readonly channel: string;
  readonly memory: "mapped" | "private";
  /** Milliseconds since 1970, as all times here. */
  readonly opened: number;
  /** Version of the release in use. */
  readonly release: string;
  readonly since: number;
  readonly switches: number;
  /** The pointer at the last look, as `pointerStamp` gives it; empty when there was none. */
  readonly pointer: string;
  /** Why the last look did not end in the pointer's release being used. */
  readonly failure: { readonly text: string; readonly at: number } | null;
  /** Earlier releases that readers still hold. */
  readonly held: readonly HeldRelease[];
  /** True when it holds more than `held` lists; absent: false. */
  readonly heldMore?: boolean;
  readonly sharedKb: number;
  readonly privateKb: number;
}

export interface HeldRelease {
  readonly release: string;
  /** How many snapshots of it are held. */
  readonly snapshots: number;
  /** When it was replaced. */
  readonly since: number;
}

/** Size of a record's file. */
export const recordBytes = 4096;

/** More held releases than these are not listed: `heldMore` tells of them. */
const mostHeld = 8;

/** Returns the bytes of a record's file. */
export function formatProcessRecord(record: ProcessRecord): Uint8Array {
  const { sequence, ...rest } = record;
  const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const whole = {
    format: 1,
    sequence,
    ...rest,
    host: cut(record.host, 100),
    process: cut(record.process, 100),
    failure: record.failure === null ? null : { ...record.failure, text: cut(record.failure.text, 600) },
    held: record.held.slice(0, mostHeld),
    heldMore: record.heldMore === true || record.held.length > mostHeld,
    end: sequence,
  };
  const text = new TextEncoder().encode(JSON.stringify(whole));
  const bytes = new Uint8Array(recordBytes).fill(0x20);
  bytes.set(text.subarray(0, recordBytes - 1));
  bytes[recordBytes - 1] = 0x0a;
  return bytes;
}

/**
 * Reads a record's file, which any process may have written. Returns `undefined` for one that is not whole: it is
 * being written just now (read it again), or is none.
 */
export function parseProcessRecord(bytes: Uint8Array): ProcessRecord | undefined {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!isObject(content) || content["format"] !== 1 || content["sequence"] !== content["end"])
    return undefined;
  const { memory, failure, held, heldMore } = content;
  if (memory !== "mapped" && memory !== "private") return undefined;
  if (!texts.every((key) => typeof content[key] === "string")) return undefined;
  if (!numbers.every((key) => isCount(content[key]))) return undefined;
  if (failure !== null && !isFailure(failure)) return undefined;
  if (!Array.isArray(held) || !held.every(isHeld)) return undefined;
  if (heldMore !== undefined && typeof heldMore !== "boolean") return undefined;
  // Each member of the type was looked at above.
  return content as unknown as ProcessRecord;
}

const texts = ["pidNamespace", "host", "process", "runtime", "channel", "release", "pointer"];
const numbers = ["sequence", "pid", "opened", "since", "switches", "sharedKb", "privateKb"];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isFailure(value: unknown): boolean {
  return isObject(value) && typeof value["text"] === "string" && isCount(value["at"]);
}

function isHeld(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value["release"] === "string" &&
    isCount(value["snapshots"]) &&
    isCount(value["since"])
  );
}
