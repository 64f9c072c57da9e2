// Makes the playground: a folder (playground/, or the one that is named) which any web server can serve as it is.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { BROWSER } from "./page.mjs";

const { absWorkingDir: root } = BROWSER;
const folder = resolve(process.argv[2] ?? join(root, "playground"));
const standIn = (name) => join(root, "web/src/playground/node", `${name}.ts`);

const { outputFiles } = await build({
  ...BROWSER,
  entryPoints: { playground: "web/src/playground/main.tsx" },
  outdir: folder,
  inject: [standIn("globals")],
  alias: {
    "@viz-js/viz": standIn("viz"),
    "node:child_process": standIn("child_process"),
    "node:crypto": standIn("crypto"),
    "node:events": "events",
    "node:fs": standIn("fs"),
    "node:path": standIn("path"),
    "node:process": standIn("globals"),
    os: standIn("os"),
    util: standIn("util"),
  },
});

// The terminal makes its styles as it goes: they are the one thing that is let in beside the folder's own files.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dryswarm playground</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="playground.css">
</head>
<body>
<div id="page"></div>
<script src="playground.js"></script>
</body>
</html>
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
writeFileSync(join(folder, "index.html"), html);
process.stdout.write(
  `${folder}: ${outputFiles.map(({ path, contents }) => `${path.split("/").at(-1)} ${Math.round(contents.length / 1000)} kB`).join(", ")}\n`,
);
