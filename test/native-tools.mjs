// Makes sure that the compilers and ELF tools which the tests use are there: installs them through
// apt when this is root on Debian or Ubuntu, and otherwise says in one line what to install.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Package → a file or program that shows that it is installed. */
const packages = {
  "g++": "g++",
  clang: "clang++",
  cmake: "cmake",
  "ninja-build": "ninja",
  "pkg-config": "pkg-config",
  binutils: "readelf",
  elfutils: "eu-elflint",
  "doctest-dev": "/usr/include/doctest/doctest.h",
  "libssl-dev": "/usr/include/openssl/evp.h",
  "libxxhash-dev": "/usr/include/xxhash.h",
  "qemu-user": "qemu-aarch64",
  "g++-aarch64-linux-gnu": "aarch64-linux-gnu-g++",
  valgrind: "valgrind",
};

/** What the benchmarks compare with, besides. */
const benchPackages = {
  "liburcu-dev": "/usr/include/urcu/urcu-memb.h",
  "libabsl-dev": "/usr/include/absl/container/flat_hash_map.h",
  "libboost1.81-dev": "/usr/include/boost/unordered/unordered_flat_map.hpp",
  "libflatbuffers-dev": "/usr/include/flatbuffers/flatbuffers.h",
  "flatbuffers-compiler": "flatc",
  "libsqlite3-dev": "/usr/include/sqlite3.h",
};

const missing = Object.entries({ ...packages, ...(process.argv[2] === "bench" ? benchPackages : {}) })
  .filter(([, proof]) => !isThere(proof))
  .map(([name]) => name);

if (missing.length > 0 && process.platform === "linux") {
  if (process.getuid?.() === 0 && isThere("apt-get")) install(missing);
  else say(`install the native tools first: sudo apt-get install ${missing.join(" ")}`);
} else if (missing.length > 0) {
  say(`tests that need ${missing.join(", ")} will be skipped on this platform`);
}

function isThere(proof) {
  if (proof.startsWith("/")) return existsSync(proof);
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${proof}`));
}

function install(names) {
  say(`installing ${names.join(", ")}`);
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  spawnSync("apt-get", ["update", "-qq"], options);
  const done = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], options);
  if (done.status !== 0) {
    say(`apt-get could not install ${names.join(", ")}; install them by hand and run the tests again`);
    process.exit(1);
  }
}

function say(text) {
  process.stderr.write(`native tools: ${text}\n`);
}
