import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repairState, stateProblem } from "../../src/store/repair.ts";
import { inTempDir } from "../helpers/dist.ts";
import { session } from "../helpers/session.ts";
import { cpuTime, HANG } from "../helpers/work.ts";

/** How many bits are flipped, spread over the file: `FLIPS=100000` for all of them. */
const FLIPS = Number(process.env.FLIPS ?? 1500);

/** Commands that between them look at and change every part of the state. */
const COMMANDS = [
  "network ls",
  "network inspect app own bridge ingress",
  "service ls",
  "service ps web",
  "service inspect web",
  "node ls",
  "node inspect self",
  "ps -a",
  "inspect box two three",
  "info",
  "network create -d overlay more",
  "network create plain",
  "service create -d --name other --network app -p 90:90 nginx",
  "service update -d --replicas 4 web",
  "run -d --name four --network own -p 82 nginx",
  "stop box",
  "network rm own",
  "service rm web",
  "swarm join-token worker",
  "config ls",
  "volume ls",
].map((line) => line.split(" "));

async function fill(path: string): Promise<void> {
  const { docker } = session("28.5", { path });
  for (const line of [
    "swarm init",
    "network create -d overlay --attachable app",
    "network create --subnet 10.9.0.0/24 own",
    "service create -d --name web --network app --replicas 2 -p 8080:80 nginx",
    "run -d --name box --network app nginx",
    "run -d --name two --network own nginx",
    "run -d --name three -p 9000:80 -p 81 nginx",
    "volume create vol",
  ])
    expect(await docker(line.split(" "))).toMatchObject({ code: 0 });
  expect(await docker(["config", "create", "conf", "-"], "x")).toMatchObject({ code: 0 });
}

/** Whether a command answered as if nothing were wrong, or said what is. `docker run` may end with 125. */
function isAnswer(code: number, stderr: string, path: string, argv: readonly string[]): boolean {
  if (/defect|\n\s+at /.test(stderr) || ![0, 1, 125].includes(code)) return false;
  if (!stderr.includes(path)) return true;
  return (code === 1 || argv[0] === "run") && /is damaged: |is not a dryswarm state file|has schema \d+, newer/.test(stderr);
}

describe("a part of the state that cannot be as it is", () => {
  it("is told where a command stumbles over it, and mended by state repair", () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      await fill(path);
      const text = readFileSync(path, "utf8").replace(/"NetworkMode":"own"/, '"NetworkModf":"own"');
      writeFileSync(path, text);
      const failed = await session("28.5", { path }).docker(["network", "connect", "bridge", "two"]);
      expect(failed).toMatchObject({ code: 1, stdout: "" });
      expect(failed.stderr).toMatch(
        /^the state file .*state\.json is damaged: "hosts\.node-1\.Containers\.[0-9a-f]{64}\.HostConfig\.NetworkMode" is missing or of the wrong kind; /,
      );
      expect(readFileSync(path, "utf8")).toBe(text);
      expect(await repairState(path)).toMatchObject({ done: true });
      expect(stateProblem(path)).toBeUndefined();
      expect(await session("28.5", { path }).docker(["network", "connect", "bridge", "two"])).toMatchObject({ code: 0 });
    }));
});

describe("a bit of the state file that flips", () => {
  it(`does no harm, or is told and left alone (${FLIPS} flips)`, () =>
    inTempDir(async (dir) => {
      const path = join(dir, "state.json");
      await fill(path);
      expect(stateProblem(path)).toBeUndefined();
      const whole = readFileSync(path);
      const bits = whole.length * 8;
      const step = Math.max(1, Math.floor(bits / FLIPS));
      const harm: string[] = [];
      // Another place of the bit each time, and another command: an odd step meets all of both.
      for (let bit = 0, turn = 0; bit < bits; bit += step % 8 === 0 ? step + 1 : step, turn++) {
        const bytes = Buffer.from(whole);
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        writeFileSync(path, bytes);
        const argv = COMMANDS[turn % COMMANDS.length] as string[];
        const started = cpuTime();
        const { code, stderr } = await session("28.5", { path }).docker(argv);
        const slow = cpuTime() - started > HANG;
        // `docker run` is two requests: the container that was made stays where the damage is met at its start.
        const left = !stderr.includes(path) || readFileSync(path).equals(bytes) || argv[0] === "run";
        if (isAnswer(code, stderr, path, argv) && left && !slow) continue;
        const around = bytes.toString("latin1", Math.max(0, (bit >> 3) - 20), (bit >> 3) + 20);
        harm.push(`bit ${bit}, ${JSON.stringify(around)}: ${argv.join(" ")}: ${code}${slow ? ", slow" : ""}${left ? "" : ", changed"}: ${stderr}`);
      }
      expect(harm).toEqual([]);
    }));
});
