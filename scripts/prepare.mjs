// What npm runs after an installation in a checkout, and before it packs: builds the program, so that `npm install -g .` works at once.
// Without esbuild (`npm ci --omit=dev`) nothing can be built, and what is there stays.
import { createRequire } from "node:module";

try {
  createRequire(import.meta.url).resolve("esbuild");
} catch {
  process.stderr.write("dryswarm was not built: that takes the development packages (npm install, then npm run build)\n");
  process.exit(0);
}
await import("./build.mjs");
