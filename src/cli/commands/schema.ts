import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { packagePath } from "../../base/package-path.js";
import type { CommandContext } from "./context.js";

/** Adds `schema`: the JSON Schema of the config, as it lies in the package. */
export function addSchemaCommand(program: Command, { io }: CommandContext): void {
  program
    .command("schema")
    .description("print the JSON Schema of the config, for editors")
    .addHelpText("after", schemaHelp)
    .action(() => io.stdout.write(readFileSync(packagePath("schema/table-gen.config.schema.json"), "utf8")));
}

const schemaHelp = `
An editor takes it by the config's first key, as init writes it where table-gen is installed beside the config:
  "$schema": "./node_modules/table-gen/schema/table-gen.config.schema.json"

Examples:
  table-gen schema > table-gen.config.schema.json`;
