// Writes the manual pages into dist/man: the commands are loaded, and their help written as roff. Called by build.mjs.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Makes the pages of the sources in `root` new. `options` are those of the program's build. */
export async function writeManPages(root, options) {
  const folder = join(root, "dist/man");
  const bundle = join(root, "dist/.man.cjs");
  await build({
    ...options,
    entryPoints: undefined,
    stdin: {
      contents:
        'export { manPages } from "./src/cli/man/pages.ts"; export { cliProfile } from "./src/cli/profiles/index.ts"; export { VERSION } from "./src/version.ts";',
      resolveDir: root,
    },
    minify: false,
    outfile: bundle,
    write: true,
  });
  try {
    const { manPages, cliProfile, VERSION } = (await import(pathToFileURL(bundle).href)).default;
    const pages = await manPages({ version: VERSION, profile: cliProfile("28.5") });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { file, text } of pages) writeFileSync(join(folder, file), text);
  } finally {
    rmSync(bundle, { force: true });
  }
}
