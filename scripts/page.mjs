// Makes the page that shows a swarm: one HTML file with its style and script in it, which lets nothing else run and asks for nothing.
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The hash by which a content policy knows a script or style. */
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What esbuild is told for code that browsers run. */
export const BROWSER = {
  absWorkingDir: root,
  bundle: true,
  format: "iife",
  platform: "browser",
  target: ["chrome110", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  write: false,
};

/** The HTML of the page, with a place for the data that it shows. */
export async function makePage() {
  const { outputFiles } = await build({ ...BROWSER, entryPoints: ["web/src/page/main.tsx"], outdir: "page" });
  const textOf = (end) => outputFiles.find(({ path }) => path.endsWith(end)).text.trim();
  // Inside the element a script may not say what would end it.
  const script = textOf(".js")
    .replace(/<\/(script)/gi, "<\\/$1")
    .replace(/<!--/g, "<\\!--");
  const style = textOf(".css");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>dryswarm</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This page draws a swarm with a script of its own: allow it to run.</noscript></div>
<script type="application/json" id="data"></script>
<script>${script}</script>
</body>
</html>
`;
}
