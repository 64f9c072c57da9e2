// One executable without a Node beside it, for images of CI: the Node that runs this script, with the packs of dist/, their code caches, and the
// page as its assets (Node's single executable application). Then it runs a few commands, beside the same of dist/.
//   npm run binary                 build/dryswarm-linux-x64, or whatever this machine is
//   npm run binary -- FILE
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "postject";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const file = resolve(process.argv[2] ?? join(root, "build", `dryswarm-${process.platform}-${process.arch}`));
const SUFFIX = `.${process.version}-${process.arch}.cache`;
/** Marks the place of the program in Node, https://nodejs.org/api/single-executable-applications.html. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${status}: ${stderr}`);
  return stdout;
}

const folder = mkdtempSync(join(tmpdir(), "dryswarm-binary-"));
try {
  const viz = join(folder, "viz.cjs");
  const entry = createRequire(import.meta.url).resolve("@viz-js/viz");
  await build({ entryPoints: [entry], bundle: true, format: "cjs", platform: "node", minify: true, outfile: viz, logLevel: "error" });
  const assets = { "viz.cjs": viz };
  for (const name of readdirSync(dist)) {
    if (name.endsWith(".cjs") || name === "page.html") assets[name] = join(dist, name);
    if (name.endsWith(SUFFIX)) assets[`${name.slice(0, -SUFFIX.length)}.cache`] = join(dist, name);
  }
  const [config, blob] = [join(folder, "sea.json"), join(folder, "program.blob")];
  writeFileSync(config, JSON.stringify({ main: join(root, "scripts/executable.cjs"), output: blob, disableExperimentalSEAWarning: true, assets }));
  run(process.execPath, ["--experimental-sea-config", config]);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  copyFileSync(process.execPath, file);
  chmodSync(file, 0o755);
  await inject(file, "NODE_SEA_BLOB", readFileSync(blob), { sentinelFuse: FUSE });

  // What it answers is what dist/ answers; a script in it finds its `docker`, a graph its page and its layout.
  const script = join(folder, "script.sh");
  writeFileSync(
    script,
    "docker network create -d overlay front && docker service create -d --name web --network front -p 8080:80 nginx >/dev/null && docker network ls -q | wc -l\n",
  );
  const COMMANDS = [
    ["swarm", "init", "--advertise-addr", "eth0"],
    ["shell", "--", "sh", script],
    ["network", "ls", "--format", "{{.Name}} {{.Driver}}"],
    ["plan", "--", "sh", "-c", "docker network create -d overlay --attachable back"],
    ["graph", "-o", "html"],
    ["graph", "-o", "svg"],
  ];
  const answers = (command, args) => {
    const env = { ...process.env, DRYSWARM_STATE: join(folder, `${args.length}.json`), DRYSWARM_SEED: "binary" };
    return COMMANDS.map((words) => run(command, [...args, ...words], { env }));
  };
  const [own, other] = [answers(file, []), answers(process.execPath, ["--", join(root, "bin/dryswarm.js")])];
  const known = (text) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME").replace(/\b(SWMTKN-[\w-]+|[a-z0-9]{25}|[0-9a-f]{12,64})\b/g, "ID");
  own.forEach((text, at) => {
    if (known(text) !== known(other[at])) throw new Error(`dryswarm ${COMMANDS[at].join(" ")}: the executable answers otherwise:\n${text}\n${other[at]}`);
  });
  console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(0)} MB, Node ${process.versions.node}; ${COMMANDS.length} commands answered as by dist/`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
