import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { isAbsolute, resolve } from "node:path";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";

const signatureBytes = 64;
/** The last bytes of a signed library, in ASCII. */
const trailerText = "tablegen-ed25519";
const trailerBytes = signatureBytes + trailerText.length;

/**
 * Returns the library with its signature behind it, in the place of the one that it may have. Loaders do not look
 * there, so the library stays what it is; docs/release-directory.md has the form.
 */
export function signLibrary(library: Uint8Array, key: KeyObject): Uint8Array {
  const content = isSigned(library) ? library.subarray(0, library.length - trailerBytes) : library;
  const signed = new Uint8Array(content.length + trailerBytes);
  signed.set(content);
  signed.set(sign(null, content, key), content.length);
  signed.set(new TextEncoder().encode(trailerText), content.length + signatureBytes);
  return signed;
}

/** True for a library with a signature behind it, whoever made that. */
export function isSigned(library: Uint8Array): boolean {
  if (library.length < trailerBytes) return false;
  return new TextDecoder("latin1").decode(library.subarray(-trailerText.length)) === trailerText;
}

/**
 * Returns the key that is to sign: of the command line, else of TABLE_GEN_SIGNING_KEY, else of the config; `undefined`
 * where none of them names one. The variable may hold the key itself. Throws ToolError for anything else than an
 * Ed25519 key.
 */
export function findSigningKey(
  host: Host,
  {
    asked,
    cwd,
    configured,
  }: {
    /** Relative to `cwd`, as the variable. */
    readonly asked?: string | undefined;
    readonly cwd: string;
    /** Absolute. */
    readonly configured?: string | undefined;
  },
): KeyObject | undefined {
  const named = asked ?? host.env["TABLE_GEN_SIGNING_KEY"];
  if (named === undefined || named === "") {
    return configured === undefined ? undefined : readSigningKey(host, configured);
  }
  if (named.trimStart().startsWith("-----BEGIN")) return parseKey(named, "TABLE_GEN_SIGNING_KEY");
  return readSigningKey(host, isAbsolute(named) ? named : resolve(cwd, named));
}

function readSigningKey(host: Host, path: string): KeyObject {
  let bytes: Uint8Array;
  try {
    bytes = host.readFile(path);
  } catch (cause) {
    throw new ToolError(`The signing key ${path} cannot be read.`, { help: keyHelp, cause });
  }
  return parseKey(new TextDecoder().decode(bytes), path);
}

function parseKey(pem: string, name: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause would say how far its decoder came, which tells nobody anything.
    throw new ToolError(`${name} is no private key in PEM form without a passphrase.`, { help: keyHelp });
  }
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new ToolError(`${name} is a key for ${key.asymmetricKeyType ?? "something else"}, not for Ed25519.`, {
    help: keyHelp,
  });
}

const keyHelp = "Make one by `openssl genpkey -algorithm ed25519 -out signing.pem`.";
