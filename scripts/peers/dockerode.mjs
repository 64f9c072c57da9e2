// dockerode's own tests: mocha on a checkout of apocas/dockerode in which `npm install` has been run.
import { join } from "node:path";
import { run } from "./served.mjs";

const FILES = ["docker.js", "container.js", "networks.js", "swarm.js", "promises.js"];

/** Nothing about the hosts matters to these tests. */
export const environment = {};

/** Results of the suite by full title. */
export async function results({ source, socket, show }) {
  const args = [
    join(source, "node_modules", "mocha", "bin", "mocha.js"),
    "-R",
    "json",
    "--exit",
    "--timeout",
    "20000",
    ...FILES.map((name) => join("test", name)),
  ];
  // A socket at Docker's own path goes first in these tests: they must not find one.
  const { output } = await run(process.execPath, args, { cwd: source, env: { DOCKER_HOST: `unix://${socket}` }, show });
  const { passes, failures, pending } = JSON.parse(output.slice(output.indexOf("{\n")));
  const row = (state) => (test) => [test.fullTitle, { state, why: test.err?.message?.slice(0, 160) }];
  return new Map([...passes.map(row("passed")), ...failures.map(row("failed")), ...pending.map(row("skipped"))]);
}
