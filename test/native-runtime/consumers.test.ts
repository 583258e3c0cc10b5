import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { hasProgram, includeFolder, makeSharedFolder, root, run, runGood, strictFlags } from "./native.js";

const consumers = join(root, "test/native-runtime/consumers");
const isLinux = process.platform === "linux";
const folder = makeSharedFolder();
const shop = join(folder, "shop");

/** Builds the consumers' tables under a name, which is the namespace too. */
async function build(
  name: string,
  arrays: "literal" | "embed",
  sheet = readFileSync(join(consumers, "tables/Item.csv"), "utf8"),
): Promise<string> {
  const sheets = join(folder, `${name}-sheets`);
  mkdirSync(sheets);
  writeFileSync(join(sheets, "Item.csv"), sheet);
  writeFileSync(join(sheets, "table-gen.config.json"), JSON.stringify({ name, sources: ["*.csv"] }));
  const out = join(folder, name);
  const result = await buildTables({ config: sheets, cwd: folder, out, arrays });
  expect(result.diagnostics).toEqual([]);
  return out;
}

beforeAll(async () => {
  await build("shop", "literal");
});

describe.skipIf(!isLinux || !hasProgram("cmake") || !hasProgram("g++"))(
  "a CMake project",
  { timeout: 300_000 },
  () => {
    const generator = hasProgram("ninja") ? ["-G", "Ninja"] : [];

    /** Configures and builds the consumer; returns the folder of its programs. */
    function configure(name: string, options: readonly string[], config: object = {}): string {
      const sheets = join(folder, `${name} sheets`);
      mkdirSync(sheets);
      copyFileSync(join(consumers, "tables/Item.csv"), join(sheets, "Item.csv"));
      const own = JSON.parse(readFileSync(join(consumers, "tables/table-gen.config.json"), "utf8"));
      writeFileSync(join(sheets, "table-gen.config.json"), JSON.stringify({ ...own, ...config }));
      const binary = join(folder, name);
      runGood([
        "cmake",
        "-S",
        join(consumers, "cmake"),
        "-B",
        binary,
        ...generator,
        `-DSHOP_CONFIG=${sheets}`,
        ...options,
      ]);
      runGood(["cmake", "--build", binary]);
      return binary;
    }

    // The command is the built one, as a user has it.
    const isBuilt = existsSync(join(root, "dist/cli/main.js"));

    test.skipIf(!isBuilt)(
      "finds the package in its folder, builds the tables, and again when a sheet changes",
      () => {
        const binary = configure("found", [`-DTableGen_DIR=${join(root, "native-runtime/cmake")}`]);
        expect(runGood([join(binary, "loads")])).toBe("35\n");
        expect(runGood([join(binary, "has")])).toBe("35\n");

        expect(runGood(["cmake", "--build", binary])).not.toContain("Building tables");

        const sheet = join(folder, "found sheets/Item.csv");
        writeFileSync(sheet, readFileSync(sheet, "utf8").replace("Lamp,35", "Lamp,36"));
        runGood(["cmake", "--build", binary]);
        expect(runGood([join(binary, "loads")])).toBe("36\n");
        expect(runGood([join(binary, "has")])).toBe("36\n");

        writeFileSync(join(folder, "found sheets/Coin.csv"), "##name,id\n##type,int32\n##rule,key\n,1\n");
        expect(runGood(["cmake", "--build", binary])).toContain("Building tables");
        expect(existsSync(join(binary, "shop_tables/cpp/shop/coin.hpp"))).toBe(true);
      },
    );

    test.skipIf(!isBuilt)("builds one of the targets that the config has", () => {
      const binary = configure(
        "target",
        [`-DTableGen_DIR=${join(root, "native-runtime/cmake")}`, "-DSHOP_OPTIONS=TARGET;till"],
        { targets: { till: ["prices"], window: [] } },
      );
      expect(runGood([join(binary, "loads")])).toBe("35\n");
      expect(runGood([join(binary, "has")])).toBe("35\n");
      expect(readdirSync(join(binary, "shop_tables"))).toEqual(["till"]);
    });

    test.skipIf(!isBuilt)("takes the sources in by FetchContent", () => {
      const binary = configure("fetched", [
        "-DTABLEGEN_BY=fetch",
        `-DFETCHCONTENT_SOURCE_DIR_TABLEGEN=${root}`,
      ]);
      expect(runGood([join(binary, "has")])).toBe("35\n");
    });

    test.skipIf(!isBuilt)("finds an installed package, with the command named", () => {
      const prefix = install();
      const binary = configure("installed", [
        `-DCMAKE_PREFIX_PATH=${prefix}`,
        `-DTABLEGEN_COMMAND=${process.execPath};${join(root, "bin/table-gen.js")}`,
      ]);
      expect(runGood([join(binary, "loads")])).toBe("35\n");
    });
  },
);

