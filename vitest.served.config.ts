import { defineConfig } from "vitest/config";

/** The opt-in replay of every recording with the real docker command line on `dryswarm serve`: npm run replay:served. */
export default defineConfig({
  test: { include: ["test/served/**/*.served.ts"], maxConcurrency: 8, testTimeout: 300_000 },
});
