import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DIST, inTempDir, runProcess, writeDocker } from "../helpers/dist.ts";
import { startServer, writeServedDocker } from "../helpers/served.ts";
import { comparable } from "./compare.ts";
import { isFree, parseConsole, type Step } from "./console.ts";

/** How a replay went: the steps of the recording, and those that were answered otherwise, with both answers. */
export interface Replay {
  steps: number;
  wrong: { command: string; expected: unknown; got: unknown }[];
}

/**
 * Runs a recording's commands in one bash on a fresh state, and compares: with dist as `docker`, or with the real docker
 * command line at the path `real`, speaking to a server. Where `engine`, the profile to simulate, is given, one `dryswarm shell` answers
 * the commands, in a fraction of the time that a process each takes: how processes begin and end is held by the groups run without.
 */
export async function replay(file: string, { real, engine }: { real?: string; engine?: string } = {}): Promise<Replay> {
  const want = parseConsole(readFileSync(file, "utf8"));
  const got = await inTempDir((dir) => (real ? runServed(want, dir, real) : runSteps(want, dir, writeDocker, engine)));
  const [expected, answered] = [comparable(want), comparable(got)];
  const wrong = want.flatMap((step, i) => {
    const [a, b] = [expected[i], answered[i]];
    const same = isFree(step) || (a?.stdout === b?.stdout && a?.stderr === b?.stderr && a?.code === b?.code);
    return same ? [] : [{ command: step.command, expected: a, got: b }];
  });
  return { steps: want.length, wrong };
}

async function runServed(steps: Step[], dir: string, real: string): Promise<Step[]> {
  const server = await startServer(dir, ["--hosts-dir", join(dir, "hosts"), "node-1", "node-2", "node-3"]);
  try {
    return await runSteps(steps, dir, (bin) => writeServedDocker(bin, real, join(dir, "hosts")));
  } finally {
    await server.stop();
  }
}

async function runSteps(steps: Step[], dir: string, putDocker: (bin: string) => void, engine?: string): Promise<Step[]> {
  const [bin, work, out] = ["bin", "work", "out"].map((name) => join(dir, name)) as [string, string, string];
  for (const path of [bin, work, out]) mkdirSync(path);
  putDocker(bin);
  const lines = steps.map((step, i) => `{ ${step.command}\n} >${out}/${i}.out 2>${out}/${i}.err </dev/null; echo $? >${out}/${i}.rc`);
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    DRYSWARM_STATE: join(dir, "state.json"),
    DRYSWARM_PROGRAM: "docker",
    NO_COLOR: "1",
    HOME: work,
    ...(engine && { DRYSWARM_ENGINE: engine }),
  };
  // What gave the real engine time to converge: here every command has converged when it ends.
  const noWaiting = "settle() { :; }; sleep() { :; }";
  const bash = ["-c", [noWaiting, ...lines].join("\n")];
  const { DRYSWARM_PROGRAM: _, ...own } = env;
  if (engine) await runProcess(process.execPath, ["--", DIST, "shell", "--isolate", "none", "--", "bash", ...bash], own, { cwd: work, timeout: 900_000 });
  else await runProcess("bash", bash, env, { cwd: work, timeout: 900_000 });
  const read = (name: string): string => (existsSync(join(out, name)) ? readFileSync(join(out, name), "utf8") : "");
  return steps.map((step, i) => ({ ...step, stdout: read(`${i}.out`), stderr: read(`${i}.err`), code: Number(read(`${i}.rc`) || 255) }));
}