/** Installs the runtime; returns the prefix. */
function install(): string {
  const prefix = join(folder, "prefix");
  if (existsSync(prefix)) return prefix;
  const binary = join(folder, "runtime");
  runGood(["cmake", "-S", join(root, "native-runtime"), "-B", binary, `-DCMAKE_INSTALL_PREFIX=${prefix}`]);
  runGood(["cmake", "--install", binary]);
  return prefix;
}

test.skipIf(!isLinux || !["cmake", "pkg-config", "make", "g++"].every(hasProgram))(
  "a Makefile finds the runtime by pkg-config",
  { timeout: 120_000 },
  () => {
    const prefix = install();
    const env = { ...process.env, PKG_CONFIG_PATH: join(prefix, "share/pkgconfig") };
    const version = runGood(["pkg-config", "--modversion", "tablegen"], { env });
    expect(version.trim()).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
    const cwd = join(consumers, "pkg-config");
    runGood(["make", `SHOP=${shop}`, `BUILD=${folder}`], { cwd, env });
    const output = runGood([join(folder, "shop-items"), join(shop, "shop.so")]);
    expect(output).toBe("7 Sword 120\n3 Apple 2\n5 Lamp 35\n");
  },
);

test.skipIf(!isLinux || !hasProgram("g++"))(
  "the single header serves a program alone",
  { timeout: 120_000 },
  () => {
    const include = join(folder, "single");
    mkdirSync(include);
    runGood([
      process.execPath,
      join(root, "native-runtime/single-header.mjs"),
      join(include, "tablegen.hpp"),
    ]);
    const program = join(folder, "single-header");
    const flags = ["-std=c++17", ...strictFlags, `-I${include}`, `-I${shop}/cpp`];
    runGood(["g++", ...flags, join(consumers, "single-header/main.cpp"), "-o", program, "-pthread"]);
    expect(runGood([program, join(shop, "shop.so")])).toBe("Apple 2\n");
    const follower = join(folder, "single-header-store");
    runGood(["g++", ...flags, join(consumers, "single-header/store.cpp"), "-o", follower, "-pthread"]);
    expect(runGood([follower, shop])).toBe("Apple 2\n");
  },
);

test.skipIf(!isLinux || !hasProgram("g++"))(
  "two libraries compile into one program, one of them from its bytes",
  { timeout: 120_000 },
  async () => {
    const arms = await build("arms", "embed");
    const program = join(folder, "embedded");
    const flags = ["-std=c++17", ...strictFlags, `-I${includeFolder}`, `-I${shop}/cpp`, `-I${arms}/cpp`];
    const sources = [`${shop}/cpp/shop_embedded.cpp`, `${arms}/cpp/arms_embedded.cpp`];
    runGood(["g++", ...flags, join(consumers, "embedded/main.cpp"), ...sources, "-o", program]);
    expect(runGood([program])).toBe("120 120 1\n");
  },
);

describe.skipIf(!isLinux || !hasProgram("g++"))(
  "a program that was compiled before the schema changed",
  { timeout: 120_000 },
  () => {
    const program = join(folder, "older");
    beforeAll(() => {
      const flags = ["-std=c++17", ...strictFlags, `-I${includeFolder}`, `-I${shop}/cpp`];
      runGood(["g++", ...flags, join(consumers, "pkg-config/main.cpp"), "-o", program, "-pthread"]);
    });

    test("reads a library with more columns, more keys and another kind of index", async () => {
      const rows = Array.from(
        { length: 120 },
        (_, index) => `,${index * 1_000_003},Item ${index},${index},${index},${index}`,
      );
      const sheet = `##name,id,name,price,rank,weight\n##type,int32,string,uint32,int64,int8?\n##rule,key,unique,,unique,\n`;
      const out = await build("more", "literal", `${sheet}${rows.join("\n")}\n`);
      expect(runGood([program, join(out, "more.so")]).split("\n")[119]).toBe("119000357 Item 119 119");
    });

    test("refuses a library whose column changed, by its name", async () => {
      const out = await build(
        "changed",
        "literal",
        "##name,id,name,price\n##type,int32,string,float32\n##rule,key,unique,\n,1,a,1.5\n",
      );
      expect(run([program, join(out, "changed.so")])).toEqual({
        status: 1,
        output: "Table Item, column price: the program was generated for uint32, the image has float32.\n",
      });
    });
  },
);
