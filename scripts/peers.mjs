// Runs other people's test suites of Docker clients against `dryswarm serve`:
//   npm run peers -- docker-py PATH          checkout of docker/docker-py
//   npm run peers -- dockerode PATH          checkout of apocas/dockerode, after `npm install` in it
//   npm run peers -- community-docker PATH   folder with ansible_collections/community/docker
// Ends with 1 where a test fails that scripts/peers/known/NAME.json does not explain. --show shows the suite's own output.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { served } from "./peers/served.mjs";

const { values: flags, positionals } = parseArgs({ options: { show: { type: "boolean" } }, allowPositionals: true });
const [name, path] = positionals;
if (!["docker-py", "dockerode", "community-docker"].includes(name) || !path) {
  console.error("usage: npm run peers -- docker-py|dockerode|community-docker PATH [--show]");
  process.exit(2);
}
const { environment, results } = await import(`./peers/${name}.mjs`);
const source = resolve(path);
const knownFile = new URL(`./peers/known/${name}.json`, import.meta.url);
/** Reasons by test, for tests that a dry run cannot pass. */
const known = existsSync(knownFile) ? JSON.parse(readFileSync(knownFile, "utf8")) : {};

const found = await served(environment, (socket, folder) => results({ source, socket, folder, show: flags.show }));
const count = { passed: 0, skipped: 0, explained: 0, failed: 0 };
const reasons = new Map();
for (const [test, { state, why }] of found) {
  const reason = state === "failed" ? known[test] : undefined;
  if (reason === undefined) count[state]++;
  else count.explained++;
  if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  if (state === "failed" && reason === undefined) console.log(`FAILED ${test}\n  ${why}`);
}
for (const [test, reason] of Object.entries(known)) if (found.get(test)?.state === "passed") console.log(`PASSED, though known to fail (${reason}): ${test}`);
console.table([{ suite: name, ...count }]);
for (const [reason, times] of reasons) console.log(`${String(times).padStart(4)}  ${reason}`);
process.exitCode = count.failed > 0 ? 1 : 0;
