import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    maxWorkers: 2,
    maxConcurrency: 4,
    testTimeout: 900_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary"],
      thresholds: { "src/engine/**": { lines: 90 }, "src/format/**": { lines: 90 } },
    },
  },
});
