// Do plans come true? Runs each script of fixtures/predictions as a plan, runs the same on a real engine, and compares networks
// (subnet, gateway, VXLAN ID), services (VIPs, published ports, running tasks) and the commands that failed.
//   DOCKER=/path/to/docker npm run predict [-- NAME…]      writes docs/fidelity.md when all were run
// The plan is made for the version of that engine, whichever it is (DRYSWARM_ENGINE names another); docs/fidelity.md is that of 28.5.
// The engine must be a throw-away one: swarm, networks and containers on it are removed before each script.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const entry = join(root, "bin/dryswarm.js");
const docker = process.env.DOCKER;
if (!docker) {
  console.error("DOCKER must name the docker of a throw-away engine: everything on it is removed");
  process.exit(1);
}
const cases = join(root, "fixtures/predictions");
const env = { ...process.env, PREDICTIONS: cases };
delete env.DRYSWARM_SERVER;

const real = (...args) => spawnSync(docker, args, { encoding: "utf8", env }).stdout.trim();
const json = (...args) => JSON.parse(real(...args) || "[]");
const lines = (...args) =>
  real(...args)
    .split("\n")
    .filter(Boolean);

function reset() {
  spawnSync(docker, ["swarm", "leave", "--force"], { env });
  const containers = lines("ps", "-aq");
  if (containers.length > 0) spawnSync(docker, ["rm", "-f", ...containers], { env });
  spawnSync(docker, ["network", "prune", "-f"], { env });
}

/** Runs a script on the engine with a docker that notes what failed. */
function runReal(script, folder) {
  const journal = join(folder, "journal");
  const shim = join(folder, "docker");
  writeFileSync(
    shim,
    `#!/bin/bash\nerr=$(mktemp)\n'${docker}' "$@" 2>"$err"\nrc=$?\nprintf '%s\\t%s\\t%s\\n' $rc "$(base64 -w0 <<<"$*")" "$(base64 -w0 <"$err")" >>'${journal}'\nrm -f "$err"\nexit $rc\n`,
  );
  chmodSync(shim, 0o755);
  spawnSync("bash", [script], { env: { ...env, PATH: `${folder}:${env.PATH}` }, stdio: "ignore" });
  const text = (part) => Buffer.from(part, "base64").toString().trim();
  return (existsSync(journal) ? readFileSync(journal, "utf8") : "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"))
    .filter(([status]) => status !== "0")
    .map(([status, argv, err]) => `docker ${text(argv)} => ${status} ${masked(text(err))}`);
}

// Notes of the CLI that no dry run gives: images are never resolved.
const masked = (text) =>
  text
    .replace(/\b[a-z0-9]{25}\b|\b[0-9a-f]{64}\b/g, "ID")
    .replace(/^image .* could not be accessed[\s\S]*?versions of the image\.$/gm, "")
    .trim();

/** Waits until no task moves for two seconds, fifteen at most. */
function settle() {
  let last = "";
  let same = 0;
  for (let look = 0; look < 30 && same < 5; look++) {
    spawnSync("sleep", ["0.5"]);
    const ids = lines("service", "ls", "-q");
    const now =
      ids.length > 0 ? real("service", "ps", "--format", "{{.Name}} {{.DesiredState}} {{.CurrentState}}", ...ids).replace(/ [\w ]+ ago/g, "") : "none";
    same = now === last && !/Preparing|Starting|Assigned|Accepted|Ready/.test(now) ? same + 1 : 0;
    last = now;
  }
}

const VXLAN = "com.docker.network.driver.overlay.vxlanid_list";
const sorted = (entries) => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));

/** What is held against each other. */
function facts(networks, services, tasks) {
  const shared = networks.filter(({ Scope }) => Scope === "swarm");
  const name = new Map(shared.map(({ Id, Name }) => [Id, Name]));
  const running = (id) => tasks.filter(({ ServiceID, Status }) => ServiceID === id && Status.State === "running").length;
  return {
    networks: sorted(
      shared.map(({ Name, IPAM, Options }) => [
        Name,
        `${(IPAM.Config ?? []).map(({ Subnet, Gateway }) => `${Subnet} ${Gateway ?? ""}`).join(" ") || "none"} vxlan ${Options?.[VXLAN] ?? "none"}`,
      ]),
    ),
    services: sorted(
      services.map(({ ID, Spec, Endpoint }) => [
        Spec.Name,
        `vips ${(Endpoint.VirtualIPs ?? [])
          .map(({ NetworkID, Addr }) => `${name.get(NetworkID)} ${Addr}`)
          .sort()
          .join(
            ", ",
          )} ports ${(Endpoint.Ports ?? []).map(({ PublishedPort, TargetPort, Protocol }) => `${PublishedPort}:${TargetPort}/${Protocol}`).join(", ")} running ${running(ID)}`,
      ]),
    ),
  };
}

