import { checkLibraryFile } from "../base/elf/check-library.js";
import { ToolError } from "../base/tool-error.js";

/** What a library that may be published says of itself. */
export interface VerifiedLibrary {
  readonly name: string;
  readonly version: string;
}

type Verify = (bytes: Uint8Array, file: string) => VerifiedLibrary;

/**
 * Returns the function that compares a library with its hashes, and checks that mapping it runs no code. That throws
 * ToolError for anything else; `file` is the library's name in the message.
 */
export async function loadVerifier(): Promise<Verify> {
  const { openImage } = await import("../runtime/index.js");
  return (bytes, file) => verifyLibrary(openImage, bytes, file);
}

type OpenImage = typeof import("../runtime/index.js").openImage;

function verifyLibrary(openImage: OpenImage, bytes: Uint8Array, file: string): VerifiedLibrary {
  const problems = checkLibraryFile(bytes);
  if (problems.length > 0) {
    throw new ToolError(`${file} ${problems.join(", and it ")}.`, {
      help: "Build it with table-gen; a library of tables is data that cannot run code.",
    });
  }
  try {
    const image = openImage(bytes);
    image.verify();
    const { name, version } = image;
    // It becomes a file's name.
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ToolError("The library's name is no identifier.");
    return { name, version };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { message, help, cause } = error;
    throw new ToolError(`${file}: ${message}`, { ...(help === undefined ? {} : { help }), cause });
  }
}
