import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Drill } from "../../src/plan/drill.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { outputProblems } from "../helpers/schemas.ts";

type Run = (...args: string[]) => ReturnType<typeof dryswarm>;

const SWARM = `
docker swarm init --default-addr-pool 10.8.0.0/22
m=$(docker swarm join-token -q manager); w=$(docker swarm join-token -q worker)
for n in 2 3; do docker -H ssh://node-$n swarm join --token $m 192.168.65.2:2377; done
for n in 4 5; do docker -H ssh://node-$n swarm join --token $w 192.168.65.2:2377; done
for n in 1 2; do docker node update --label-add zone=a node-$n; done
for n in 4 5; do docker node update --label-add zone=b node-$n; done
docker network create -d overlay --subnet 10.9.0.0/28 small
docker service create -d --name web --replicas 5 --network small nginx
docker service create -d --name one --constraint node.hostname==node-4 nginx
docker service create -d --name max --replicas 5 --replicas-max-per-node 1 nginx
`;

/** Runs with a swarm of three managers and two workers in two zones, set up by {@link SWARM}. */
const onSwarm = (use: (run: Run) => Promise<void>, setUp = SWARM) =>
  inTempDir(async (dir) => {
    const run: Run = (...args) => dryswarm(args, { DRYSWARM_STATE: join(dir, "state.json"), TMPDIR: dir, HOME: dir, PATH: process.env.PATH ?? "" });
    writeFileSync(join(dir, "up.sh"), setUp);
    expect(await run("shell", "--", "sh", join(dir, "up.sh"))).toMatchObject({ code: 0, stderr: "" });
    await use(run);
  });

const drillOf = async (run: Run, ...args: string[]): Promise<Drill> => {
  const drill = JSON.parse((await run("drill", "-o", "json", ...args)).stdout) as Drill;
  expect(outputProblems(drill)).toEqual([]);
  return drill;
};

describe("drill", () => {
  it("loses each node and zone on a copy, and tells moves, waits, quorum and leader", () =>
    onSwarm(async (run) => {
      const before = (await run("state", "show")).stdout;
      const { results, nodes, tasks, pool } = await drillOf(run);
      expect((await run("state", "show")).stdout).toBe(before);
      expect([nodes, tasks]).toEqual([5, 11]);
      expect(pool).toEqual({
        plan: "4 subnets of /24 in 10.8.0.0/22",
        free: 3,
        whenFull: expect.stringMatching(/^docker network create fails: |without a subnet/),
      });
      expect(results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
        "node-1 degraded",
        "node-2 degraded",
        "node-3 degraded",
        "node-4 down",
        "node-5 degraded",
        "zone=a down",
        "zone=b down",
      ]);
      expect(results[0]?.leader).toEqual({ lost: "node-1", next: "node-2" });
      expect(results[5]?.quorum).toEqual({ managers: 3, left: 1, needed: 2, held: false });
      expect(results[5]?.services.map(({ service, before: had, after }) => `${service} ${after}/${had}`)).toEqual(["web 3/5", "max 3/5"]);
      expect(results[6]?.fullNetworks).toEqual(["small"]);
    }));

  it("tells of a node what stopping its host shows", () =>
    onSwarm(async (run) => {
      const { results } = await drillOf(run, "node-4");
      await run("host", "stop", "node-4");
      const placed = async (service: string, node: string): Promise<string> =>
        (await run("service", "ps", service, "-f", "desired-state=running", "-f", `node=${node}`, "--format", "{{.Name}}")).stdout;
      const [web, one, max] = results[0]?.services ?? [];
      expect(web?.moved).toHaveLength(1);
      expect(await placed("web", web?.moved[0]?.to ?? "")).toContain(`${web?.moved[0]?.task}\n`);
      expect(one).toMatchObject({ service: "one", before: 1, after: 0, moved: [] });
      expect(max).toMatchObject({ service: "max", before: 5, after: 4 });
      for (const waiting of [one, max]) {
        const reason = waiting?.waiting[0]?.reason ?? "-";
        expect((await run("service", "ps", waiting?.service ?? "", "--no-trunc")).stdout).toContain(reason);
      }
    }));

  it("takes the zone's label, and exits with 3 for outcomes as bad as --fail-on", () =>
    onSwarm(async (run) => {
      expect((await drillOf(run, "--zone", "rack")).results.map(({ kind }) => kind)).toEqual(Array(5).fill("node"));
      expect((await run("drill", "--fail-on", "error", "node-5")).code).toBe(0);
      expect((await run("drill", "--fail-on", "warning", "node-5")).code).toBe(3);
      expect((await run("drill", "--fail-on", "error", "zone=a")).code).toBe(3);
      const { stdout } = await run("drill", "node-5", "-o", "markdown");
      expect(stdout).toContain("| node-5 | tasks wait | 1 | 1 | 3 of 3 managers | web 5/5, max 4/5 |\n");
      expect(stdout).toMatch(/- web\.5 moves from node-5 to node-\d\n/);
    }));

  it("says when there is nothing to lose", () =>
    onSwarm(async (run) => {
      expect(await run("drill")).toEqual({ code: 1, stdout: "", stderr: "dryswarm drill: there is no swarm, or none of its managers answers\n" });
      await run("swarm", "init");
      const nope = "no node that is up is called nope, and no zone of several nodes\n";
      expect(await run("drill", "nope")).toEqual({ code: 1, stdout: "", stderr: nope });
      expect((await run("drill", "--fail-on", "much")).code).toBe(125);
      const { stdout, code } = await run("drill");
      expect([code, stdout]).toEqual([0, expect.stringContaining("LOST: 0 of 1, 1 needed")]);
    }, "docker network ls"));
});
