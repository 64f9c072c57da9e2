import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, dryswarm, inTempDir, runProcess } from "../helpers/dist.ts";

/** How many processes come at once. */
const AT_ONCE = 64;
const KILLS = Number(process.env.KILLS ?? 15);

const lines = (text: string): string[] => text.trim().split("\n");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("processes on one state", () => {
  it(`${AT_ONCE} at once lose nothing, and give no subnet and no address twice`, () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "state.json") };
      const docker = async (...args: string[]) => {
        const { code, stdout, stderr } = await dryswarm(args, env);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        return lines(stdout);
      };
      await docker("swarm", "init");
      await docker("network", "create", "-d", "overlay", "app");
      const script = `d="'${process.execPath}' -- '${DIST}'"
eval "$d network create -d overlay net$1" && eval "$d service create -q -d --name web$1 --replicas 2 --network app --network net$1 nginx"`;
      const made = await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, at) => {
          const { code, stderr } = await runProcess("bash", ["-c", script, "bash", String(at)], env);
          return { code, stderr };
        }),
      );
      expect(made).toEqual(made.map(() => ({ code: 0, stderr: "" })));

      const networks = await docker("network", "ls", "-q", "--filter", "driver=overlay");
      const subnets = await docker("network", "inspect", "--format", "{{range .IPAM.Config}}{{.Subnet}}{{end}}", ...networks);
      expect(subnets).toHaveLength(AT_ONCE + 2);
      expect(new Set(subnets).size).toBe(AT_ONCE + 2);

      const services = await docker("service", "ls", "-q");
      expect(services).toHaveLength(AT_ONCE);
      const virtual = await docker("service", "inspect", "--format", "{{range .Endpoint.VirtualIPs}}{{.Addr}} {{end}}", ...services);
      const tasks = await docker("service", "ps", "-q", ...services);
      expect(tasks).toHaveLength(2 * AT_ONCE);
      const given = await docker("inspect", "--format", "{{range .NetworksAttachments}}{{range .Addresses}}{{.}} {{end}}{{end}}", ...tasks);
      // Subnets are disjoint: an address that is there once over all networks is there once in its own.
      const addresses = [...virtual, ...given].flatMap((line) => line.trim().split(" "));
      expect(addresses).toHaveLength(2 * AT_ONCE + 4 * AT_ONCE);
      expect(new Set(addresses).size).toBe(addresses.length);
    }));

  it(`one killed at any moment leaves the state before or after, and its lock is taken over (${KILLS} kills)`, () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const env = { DRYSWARM_STATE: path };
      const names = async () => {
        const { code, stdout, stderr } = await dryswarm(["network", "ls", "--format", "{{.Name}}"], env);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        return lines(stdout);
      };
      let [before, left] = [[] as string[], 0];
      for (let at = 0; at < KILLS; at++) {
        // A state that stays small: its commands are as quick in the last round as in the first.
        if (at % 50 === 0) {
          rmSync(path, { force: true });
          await dryswarm(["swarm", "init"], env);
          before = await names();
        }
        const child = spawn(process.execPath, ["--", DIST, "network", "create", "-d", "overlay", `k${at}`], {
          env: { ...process.env, ...env },
          stdio: "ignore",
        });
        const ended = new Promise((resolve) => child.on("exit", resolve));
        // Every other one while it holds the lock, the others at any moment.
        if (at % 2) while (child.exitCode === null && !existsSync(`${path}.lock`)) await pause(1);
        else await pause(Math.random() * 100);
        if (at % 2) await pause(Math.random() * 6);
        child.kill("SIGKILL");
        await ended;
        if (existsSync(`${path}.lock`)) left++;
        const after = await names();
        expect([before, [...before, `k${at}`]].map((list) => [...list].sort())).toContainEqual([...after].sort());
        expect(await dryswarm(["network", "create", "-d", "overlay", `next${at}`], env)).toMatchObject({ code: 0, stderr: "" });
        expect(existsSync(`${path}.lock`)).toBe(false);
        before = [...after, `next${at}`];
      }
      console.info(`of ${KILLS} killed commands ${left} held the lock`);
    }));
});
