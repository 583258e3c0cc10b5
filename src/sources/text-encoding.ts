import { constants, isUtf8 } from "node:buffer";
import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";

/**
 * Decodes the bytes of a text file.
 *
 * A byte order mark always decides. Without one the encoding is `label`, any WHATWG label, or for `auto`
 * the first that fits of UTF-8, UTF-16 and GB18030. Nothing is ever replaced: bytes that do not belong to the encoding
 * are reported with their offset and the result is `undefined`. NUL and, from UTF-16, lone surrogates are kept.
 */
export function decodeText(
  bytes: Uint8Array,
  label: string,
  file: string,
  report: Report,
): string | undefined {
  const named = label === "auto" ? undefined : canonicalEncoding(label);
  if (label !== "auto" && named === undefined) {
    report("unknown-encoding", { encoding: label }, { file });
    return undefined;
  }
  const mark = byteOrderMark(bytes);
  const body = bytes.subarray(mark?.bytes ?? 0);
  const wide = mark?.encoding.startsWith("utf-16") ?? named?.startsWith("utf-16") ?? false;
  if (body.length / (wide ? 2 : 1) > constants.MAX_STRING_LENGTH) {
    report("text-too-large", { bytes: bytes.length }, { file });
    return undefined;
  }
  const encoding = mark?.encoding ?? named ?? guessEncoding(body, { file }, report);
  if (encoding === undefined) return undefined;
  const text = decodeStrictly(body, encoding);
  if (text !== undefined) return text;
  const offset = firstWrongByte(body, encoding);
  const line = countLines(decodeLoosely(body.subarray(0, offset), encoding));
  report("invalid-bytes", { encoding, offset: offset + bytes.length - body.length }, { file, line });
  return undefined;
}

/** Returns the bytes of a file behind its mark, where `decodeText` takes them for UTF-8 and finds nothing wrong. */
export function findUtf8(bytes: Uint8Array, label: string): Uint8Array | undefined {
  const named = label === "auto" ? undefined : canonicalEncoding(label);
  if (label !== "auto" && named === undefined) return undefined;
  const mark = byteOrderMark(bytes);
  const body = bytes.subarray(mark?.bytes ?? 0);
  const encoding = mark?.encoding ?? named ?? guessUtf16(body) ?? "utf-8";
  return encoding === "utf-8" && isUtf8(body) ? body : undefined;
}

/** Counts the lines that have begun at the end of a text: CR, LF and CR LF each end one. */
function countLines(text: string): number {
  return (text.match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
}

function canonicalEncoding(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function byteOrderMark(bytes: Uint8Array): { readonly encoding: string; readonly bytes: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", bytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", bytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", bytes: 2 };
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33) {
    return { encoding: "gb18030", bytes: 4 };
  }
  return undefined;
}

function guessEncoding(bytes: Uint8Array, at: Place, report: Report): string | undefined {
  const utf16 = guessUtf16(bytes);
  if (utf16 !== undefined) return utf16;
  if (decodeStrictly(bytes, "utf-8") !== undefined) return "utf-8";
  if (decodeStrictly(bytes, "gb18030") !== undefined) {
    if (isUnusualGb18030(bytes)) report("unsure-encoding", undefined, at);
    return "gb18030";
  }
  const utf8Offset = firstWrongByte(bytes, "utf-8");
  report("undetected-encoding", { utf8Offset, gb18030Offset: firstWrongByte(bytes, "gb18030") }, at);
  return undefined;
}

/**
 * Text of tables always has separators, digits and line ends, which are one byte and one NUL in UTF-16.
 * So there are many NULs and nearly all have the same parity. UTF-8 text with a stray NUL does not look so.
 */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const head = bytes.subarray(0, 1 << 16);
  const zeros = [0, 0];
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1))
    zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = head.length / 100;
  if (odd > enough && odd > even * 20) return "utf-16le";
  if (even > enough && even > odd * 20) return "utf-16be";
  return undefined;
}

/**
 * True when more than a fifth of the double-byte characters lie outside GB 2312, the part in daily use.
 * Almost any bytes are valid GB18030, so this is how Big5 and Shift JIS show.
 */
function isUnusualGb18030(bytes: Uint8Array): boolean {
  let all = 0;
  let unusual = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x81) continue;
    const trail = bytes[at + 1] ?? 0;
    const fourBytes = trail >= 0x30 && trail <= 0x39;
    if (!fourBytes) all++;
    if (!fourBytes && (lead < 0xa1 || lead > 0xf7 || trail < 0xa1)) unusual++;
    at += fourBytes ? 3 : 1;
  }
  return unusual * 5 > all;
}

/** Returns `undefined` for bytes that do not belong to the encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding === "utf-16le") return bytes.length % 2 === 0 ? decodeUtf16(bytes, false) : undefined;
  if (encoding === "utf-16be") return bytes.length % 2 === 0 ? decodeUtf16(bytes, true) : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Decodes whole code units. A TextDecoder would refuse or replace lone surrogates. */
function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string {
  const whole = bytes.length - (bytes.length % 2);
  if (!bigEndian) return Buffer.from(bytes.buffer, bytes.byteOffset, whole).toString("utf16le");
  return Buffer.from(bytes.subarray(0, whole)).swap16().toString("utf16le");
}

function decodeLoosely(bytes: Uint8Array, encoding: string): string {
  if (encoding === "utf-16le" || encoding === "utf-16be") return decodeUtf16(bytes, encoding === "utf-16be");
  return new TextDecoder(encoding).decode(bytes);
}

/** Returns the offset of the byte at which strict decoding fails, by bisection over prefixes. */
function firstWrongByte(bytes: Uint8Array, encoding: string): number {
  if (encoding.startsWith("utf-16")) return bytes.length - 1;
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

function isValidPrefix(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
