import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkLibraryFile } from "../../src/base/elf/check-library.js";
import { createHost, type Host } from "../../src/base/host.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { findSigningKey, isSigned, signLibrary } from "../../src/release/sign-library.js";
import { makeImage, makeTestFolder } from "../library/native.js";
import { writeKey } from "./release-folder.js";

const host = createHost();
const { privateKey } = generateKeyPairSync("ed25519");
const library = writeElfLibrary(makeImage(5_000), "x86_64");

describe("a signed library", () => {
  test("has 80 bytes more: the signature of all before it, and a text", () => {
    const signed = signLibrary(library, privateKey);
    expect(signed.length).toBe(library.length + 80);
    expect(Buffer.from(signed.subarray(0, library.length)).equals(library)).toBe(true);
    expect(Buffer.from(signed.subarray(-16)).toString("latin1")).toBe("tablegen-ed25519");
    const signature = signed.subarray(library.length, -16);
    expect(verify(null, library, createPublicKey(privateKey), signature)).toBe(true);
    expect([isSigned(library), isSigned(signed)]).toEqual([false, true]);
  });

  test("is the same each time, and what it was for who loads it", () => {
    const signed = signLibrary(library, privateKey);
    expect(signLibrary(library, privateKey)).toEqual(signed);
    expect(checkLibraryFile(signed)).toEqual([]);
  });

  test("has one signature: a second takes the place of the first", () => {
    const other = generateKeyPairSync("ed25519").privateKey;
    expect(signLibrary(signLibrary(library, other), privateKey)).toEqual(signLibrary(library, privateKey));
  });

  test("needs no content: a short file is not taken for signed", () => {
    expect(isSigned(new TextEncoder().encode("tablegen-ed25519"))).toBe(false);
  });
});

describe("the signing key", () => {
  const withEnv = (value: string | undefined): Host => ({ ...host, env: { TABLE_GEN_SIGNING_KEY: value } });

  test("is that of the command line, else of the environment, else of the config", () => {
    const folder = makeTestFolder();
    const [asked, env, configured] = ["asked", "env", "configured"].map((name) => {
      fs.mkdirSync(join(folder, name));
      return writeKey(join(folder, name));
    });
    const find = (given: { asked?: string; env?: string; configured?: string | undefined }) =>
      findSigningKey(withEnv(given.env), { ...given, cwd: folder })?.export({ type: "pkcs8", format: "pem" });
    const content = (path = "") => fs.readFileSync(path, "utf8");
    expect(find({ asked: "asked/ed25519.pem", env: "env/ed25519.pem", configured })).toBe(content(asked));
    expect(find({ env: "env/ed25519.pem", configured })).toBe(content(env));
    expect(find({ env: content(env), configured })).toBe(content(env));
    expect(find({ env: "", configured })).toBe(content(configured));
    expect(find({})).toBeUndefined();
  });

  test("that is not there, no key, or of another kind is named", () => {
    const folder = makeTestFolder();
    fs.writeFileSync(join(folder, "text.pem"), "text");
    const other = writeKey(folder, "ed448");
    const help = "Make one by `openssl genpkey -algorithm ed25519 -out signing.pem`.";
    const find = (asked: string) => () => findSigningKey(withEnv(undefined), { asked, cwd: folder });
    expect(find("nowhere.pem")).toThrow(
      expect.objectContaining({ message: `The signing key ${folder}/nowhere.pem cannot be read.`, help }),
    );
    expect(find("text.pem")).toThrow(
      expect.objectContaining({
        message: `${folder}/text.pem is no private key in PEM form without a passphrase.`,
        help,
      }),
    );
    expect(find(other)).toThrow(
      expect.objectContaining({ message: `${other} is a key for ed448, not for Ed25519.`, help }),
    );
  });
});
