import { dirname, join, posix } from "node:path";
import { assert } from "../base/assert.js";
import { checkLibraryFile } from "../base/elf/check-library.js";
import { type ElfTarget, nodeArchitectures } from "../base/elf/elf-format.js";
import { findImage } from "../base/elf/find-image.js";
import type { Host } from "../base/host.js";
import { packagePath } from "../base/package-path.js";
import { ToolError } from "../base/tool-error.js";
import type { OutputFile } from "../model/output-file.js";

export interface CompileOptions {
  /** Program and first arguments, such as `["zig", "c++", "-target", "aarch64-linux-gnu"]`. */
  readonly compiler: readonly string[];
  readonly target: ElfTarget;
  /** The generated sources that the image's source includes, itself among them. */
  readonly files: readonly OutputFile[];
  /** Path, in `files`, of the source that defines `tablegen_image`. */
  readonly source: string;
  /** What the compiled object must hold, byte for byte. */
  readonly image: Uint8Array;
}

/**
 * Compiles and links generated sources into a library and returns its bytes. Works in a temporary
 * folder and removes it.
 *
 * Throws ToolError when the compiler does not start, refuses the source, changes a byte of the image, or
 * writes a file that is more than data.
 */
export function compileLibrary(host: Host, options: CompileOptions): Uint8Array {
  const folder = host.makeTempFolder();
  try {
    for (const { path, content } of options.files) {
      host.makeFolder(join(folder, dirname(path)));
      host.writeFile(join(folder, path), content);
    }
    return compileIn(host, folder, options);
  } finally {
    host.remove(folder);
  }
}

/**
 * Returns a C++ compiler that builds for the target, as the start of an argv: `CXX` of the environment, else
 * `c++`, `g++` or `clang++` where this machine is the target. `undefined` when there is none.
 *
 * Throws ToolError when `CXX` names a program that does not run.
 */
export function findCompiler(host: Host, target: ElfTarget): readonly string[] | undefined {
  const chosen = (host.env["CXX"] ?? "").split(" ").filter((part) => part !== "");
  if (chosen.length > 0) {
    if (runs(host, chosen)) return chosen;
    throw new ToolError(`The compiler that CXX names does not run: ${chosen.join(" ")}.`, {
      help: "Correct or unset CXX, or build with --linker builtin, which needs no compiler.",
    });
  }
  const native = host.platform === "linux" && nodeArchitectures[target] === host.arch;
  if (!native) return undefined;
  return ["c++", "g++", "clang++"].map((program) => [program]).find((compiler) => runs(host, compiler));
}

function runs(host: Host, compiler: readonly string[]): boolean {
  return host.run([...compiler, "--version"]).status === 0;
}

function compileIn(host: Host, folder: string, options: CompileOptions): Uint8Array {
  const { compiler, image, target } = options;
  // The source is named relative to where it lies, so that no path gets into the file, and `.incbin` finds
  // what lies beside it.
  const cwd = join(folder, posix.dirname(options.source));
  const output = join(folder, "library.so");
  const argv = [...compiler, ...compileFlags(folder, target), "-o", output, posix.basename(options.source)];
  const done = host.run(argv, { cwd, env: { LC_ALL: "C" } });
  if (done.status !== 0) {
    const said = `${done.stdout}${done.stderr}`.replaceAll(`${folder}/`, "").trim();
    throw new ToolError(`${compiler.join(" ")} could not build the library:\n${said}`, {
      help: "Mend or choose another compiler with CXX, or build with --linker builtin, which needs none.",
    });
  }
  const library = host.readFile(output);
  verify(library, image, options);
  return library;
}

/** What makes the file data alone, the same on every machine and in every folder. */
function compileFlags(folder: string, target: ElfTarget): readonly string[] {
  return [
    "-std=c++17",
    `-I${packagePath("native-runtime/include")}`,
    "-O0", // constants come out the same; optimizing them only takes time
    "-g0",
    "-fPIC",
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-ident",
    "-fno-asynchronous-unwind-tables",
    ...(target === "x86_64" ? ["-fcf-protection=none"] : []),
    `-ffile-prefix-map=${folder}=`,
    "-shared",
    "-nostdlib",
    "-nostartfiles",
    "-Wl,--build-id=none",
    "-s",
  ];
}

function verify(library: Uint8Array, image: Uint8Array, { compiler, target }: CompileOptions): void {
  const help = "Build with --linker builtin, or with another compiler, and report this with its version.";
  const name = compiler.join(" ");
  const problems = checkLibraryFile(library, target);
  if (problems.length > 0) {
    throw new ToolError(`The file that ${name} built ${problems.join(", and it ")}.`, { help });
  }
  const built = findImage(library);
  assert(built !== undefined, "a checked library has an image");
  if (Buffer.compare(built, image) === 0) return;
  const what =
    built.length === image.length
      ? `that differs at byte ${image.findIndex((byte, index) => built[index] !== byte)}`
      : `of ${built.length} bytes instead of ${image.length}`;
  throw new ToolError(`${name} built an image ${what}.`, { help });
}
