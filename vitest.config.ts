import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Compilers and sanitizers on a small shared machine take their time; a hang still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
  },
});
