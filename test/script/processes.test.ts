import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endProcesses } from "../../src/script/processes.ts";
import { inTempDir } from "../helpers/dist.ts";

const UNSHARE = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
const canUnshare = spawnSync("unshare", [...UNSHARE, "true"]).status === 0;
/** No process has this group. */
const NO_GROUP = 2 ** 30;

/** Starts a process in a mount namespace of its own, after a line of shell; resolves when it stands there. */
async function inNamespace(line: string): Promise<ChildProcess> {
  const child = spawn("unshare", [...UNSHARE, "--propagation", "private", "sh", "-c", `${line}; echo; exec sleep 60`], { env: { PATH: process.env.PATH } });
  await once(child.stdout, "data");
  return child;
}

describe("the end of a script's processes", () => {
  it.runIf(canUnshare)("is that of those in its mount namespace, whatever their environment, and of nobody else in a namespace", () =>
    inTempDir(async (dir) => {
      const folder = join(dir, "dryswarm-plan-mine");
      mkdirSync(folder);
      const mine = await inNamespace(`mount --bind '${folder}' '${folder}'`);
      const other = await inNamespace(":");
      const ended = once(mine, "exit");
      endProcesses({ group: NO_GROUP, mark: "DRYSWARM_JOURNAL=nowhere", mount: "dryswarm-plan-mine" });
      expect(await ended).toEqual([null, "SIGKILL"]);
      expect(other.exitCode ?? other.signalCode).toBe(null);
      other.kill("SIGKILL");
      expect(await once(other, "exit")).toEqual([null, "SIGKILL"]);
    }),
  );

  it("is that of those that carry the mark of the script", async () => {
    const mine = spawn("sleep", ["60"], { env: { PATH: process.env.PATH, DRYSWARM_JOURNAL: "/one" } });
    const other = spawn("sleep", ["60"], { env: { PATH: process.env.PATH, DRYSWARM_JOURNAL: "/one-more" } });
    await Promise.all([once(mine, "spawn"), once(other, "spawn")]);
    const ended = once(mine, "exit");
    endProcesses({ group: NO_GROUP, mark: "DRYSWARM_JOURNAL=/one", mount: undefined });
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(other.exitCode ?? other.signalCode).toBe(null);
    other.kill("SIGKILL");
  });
});
