// Runs commands on the fresh packs in one process and keeps what V8 compiled on the way, a cache for each pack that was loaded.
const { mkdtempSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const vm = require("node:vm");

/** Commands that people type most; what they run is in the caches. */
const COMMANDS = `
swarm init
network create -d overlay --subnet 10.0.9.0/24 warm
network ls
network inspect warm
service create -d --name web --replicas 2 --network warm -p 8080:80 nginx
service ls
service ps web
service inspect web
node ls`;

const scripts = new Map();
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.set(options.filename, this);
  }
};

const folder = mkdtempSync(join(tmpdir(), "dryswarm-build-"));
process.env.DRYSWARM_STATE = join(folder, "state.json");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const SUFFIX = `.${process.version}-${process.arch}.cache`;

async function warm() {
  // The loader looks for caches where it finds this one.
  writeFileSync(join(__dirname, `../dist/core${SUFFIX}`), "");
  const run = (line) => process.argv.splice(2, Number.POSITIVE_INFINITY, ...line.split(" "));
  // Loading the program runs it.
  run("--version");
  const main = require("../bin/dryswarm.js");
  for (const line of COMMANDS.trim().split("\n")) {
    run(line);
    await main();
    if (process.exitCode) return;
  }
  for (const [file, script] of scripts) {
    const cache = file.replace(/\.cjs$/, SUFFIX);
    writeFileSync(`${cache}.new`, script.createCachedData());
    renameSync(`${cache}.new`, cache);
  }
}

void warm();
