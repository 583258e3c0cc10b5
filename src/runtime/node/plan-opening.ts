import type { KeyObject } from "node:crypto";
import type { ByteSource } from "../../base/elf/byte-source.js";
import { checkLibrary } from "../../base/elf/check-library.js";
import { type ElfTarget, nodeArchitectures } from "../../base/elf/elf-format.js";
import type { ImageRange } from "../../base/elf/find-image.js";
import { ToolError } from "../../base/tool-error.js";
import { imageMagic, maxImageBytes } from "../../model/image-format.js";
import { ImageError } from "../errors.js";
import { readLibrary } from "../extract-image.js";
import { type Loader, loadLoader } from "./load-loader.js";

/** What is asked of a library file before it is used. */
export interface LibraryDemands {
  readonly memory: "auto" | "mapped" | "private";
  readonly verify: "shape" | "full";
  /** A file that is not signed with it is refused. */
  readonly publicKey?: KeyObject | undefined;
  /**
   * True for what a store opens: all processes of a machine must come to the same answer, so what a program in C++
   * refuses is refused here too, also where a copy of it could be read.
   */
  readonly isRelease: boolean;
  /** True when somebody calls `rescue` in time: who opens the file for writing then waits for it, where the system does that. */
  readonly isGuarded: boolean;
}

/** How the file is taken into memory, and where in it the image is. */
export interface OpeningPlan {
  readonly image: ImageRange;
  /** What maps the file; without it a copy is read. */
  readonly loader?: Loader;
  /** Why the file is not mapped, as a sentence. */
  readonly note?: string;
}

/** Looks at the file's headers. Throws ImageError or ToolError for a file that must not be opened. */
export function planOpening(file: ByteSource, demands: LibraryDemands): OpeningPlan {
  if (file.sizeBytes > mostFileBytes) {
    throw new ImageError(`The library has ${file.sizeBytes} bytes, more than any image.`);
  }
  if (!demands.isRelease && isBareImage(file)) return planBareImage(file, demands.memory);
  const { file: elf, image } = readLibrary(file);
  const loader = demands.memory === "private" ? "This was asked for." : chooseLoader(elf.target);
  if (demands.isRelease && demands.memory !== "private") requireOwnTarget(elf.target);
  if (demands.isRelease || typeof loader !== "string") requireSafe(checkLibrary(elf));
  if (typeof loader !== "string") return { image, loader };
  if (demands.memory === "mapped") throw new ToolError(`The library cannot be mapped. ${loader}`);
  return { image, note: `Read into private memory. ${loader}` };
}

/** An image, and what a linker may put around it. */
const mostFileBytes = maxImageBytes + (1 << 24);

/** An image without a library around it, which is a file for tools. */
function isBareImage(file: ByteSource): boolean {
  const start = file.read(0, Math.min(file.sizeBytes, imageMagic.length));
  return String.fromCharCode(...start) === imageMagic;
}

function planBareImage(file: ByteSource, memory: LibraryDemands["memory"]): OpeningPlan {
  const reason = "A bare image is not mapped.";
  if (memory === "mapped") throw new ToolError(reason, { help: "Open the library that holds it." });
  return {
    image: { offset: 0, sizeBytes: file.sizeBytes },
    note: `Read into private memory. ${reason}`,
  };
}

function chooseLoader(target: ElfTarget): Loader | string {
  if (process.platform !== "linux") return `${process.platform} does not map libraries of this format.`;
  if (nodeArchitectures[target] !== process.arch) return `It was built for ${target}, not for this one.`;
  return loadLoader();
}

function requireOwnTarget(target: ElfTarget): void {
  if (process.platform !== "linux" || nodeArchitectures[target] === process.arch) return;
  throw new ImageError(`The library is for ${target}, not for this machine.`, {
    help: "Build it for this machine: see `table-gen build --help`.",
  });
}

function requireSafe(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new ImageError(`The library ${problems.join(", and it ")}.`, {
    help: "Build it with table-gen; a library of tables is data that cannot run code.",
  });
}
