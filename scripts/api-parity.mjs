// Tries every query parameter and body field of the network, swarm, node, service, task, config and secret routes (valid, invalid, empty,
// absent, wrongly typed) on `dryswarm serve`, and holds the answers against those of a real engine.
//   npm run api-parity                                  against the answers recorded in fixtures/api-parity
//   npm run api-parity -- --engine unix:///PATH         records them anew from that engine first (or DOCKER_SOCKET): all on it is removed
//   npm run api-parity -- --only networks,init --show   these groups alone, with each difference
//   npm run api-parity -- --engine unix:///PATH --record   records only
//   npm run api-parity -- --keys                        compares the keys of every GET answer instead
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GROUPS } from "./api-parity/cases.mjs";
import { Engine } from "./api-parity/engine.mjs";
import { keySets } from "./api-parity/keys.mjs";
import { served } from "./peers/served.mjs";

const { values: flags } = parseArgs({
  options: { engine: { type: "string" }, only: { type: "string" }, show: { type: "boolean" }, record: { type: "boolean" }, keys: { type: "boolean" } },
});
const FOLDER = fileURLToPath(new URL("../fixtures/api-parity/", import.meta.url));
const groups = flags.only?.split(",") ?? Object.keys(GROUPS);

/** Answers of an engine to every request of a group, by the request's name. */
async function answers(engine, group) {
  const { inside = false, cases } = GROUPS[group];
  await engine.prepare(inside);
  const found = {};
  for (const one of cases) found[one.name] = await engine.tryCase(one);
  return found;
}

async function record(socket) {
  mkdirSync(FOLDER, { recursive: true });
  const engine = new Engine(socket);
  for (const group of groups) {
    const found = await answers(engine, group);
    const lines = Object.entries(found).map(([name, answer]) => JSON.stringify([name, answer]));
    writeFileSync(join(FOLDER, `${group}.jsonl`), `${lines.join("\n")}\n`);
    console.log(`${group}: ${lines.length} answers recorded`);
  }
  await engine.prepare(false);
}

const KEYS = join(FOLDER, "keys.json");

async function recordKeys(socket) {
  const engine = new Engine(socket);
  writeFileSync(KEYS, `${JSON.stringify(await keySets(engine), undefined, 1)}\n`);
  await engine.prepare(false);
}

async function compareKeys(engine) {
  const recorded = JSON.parse(readFileSync(KEYS, "utf8"));
  const found = await keySets(engine);
  const rows = Object.entries(recorded).map(([route, keys]) => {
    const missing = keys.filter((key) => !found[route].includes(key));
    const more = found[route].filter((key) => !keys.includes(key));
    if (flags.show) for (const key of [...missing.map((one) => `- ${one}`), ...more.map((one) => `+ ${one}`)]) console.log(`${route}  ${key}`);
    return { route, keys: keys.length, missing: missing.length, more: more.length };
  });
  console.table(rows);
}

/** Requests of each group, and how many are answered as the recorded engine did. */
async function compareAnswers(engine) {
  const rows = [];
  for (const group of groups) {
    const recorded = readFileSync(join(FOLDER, `${group}.jsonl`), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const found = await answers(engine, group);
    const differing = recorded.filter(([name, answer]) => JSON.stringify(answer) !== JSON.stringify(found[name]));
    rows.push({ group, requests: recorded.length, same: recorded.length - differing.length });
    if (flags.show) for (const [name, answer] of differing) console.log(`${name}\n  engine ${answer.join(" ")}\n  ours   ${found[name]?.join(" ")}`);
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.table([...rows, { group: "all", requests: sum("requests"), same: sum("same") }]);
}

const engine = flags.engine ?? process.env.DOCKER_SOCKET;
if (engine) await (flags.keys ? recordKeys : record)(engine.replace(/^unix:\/\//, ""));
if (!flags.record) await served({}, (socket) => (flags.keys ? compareKeys : compareAnswers)(new Engine(socket)));
