import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** How another thread of this process maps a file that is open here. */
export interface OpenMapping {
  /** Path of the loader. */
  readonly loader: string;
  /** Stays open meanwhile. */
  readonly descriptor: number;
}

export interface Verification {
  readonly mapping: OpenMapping;
  /** How many bytes from the start of the file are signed. */
  readonly messageBytes: number;
  readonly key: KeyObject;
  readonly signature: Uint8Array;
}

/**
 * Returns whether the start of a mapped file is what was signed, by a thread of its own that maps the same open file:
 * what node:crypto verifies in its pool it copies first, in this thread.
 */
export async function verifyInThread(verification: Verification): Promise<boolean> {
  const worker = new Worker(program, { eval: true, execArgv: [], workerData: verification });
  const [isGood]: unknown[] = await once(worker, "message");
  return isGood === true;
}

const program = `
  const { verify } = require("node:crypto");
  const { parentPort, workerData } = require("node:worker_threads");
  const { mapping, messageBytes, key, signature } = workerData;
  const mapped = require(mapping.loader).map(mapping.descriptor);
  const isGood = verify(null, new Uint8Array(mapped.buffer, 0, messageBytes), key, signature);
  mapped.close();
  parentPort.postMessage(isGood);
`;
