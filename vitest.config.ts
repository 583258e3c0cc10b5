import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Compilers, which most of the time goes to, leave no room for a main thread that waits; more than four are short of memory.
    maxWorkers: Math.min(availableParallelism(), 4),
    include: ["test/**/*.test.ts"],
    // Compilers and sanitizers on a small shared machine take their time; a hang still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
  },
});
