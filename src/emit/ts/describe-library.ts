import type { StatementStructures } from "ts-morph";
import { at } from "../../base/assert.js";
import type { Schema } from "../../model/schema.js";
import { type Bindings, describeImport, describeNote } from "./statements.js";

/** Describes the file that Node programs import: all of the other file, `openTables` and `openStore`. */
export function describeNodeEntry(bindings: Bindings): readonly StatementStructures[] {
  const { kinds, runtime, schema } = bindings;
  const browser = `./${schema.name}-browser.js`;
  return [
    describeImport(bindings, runtime, ["bindTables"]),
    describeImport(
      bindings,
      `${runtime}/node`,
      ["openLibrary", "openTableStore"],
      ["OpenOptions", "StoreOptions", "TableStore"],
    ),
    describeImport(bindings, browser, ["Tables"]),
    describeExport(bindings, browser),
    {
      kind: kinds.Function,
      isExported: true,
      name: "openTables",
      docs: [openTablesDoc(schema.name)],
      parameters: [
        { name: "path", type: "string" },
        { name: "options", type: "OpenOptions", initializer: "{}" },
      ],
      returnType: "Tables",
      statements: [
        `return bindTables(openLibrary(path, { name: ${JSON.stringify(schema.name)}, ...options }), Tables);`,
      ],
    },
    {
      kind: kinds.Function,
      isExported: true,
      name: "openStore",
      docs: [openStoreDoc(schema.name)],
      parameters: [
        { name: "path", type: "string" },
        { name: "options", type: "StoreOptions<Tables>", initializer: "{}" },
      ],
      returnType: "TableStore<Tables>",
      statements: [`return openTableStore(path, ${JSON.stringify(schema.name)}, Tables, options);`],
    },
  ];
}

function openStoreDoc(name: string): string {
  return [
    "",
    `Opens the release that \`${name}.so\` points to in the folder at \`path\`, and each that takes its place.`,
    "A release that is damaged or of other tables is not used; the one before stays.",
    "",
    "Throws as openTables when there is no release that can be used.",
  ].join("\n");
}

function openTablesDoc(name: string): string {
  return [
    "",
    `Opens the library at \`path\`: a file, or the folder in which \`${name}.so\` points to it.`,
    "The pages of the file are shared with every process that opens it, where the loader is built.",
    "",
    "Throws ImageError for a file that is no library, SchemaMismatchError for one of other tables.",
  ].join("\n");
}

/** Describes the file with the class of all tables, which also runs where there is no Node. */
export function describeLibrary(bindings: Bindings): readonly StatementStructures[] {
  const { kinds, names, runtime, schema } = bindings;
  const modules = names.tables.map(({ file }) => `./${schema.name}/${file}.js`);
  const types = [
    ...(schema.enums.length > 0 ? [`./${schema.name}-enums.js`] : []),
    ...(hasStructs(schema) ? [`./${schema.name}-structs.js`] : []),
  ];
  const exported = [...types, ...modules];
  return [
    describeImport(bindings, runtime, ["bindTables", "openImage", "TableSet"], ["ImageReader"]),
    ...modules.map((module, index) => {
      const { rowClass, tableClass } = at(names.tables, index);
      return describeImport(bindings, module, [tableClass], isSingleton(schema, index) ? [rowClass] : []);
    }),
    ...exported.map((from) => describeExport(bindings, from)),
    describeTablesClass(bindings),
    {
      kind: kinds.Function,
      isExported: true,
      name: "readTables",
      docs: ["Opens the bytes of a library, such as a fetched file. Nobody may change them afterwards."],
      parameters: [{ name: "bytes", type: "Uint8Array | ArrayBuffer" }],
      returnType: "Tables",
      statements: ["return bindTables(openImage(bytes), Tables);"],
    },
  ];
}

function isSingleton({ tables }: Schema, index: number): boolean {
  return at(tables, index).isSingleton;
}

/** True when there is a file of structs and variants. */
export function hasStructs({ structs, variants }: Schema): boolean {
  return structs.length + variants.length > 0;
}

function describeExport({ kinds }: Bindings, moduleSpecifier: string): StatementStructures {
  return { kind: kinds.ExportDeclaration, moduleSpecifier };
}

function describeTablesClass({ kinds, names, schema }: Bindings): StatementStructures {
  return {
    kind: kinds.Class,
    isExported: true,
    name: "Tables",
    extends: "TableSet",
    docs: describeNote("", `All tables of the library ${schema.name}.`),
    properties: schema.tables.map((table, index) => {
      const { property, rowClass, tableClass } = at(names.tables, index);
      const type = table.isSingleton ? rowClass : tableClass;
      return { isReadonly: true, name: property, type, docs: describeNote(table.note) };
    }),
    ctors: [
      {
        parameters: [{ name: "library", type: "ImageReader" }],
        statements: [
          "super(library);",
          ...names.tables.map(({ property, tableClass }, index) => {
            const row = isSingleton(schema, index) ? ".row" : "";
            return `this.${property} = new ${tableClass}(library)${row};`;
          }),
        ],
      },
    ],
  };
}
