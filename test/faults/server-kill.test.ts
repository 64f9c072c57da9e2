import { existsSync, rmSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { startServer } from "../helpers/served.ts";

const KILLS = Number(process.env.KILLS ?? 15);
/** How many clients send one request after the other. */
const CLIENTS = 4;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The status of the answer to one request; undefined where the server is gone. */
const post = (socketPath: string, path: string, body: unknown): Promise<number | undefined> =>
  new Promise((resolve) => {
    const sent = request({ socketPath, path, method: "POST", headers: { "Content-Type": "application/json" }, agent: false }, (answer) => {
      answer.resume();
      // What the client knows is the head of the answer: with it the change is promised.
      resolve(answer.statusCode);
    });
    sent.on("error", () => resolve(undefined));
    sent.end(JSON.stringify(body));
  });

describe("a server", () => {
  it(`killed while requests are in flight keeps what it has answered, and the next one works (${KILLS} kills)`, () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      const socket = join(dir, "d.sock");
      const env = { DRYSWARM_STATE: path };
      const names = async (noun: string) => {
        const { code, stdout, stderr } = await dryswarm([noun, "ls", "--format", "{{.Name}}"], env);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        return stdout.split("\n").filter((name) => name !== "");
      };
      let answered: string[] = [];
      let [all, inFlight, left] = [0, 0, 0];
      for (let at = 0; at < KILLS; at++) {
        // A state that stays small: a write is as quick in the last round as in the first.
        if (at % 20 === 0) {
          for (const file of [path, `${path}.lock`]) rmSync(file, { force: true });
          expect(await dryswarm(["swarm", "init"], env)).toMatchObject({ code: 0 });
          expect(await dryswarm(["network", "create", "-d", "overlay", "app"], env)).toMatchObject({ code: 0 });
          answered = ["app"];
        }
        const server = await startServer(dir, ["-H", `unix://${socket}`]);
        let open = true;
        const asked: string[] = [];
        const client = async (who: number) => {
          for (let turn = 0; open; turn++) {
            const name = `r${at}-${who}-${turn}`;
            asked.push(name);
            const status =
              who % 2
                ? await post(socket, "/networks/create", { Name: name, Driver: "overlay" })
                : await post(socket, "/services/create", {
                    Name: name,
                    TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target: "app" }] },
                    Mode: { Replicated: { Replicas: 1 } },
                  });
            if (status === undefined) return;
            expect(status).toBe(201);
            answered.push(name);
          }
        };
        const clients = Array.from({ length: CLIENTS }, (_, who) => client(who));
        await pause(Math.random() * 200);
        await server.stop("SIGKILL");
        open = false;
        await Promise.all(clients);
        all += asked.length;
        inFlight += asked.filter((name) => !answered.includes(name)).length;
        if (existsSync(`${path}.lock`)) left++;

        const there = [...(await names("network")), ...(await names("service"))];
        expect(there).toEqual(expect.arrayContaining(answered));
        // What was asked and not answered is there or is not; nothing else is.
        const known = new Set([...answered, ...asked, "ingress", "bridge", "host", "none", "docker_gwbridge"]);
        expect(there.filter((name) => !known.has(name))).toEqual([]);
        expect(new Set(there).size).toBe(there.length);
        answered = there.filter((name) => asked.includes(name) || answered.includes(name));
        expect(await dryswarm(["network", "create", "-d", "overlay", `cli${at}`], env)).toMatchObject({ code: 0, stderr: "" });
        answered.push(`cli${at}`);
      }
      expect(left).toBe(KILLS);
      console.info(`${KILLS} servers killed: ${all} requests, ${inFlight} of them without an answer`);
      const server = await startServer(dir, ["-H", `unix://${socket}`]);
      expect(await post(socket, "/networks/create", { Name: "last", Driver: "overlay" })).toBe(201);
      expect(await server.stop()).toBe(0);
      expect(await names("network")).toContain("last");
    }));
});
