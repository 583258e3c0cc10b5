import { createPublicKey, KeyObject, verify } from "node:crypto";
import { ToolError } from "../../base/tool-error.js";
import { ImageError } from "../errors.js";
import { type OpenMapping, verifyInThread } from "./verify-in-thread.js";

/** Returns an Ed25519 public key from PEM or as it is. Throws ToolError for any other key. */
export function readPublicKey(key: string | KeyObject): KeyObject {
  const read = key instanceof KeyObject ? key : parseKey(key);
  if (read.asymmetricKeyType !== "ed25519" || read.type !== "public") {
    throw new ToolError("The public key is not one of Ed25519.", { help: keyHelp });
  }
  return read;
}

function parseKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new ToolError("The public key cannot be read as PEM.", { help: keyHelp, cause });
  }
}

const keyHelp = "Give the text between and with the lines BEGIN PUBLIC KEY and END PUBLIC KEY.";

/** Throws ImageError when a library file does not end in a signature of all bytes before it, made with this key. */
export function checkSignature(file: Uint8Array, key: KeyObject): void {
  const { message, signature } = splitSignature(file);
  if (!verify(null, message, key, signature)) throw wronglySigned();
}

/**
 * As `checkSignature`, in the background. A file that is mapped is mapped again in another thread and verified there.
 * Of a copy Node makes another one for its pool, which is all that is done here.
 */
export async function checkSignatureInBackground(
  file: Uint8Array,
  key: KeyObject,
  mapping: OpenMapping | undefined,
): Promise<void> {
  const { message, signature } = splitSignature(file);
  const isGood =
    mapping === undefined
      ? await verifyInPool(message, key, signature)
      : await verifyInThread({ mapping, messageBytes: message.length, key, signature });
  if (!isGood) throw wronglySigned();
}

function verifyInPool(message: Uint8Array, key: KeyObject, signature: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, message, key, signature, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}

const signatureBytes = 64;
const signatureMark = new TextEncoder().encode("tablegen-ed25519");

interface SignedFile {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

function splitSignature(file: Uint8Array): SignedFile {
  const markAt = file.length - signatureMark.length;
  const messageBytes = markAt - signatureBytes;
  if (messageBytes < 0 || signatureMark.some((byte, index) => file[markAt + index] !== byte)) {
    throw new ImageError("The library is not signed.", {
      help: "Publish it with the key that is asked for.",
    });
  }
  // The signature goes to another thread, which would take all of the file with a view of it.
  return { message: file.subarray(0, messageBytes), signature: file.slice(messageBytes, markAt) };
}

function wronglySigned(): ImageError {
  return new ImageError("The library is not signed with the key that is asked for.", {
    help: "Publish it again with that key; whoever has signed or altered it had another one.",
  });
}
