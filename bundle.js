import { build } from "rolldown";

// Puts the command line into a few files beside the modules that it is made of: node takes twice as long to find, read and
// link some hundred of them. Packages stay outside.
await build({
  input: { start: "dist/cli/start.js" },
  external: (id) => /^[^./]/.test(id),
  platform: "node",
  output: {
    dir: "dist/cli/bundle",
    cleanDir: true,
    // The same names while the contents are the same.
    chunkFileNames: "[name]-[hash].js",
  },
});
