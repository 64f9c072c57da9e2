// Bundles src/main.ts into dist/: app.cjs (everything, each lazily imported module evaluated when it is first asked for),
// app.cache (V8 code cache of it, bound to one Node version: ignored elsewhere) and main.cjs (what bin/ loads).
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
const script = new vm.Script(fs.readFileSync(file, "latin1"), { filename: file, cachedData });
const inner = { exports: {} };
script.runInThisContext().call(inner.exports, inner.exports, require, inner, file, __dirname);
if (process.env.DRYSWARM_WRITE_CACHE) process.on("exit", () => fs.writeFileSync(process.env.DRYSWARM_WRITE_CACHE, script.createCachedData()));
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

/** commander can start subcommands as processes, and loads what that takes each time; ours never do. */
const LAZY_CHILD_PROCESS = {
  name: "lazy-child-process",
  setup({ onLoad }) {
    onLoad({ filter: /commander\/lib\/command\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const lazy = text.replace(
        /const (\w+) = require\('node:child_process'\)(\.\w+)?;/,
        "const $1 = { spawn: (...args) => require('node:child_process').spawn(...args) };",
      );
      if (lazy === text) throw new Error("commander loads child_process in another way now: look at scripts/build.mjs");
      return { contents: lazy, loader: "js" };
    });
  },
};

/** Packages that only some commands need: files of their own, so that the others need not read them. */
const SOME_NEED = {
  yaml: "yaml.cjs",
  "@noble/curves/nist.js": "curves.cjs",
  "@noble/curves/p256": "curves.cjs",
  "cli-table3": "table.cjs",
  chalk: "chalk.cjs",
};
const APART = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^(yaml|@noble\/curves.*|cli-table3|chalk)$/ }, ({ path }) => {
      if (!SOME_NEED[path]) throw new Error(`${path} has no file of its own yet: look at scripts/build.mjs`);
      needed.add(path);
      return { path: `./${SOME_NEED[path]}`, external: true };
    });
  },
};
const needed = new Set();

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
  banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
  footer: { js: "})" },
  plugins: [LAZY_CHILD_PROCESS, APART],
});
rmSync(join(dist, "app.cache"), { force: true });
put("app.cjs", result.outputFiles[0].contents);
put("main.cjs", LOADER);
for (const name of needed) {
  const { outputFiles } = await build({
    entryPoints: [name],
    absWorkingDir: root,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minify: true,
    legalComments: "none",
    write: false,
  });
  put(SOME_NEED[name], outputFiles[0].contents);
}
writeCache();
