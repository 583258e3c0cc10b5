import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { createHost } from "../../../src/base/host.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import {
  type ImageMemory,
  type ImageReader,
  type KeyLookup,
  openImage,
  Row,
  Table,
  TableSet,
} from "../../../src/runtime/index.js";
import { buildLoader } from "../../../src/runtime/node/build-loader.js";
import { openTableStore, type StoreOptions, type TableStore } from "../../../src/runtime/node/index.js";
import { int32, schemaOf, text } from "../../emit/ts/schema-of.js";
import { imageOf } from "../image-of.js";
import { transpileRuntime } from "./transpile-runtime.js";

export const here = { x64: "x86_64", arm64: "aarch64" }[process.arch as string] as "x86_64" | "aarch64";
export const elsewhere = here === "x86_64" ? "aarch64" : "x86_64";

/** The tables of the releases of these tests: each row of Item carries the number of its release. */
export const schema = schemaOf({
  Item: {
    columns: [
      ["id", int32],
      ["release", int32],
      ["name", text],
    ],
    keys: [["id"]],
  },
  Log: { columns: [["line", text]] },
});

/** Returns a library of Item with a number in each row, and of Log, which is the same in all of them. */
export function libraryOf(release: number, rowCount = 100, target = here): Uint8Array {
  const Item = Array.from({ length: rowCount }, (_, id) => [id, release, `item ${id} of ${release}`]);
  return writeElfLibrary(imageOf(schema, { Item, Log: [["always"]] }), target);
}

/** As the generated ones, for the tests that need no more of them. */
class Item extends Row {
  constructor(memory: ImageMemory, at: number) {
    super();
    this.$memory = memory;
    this.$at = at;
  }
  get id(): number {
    return this.$memory.int32(this.$at);
  }
  get release(): number {
    return this.$memory.int32(this.$at + 4);
  }
}
class ItemTable extends Table<Item> {
  private readonly $key0: KeyLookup;
  constructor(library: ImageReader) {
    super(library, { name: "Item", columns: [["release", "int32", 4]], keys: [["unique", ["id"]]] }, Item);
    this.$key0 = this.$unique(0);
  }
  get(id: number): Item | undefined {
    const at = this.$key0.find(id);
    return at < 0 ? undefined : new Item(this.$memory, at);
  }
}
export class Tables extends TableSet {
  readonly item: ItemTable;
  constructor(library: ImageReader) {
    super(library);
    this.item = new ItemTable(library);
  }
}

export function versionOf(library: Uint8Array): string {
  return openImage(library).version;
}

/** A folder of releases that is removed after the test. */
export class ReleaseFolder {
  readonly path: string;

  constructor() {
    this.path = join(mkdtempSync(join(tmpdir(), "table-gen-store-")), "tables");
    mkdirSync(this.path);
    onTestFinished(() => rmSync(dirname(this.path), { recursive: true, force: true }));
  }

  /** Writes a release and switches the pointer to it; returns its version. */
  publish(library: Uint8Array, { version = versionOf(library), channel = "" } = {}): string {
    const file = `libtables.${version}.so`;
    const draft = join(this.path, `.draft-${process.pid}`);
    writeFileSync(draft, library);
    chmodSync(draft, 0o444);
    renameSync(draft, join(this.path, file));
    this.point(file, channel);
    return version;
  }

  /** Replaces the pointer. */
  point(target: string, channel = ""): void {
    const draft = join(this.path, `.pointer-${process.pid}`);
    symlinkSync(target, draft);
    renameSync(draft, join(this.path, channel === "" ? "tables.so" : `tables.${channel}.so`));
  }

  /** Opens a store over it, or over another name of it, that is closed after the test. */
  openStore(options: StoreOptions<Tables> = {}, path = this.path): TableStore<Tables> {
    const store = openTableStore(path, "tables", Tables, options);
    onTestFinished(() => store.close());
    return store;
  }
}

/** Returns how many mappings of files in the folder this process has. */
export function countMappings({ path }: ReleaseFolder): number {
  return readFileSync("/proc/self/maps", "utf8").split(`${path}/`).length - 1;
}

/** Returns how many files and folders the system tells this process of. */
export function countWatches(): number {
  const folder = "/proc/self/fdinfo";
  const infos = readdirSync(folder).filter((file) => existsSync(join(folder, file)));
  return infos
    .map((file) => readFileSync(join(folder, file), "utf8").split("inotify wd:").length - 1)
    .reduce((sum, count) => sum + count, 0);
}

/** What stays the same for all tests of a file: a loader, and a folder with the runtime as JavaScript. */
export function prepareRuntime(): { readonly folder: string; readonly loader: string } {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-store-runtime-"));
  chmodSync(folder, 0o755); // other users run it too
  afterAll(() => rmSync(folder, { recursive: true }));
  const loader = buildLoader(createHost(), { output: join(folder, "loader/table-gen-loader.node") });
  transpileRuntime(join(folder, "js"));
  writeFileSync(join(folder, "js/tables.js"), tablesModule);
  return { folder: join(folder, "js"), loader };
}

/** The classes above in the JavaScript of child processes and workers. */
const tablesModule = `
  import { Row, Table, TableSet } from "./runtime/index.js";
  import { openTableStore } from "./runtime/node/index.js";
  class Item extends Row {
    constructor(memory, at) {
      super();
      this.$memory = memory;
      this.$at = at;
    }
    get release() { return this.$memory.int32(this.$at + 4); }
  }
  class ItemTable extends Table {
    constructor(library) {
      super(library, { name: "Item", columns: [["release", "int32", 4]], keys: [["unique", ["id"]]] }, Item);
      this.$key0 = this.$unique(0);
    }
    get(id) {
      const at = this.$key0.find(id);
      return at < 0 ? undefined : new Item(this.$memory, at);
    }
  }
  class Tables extends TableSet {
    constructor(library) {
      super(library);
      this.item = new ItemTable(library);
    }
  }
  export const openStore = (path, options) => openTableStore(path, "tables", Tables, options);
`;
