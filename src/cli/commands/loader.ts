import type { Command } from "commander";
import type { CommandContext } from "./context.js";

/** Adds `loader`: compiles the small Node addon that maps a library without copying it. */
export function addLoaderCommand(program: Command, { io }: CommandContext): void {
  program
    .command("loader")
    .description("compile the Node addon that maps libraries without a copy")
    .option("-q, --quiet", "print problems only")
    .addHelpText("after", loaderHelp)
    .action(async (options: { readonly quiet?: true }) => {
      const { createHost } = await import("../../base/host.js");
      const { buildLoader } = await import("../../runtime/node/build-loader.js");
      const path = buildLoader(createHost());
      if (options.quiet !== true) await io.stdout.write(`${path}\n`);
    });
}

const loaderHelp = `
Needs a C++ compiler. Without the addon Node reads a library into private memory: the same rows, but one copy
per process. Prints the addon's path.

Examples:
  table-gen loader`;
