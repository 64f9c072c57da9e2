// Bundles src/main.ts into dist/: packs of modules (packs.mjs says which), V8 code caches of those that people use most, and the page
// that shows a swarm (page.mjs).
// bin/dryswarm.js loads them.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeManPages } from "./man.mjs";
import { divide, isApart } from "./packs.mjs";
import { makePage } from "./page.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const MAIN = "src/main.ts";

/** Replaces a file in one step, so that a command running meanwhile never sees half of it. */
function put(name, bytes) {
  const temporary = join(dist, `.${name}.${process.pid}`);
  writeFileSync(temporary, bytes);
  renameSync(temporary, join(dist, name));
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

const OPTIONS = {
  absWorkingDir: root,
  entryPoints: [MAIN],
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
  logLevel: "warning",
  write: false,
  plugins: [LAZY_CHILD_PROCESS],
};

/** What a pack gives: for each module that others ask for, a function that gives its exports, evaluated no sooner. */
function entryOf(asked) {
  const rows = [...asked].map((module) => `${JSON.stringify(module)}: () => require("./${module}")`);
  return `export const modules = { ${rows.join(", ")} };`;
}

/** The same for the core, which is evaluated at once: names one by one, as a namespace object of a module takes long to make. */
async function entryOfCore(asked) {
  const modules = [...asked];
  const { metafile } = await build({ ...OPTIONS, entryPoints: modules, format: "esm", splitting: true, outdir: dist, metafile: true });
  const names = new Map(Object.values(metafile.outputs).map(({ entryPoint, exports }) => [entryPoint, exports]));
  const rows = modules.map((module, at) => `${JSON.stringify(module)}: () => ({ ${names.get(module).map((name) => `${name}: m${at}.${name}`)} })`);
  return `${modules.map((module, at) => `import * as m${at} from "./${module}";`).join("\n")}
export const modules = { ${rows.join(", ")} };`;
}

const { packs, packOf, target } = await divide(OPTIONS);

/** Imports of what is in another pack go through the loader. */
const elsewhere = (name) => ({
  name: "elsewhere",
  setup({ onResolve }) {
    onResolve({ filter: /^/ }, ({ path, importer, kind }) => {
      if (kind === "entry-point" || importer === "<stdin>") return;
      const module = target(relative(root, importer), path);
      if (module && isApart(name, packOf.get(module), kind)) return { path: `#${packOf.get(module)}/${module}`, external: true };
    });
  },
});

const made = new Map();
for (const [name, { asked }] of packs) {
  const { entryPoints: _, ...options } = OPTIONS;
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: name === "core" ? await entryOfCore(asked) : entryOf(asked), resolveDir: root },
    // The value of a script, the exports of a module: a pack is loaded as either.
    banner: { js: '(typeof module==="object"?f=>{module.exports=f}:f=>f)(function(require,module,exports){' },
    footer: { js: "})" },
    plugins: [...OPTIONS.plugins, elsewhere(name)],
  });
  made.set(`${name}.cjs`, outputFiles[0].contents);
}
made.set("page.html", Buffer.from(await makePage()));

/** Removes the files of dist/ that are not of this build. */
function clear(isOld) {
  for (const file of readdirSync(dist).filter(isOld)) rmSync(join(dist, file));
}
const isCache = (file) => file.endsWith(".cache");

mkdirSync(dist, { recursive: true });
// A cache goes before its source does: V8 tells another source from its own by the length only.
clear(isCache);
for (const [file, bytes] of made) put(file, bytes);
await writeManPages(root, OPTIONS);
clear((file) => !made.has(file) && file !== "man");
const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/warm.cjs")], { stdio: ["ignore", "ignore", "pipe"] });
if (status !== 0) {
  // Without caches it runs as well.
  clear(isCache);
  process.stderr.write(`no code caches: ${stderr}`);
}
