// Bundles src/main.ts into dist/: app.cjs (everything, each lazily imported module evaluated when it is first asked for),
// app.cache (V8 code cache of it, bound to one Node version: ignored elsewhere) and main.cjs (what bin/ loads).
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

// Compiling is half of what a start costs beyond bare Node. A cache of another V8, or of another build, is rejected by V8
// itself (flags, version and source hash are checked); then, and when the file is not there, the source is compiled as usual.
const LOADER = `"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");
const file = path.join(__dirname, "app.cjs");
let cachedData;
try { cachedData = fs.readFileSync(path.join(__dirname, "app.cache")); } catch {}
if (cachedData === undefined) require(file);
else {
  const wrapper = "(function (exports, require, module, __filename, __dirname) {" + fs.readFileSync(file, "latin1") + "\\n})";
  const script = new vm.Script(wrapper, { filename: file, cachedData, importModuleDynamically: vm.constants && vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  const inner = { exports: {} };
  script.runInThisContext().call(inner.exports, inner.exports, require, inner, file, __dirname);
  if (process.env.DRYSWARM_WRITE_CACHE) process.on("exit", () => fs.writeFileSync(process.env.DRYSWARM_WRITE_CACHE, script.createCachedData()));
}
`;

/** Replaces a file in one step, so that a command running meanwhile never sees half of it. */
function put(name, bytes) {
  const temporary = join(dist, `.${name}.${process.pid}`);
  writeFileSync(temporary, bytes);
  renameSync(temporary, join(dist, name));
}

/** Runs a few commands on the fresh bundle and keeps what V8 compiled on the way. A failure only costs speed. */
function writeCache() {
  const cache = join(dist, "app.cache");
  const state = join(dist, `.state.${process.pid}.json`);
  const env = { ...process.env, DRYSWARM_WRITE_CACHE: cache, DRYSWARM_STATE: state };
  writeFileSync(cache, "");
  const run = spawnSync(process.execPath, [join(dist, "main.cjs"), "network", "ls"], { env, stdio: "ignore" });
  rmSync(state, { force: true });
  if (run.status !== 0) rmSync(cache, { force: true });
}

mkdirSync(dist, { recursive: true });
const result = await build({
  entryPoints: [join(root, "src/main.ts")],
  bundle: true,
  // Large, and loaded by one format of one verb only.
  external: ["@viz-js/viz"],
  // A require in its place: what is run from a code cache cannot import.
  supported: { "dynamic-import": false },
  format: "cjs",
  platform: "node",
  target: "node20",
  minify: true,
  charset: "ascii",
  legalComments: "none",
  write: false,
  logLevel: "warning",
});
rmSync(join(dist, "app.cache"), { force: true });
put("app.cjs", result.outputFiles[0].contents);
put("main.cjs", LOADER);
writeCache();
