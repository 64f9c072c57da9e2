import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";

/** What a plan of a command says of the service `s` of three replicas, on three nodes. */
const planned = (create: string[], update: string[], use: (plan: Plan, text: string) => void) =>
  inTempDir(async (dir) => {
    const env = { DRYSWARM_STATE: `${dir}/state.json`, PATH: process.env.PATH ?? "" };
    await dryswarm(["swarm", "init"], env);
    const token = (await dryswarm(["swarm", "join-token", "-q", "worker"], env)).stdout.trim();
    for (const node of ["node-2", "node-3"]) await dryswarm(["-H", `ssh://${node}`, "swarm", "join", "--token", token, "192.168.65.2:2377"], env);
    await dryswarm(["service", "create", "-d", "--name", "s", "--replicas", "3", ...create, "nginx"], env);
    const command = ["--", "docker", "service", "update", "-d", ...update, "s"];
    const { stdout } = await dryswarm(["plan", "-o", "json", ...command], env);
    use(JSON.parse(stdout) as Plan, (await dryswarm(["plan", ...command], env)).stdout.replace(/\s+/g, " "));
  });

describe("a plan of a rolling update", () => {
  it("says that it stands still, and how many tasks are updated", () =>
    planned(["--replicas-max-per-node", "1"], ["--image", "nginx:alpine", "--replicas", "5"], ({ changes: [change] }, text) => {
      expect(change?.update).toEqual({ state: "updating", message: "update in progress", updated: 1, tasks: 5 });
      expect(text).toContain("the update stands still (updating): 1 of 5 tasks runs as the service now says");
    }));

  it("says that it is broken off, with the error of the task", () =>
    planned(["--restart-condition", "none"], ["--args", "sh -c 'exit 6'"], ({ changes: [change] }) => {
      expect(change?.update).toMatchObject({ state: "paused", updated: 0, tasks: 3 });
      expect(change?.update?.message).toMatch(/^update paused due to failure or early termination of task \S+ \(task: non-zero exit \(6\)\)$/);
    }));

  it("names one that is rolled back though no field changes", () =>
    planned(["--update-failure-action", "rollback"], ["--args", "sh -c 'exit 6'"], ({ changes: [change] }, text) => {
      expect(change).toMatchObject({ fields: [], update: { state: "rollback_completed" } });
      expect(text).toContain("the update fails and is rolled back: rollback completed");
    }));

  it("says nothing of one that comes to its end", () =>
    planned([], ["--image", "nginx:alpine"], ({ changes: [change] }, text) => {
      expect(change?.update).toBeUndefined();
      expect(text).not.toContain("the update");
    }));
});
