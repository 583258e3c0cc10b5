import type { OutputFile } from "../../src/model/output-file.js";

/**
 * Returns a source that defines `tablegen_image`, by itself and without any runtime header: as an array, or
 * taken in from a file beside it.
 */
export function makeImageSource(image: Uint8Array, form: "literal" | "embed"): readonly OutputFile[] {
  const declaration = `extern "C" { extern unsigned char const tablegen_image[${image.length}]; }\n`;
  if (form === "literal") {
    const values = Array.from(image).join(",");
    const content = `${declaration}alignas(64) unsigned char const tablegen_image[${image.length}] = {${values}};\n`;
    return [{ path: "cpp/tables_image.cpp", content }];
  }
  const content = `__asm__(
  ".section .rodata\\n"
  ".balign 64\\n"
  ".globl tablegen_image\\n"
  ".type tablegen_image, %object\\n"
  ".size tablegen_image, ${image.length}\\n"
  "tablegen_image:\\n"
  ".incbin \\"tables.image.bin\\"\\n");
`;
  return [
    { path: "cpp/tables_image.cpp", content },
    { path: "cpp/tables.image.bin", content: image },
  ];
}