function realFacts() {
  if (!real("info", "--format", "{{.Swarm.ControlAvailable}}").includes("true")) return facts([], [], []);
  const inspect = (kind, ids) => (ids.length > 0 ? json(kind, "inspect", ...ids) : []);
  const networks = inspect("network", lines("network", "ls", "-q", "--no-trunc"));
  const services = inspect("service", lines("service", "ls", "-q"));
  const tasks = services.flatMap(({ ID }) => {
    const ids = lines("service", "ps", "-q", "--no-trunc", ID);
    return ids.length > 0 ? json("inspect", ...ids) : [];
  });
  return facts(networks, services, tasks);
}

function planned(script, folder) {
  const out = join(folder, "plan.json");
  const state = { ...env, DRYSWARM_STATE: join(folder, "state.json") };
  const run = spawnSync(process.execPath, [entry, "plan", "--out", out, script], { encoding: "utf8", env: state });
  if (!existsSync(out)) throw new Error(run.stderr);
  const plan = JSON.parse(readFileSync(out, "utf8"));
  return {
    ...facts(plan.after.networks, plan.after.services, plan.after.tasks),
    failed: plan.failed.map(({ argv, status, stderr }) => `docker ${argv.join(" ")} => ${status} ${masked(stderr.trim())}`),
  };
}

const flat = ({ networks, services, failed }) => [
  ...Object.entries(networks).map(([name, text]) => `network ${name}: ${text}`),
  ...Object.entries(services).map(([name, text]) => `service ${name}: ${text}`),
  ...failed.map((text) => `failed ${text}`),
];

const engine = real("version", "--format", "{{.Server.Version}}");
env.DRYSWARM_ENGINE ??= engine.replace(/\+.*$/, "");
console.log(`Docker Engine ${engine}, planned for ${env.DRYSWARM_ENGINE}`);

const wanted = process.argv.slice(2);
const names = readdirSync(cases)
  .filter((name) => name.endsWith(".sh"))
  .map((name) => name.slice(0, -3))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const results = [];
for (const name of names) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-predict-"));
  try {
    reset();
    const script = join(cases, `${name}.sh`);
    const ours = flat(planned(script, folder));
    const failed = runReal(script, folder);
    settle();
    const theirs = flat({ ...realFacts(), failed });
    const missed = theirs.filter((line) => !ours.includes(line));
    const extra = ours.filter((line) => !theirs.includes(line));
    results.push({ name, facts: theirs.length, same: theirs.length - missed.length, missed, extra });
    console.log(`${name}: ${theirs.length - missed.length} of ${theirs.length}`);
    for (const line of missed) console.log(`  engine: ${line}`);
    for (const line of extra) console.log(`  plan:   ${line}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
reset();
if (wanted.length === 0 && engine.startsWith("28.5.")) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const total = results.reduce((sum, one) => sum + one.facts, 0);
  const same = results.reduce((sum, one) => sum + one.same, 0);
  const rows = results.map(({ name, facts: all, same: own }) => `| ${name} | ${own} of ${all} |`);
  const differ = results.flatMap(({ name, missed, extra }) => [
    ...missed.map((line) => `- ${name}, engine: ${line}`),
    ...extra.map((line) => `- ${name}, plan: ${line}`),
  ]);
  writeFileSync(
    join(root, "docs/fidelity.md"),
    `# Do plans come true?\n\nEach script of fixtures/predictions was planned by dryswarm ${version} and then run on Docker Engine ${engine}, on ${new Date().toISOString().slice(0, 10)}. Held against each other: subnets, gateways and VXLAN IDs of networks, VIPs, published ports and running tasks of services, exit status and message of every command that failed.\n\n**${same} of ${total} facts came true.**\n\n| script | facts |\n|---|---|\n${rows.join("\n")}\n\n${differ.length > 0 ? `What differed:\n\n${differ.join("\n")}\n\n` : ""}Again: \`DOCKER=/path/to/docker npm run predict\`, with the docker of a throw-away engine: everything on it is removed.\n`,
  );
}
process.exitCode = results.every(({ missed, extra }) => missed.length + extra.length === 0) ? 0 : 1;
