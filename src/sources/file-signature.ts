/** What the first bytes of a file tell, whatever its name says. */
export type FileSignature =
  | { readonly kind: "empty" | "zip" | "compound" | "git-lfs-pointer" | "text" }
  /** Nothing that sheets are read from; `description` completes "the file is …". */
  | { readonly kind: "other"; readonly description: string };

const magics: readonly (readonly [prefix: string, description: string])[] = [
  ["%PDF-", "a PDF document"],
  ["\x89PNG", "a PNG image"],
  ["\xff\xd8\xff", "a JPEG image"],
  ["GIF87a", "a GIF image"],
  ["GIF89a", "a GIF image"],
  ["\x1f\x8b", "a gzip archive"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive"],
  ["Rar!\x1a\x07", "a RAR archive"],
  ["\x7fELF", "an ELF binary"],
  ["{\\rtf", "an RTF document"],
  ["SQLite format 3\0", "an SQLite database"],
];

/** Tells files apart by their first bytes. Whether text is valid is not seen here. */
export function readSignature(bytes: Uint8Array): FileSignature {
  if (bytes.length === 0) return { kind: "empty" };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString("latin1");
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) return { kind: "zip" };
  if (head.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return { kind: "compound" };
  const magic = magics.find(([prefix]) => head.startsWith(prefix));
  if (magic !== undefined) return { kind: "other", description: magic[1] };
  // As the first bytes of UTF-16 text stand beside NULs, what is looked for is found without them.
  const text = head.replaceAll("\0", "").replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, "");
  if (text.startsWith("version https://git-lfs.github.com/spec/")) return { kind: "git-lfs-pointer" };
  if (/^(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(!doctype\s+html|html)[\s>]/i.test(text)) {
    return { kind: "other", description: "an HTML page" };
  }
  if (text.startsWith("<?xml")) return { kind: "other", description: "an XML file" };
  return { kind: "text" };
}

/** True for bytes that hold more control characters than any text does. */
export function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  return controls > head.length / 10;
}
