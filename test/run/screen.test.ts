import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, dryswarm, inTempDir } from "../helpers/dist.ts";

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("top on a terminal", () => {
  it("says that there is none, and what there is instead", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      expect(await dryswarm(["top"], env)).toEqual({
        code: 1,
        stdout: "",
        stderr: "top needs a terminal as standard input and output: without one, dryswarm top --once prints the same\n",
      });
      expect(await dryswarm(["top", "--interval", "1ms"], env)).toMatchObject({ code: 1, stderr: "--interval must be at least 100ms\n" });
      expect((await dryswarm(["top", "--once"], env)).stdout).toMatch(/^tasks 0\/0 /);
    }));

  it.skipIf(!hasTmux)("follows the state, takes keys, and leaves the terminal as it was", { timeout: 120_000 }, () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "s.json") };
      await dryswarm(["swarm", "init"], env);
      const tmux = (...args: string[]): string => execFileSync("tmux", ["-S", join(dir, "tmux"), "-f", "/dev/null", ...args], { encoding: "utf8" });
      const until = async (pattern: RegExp): Promise<void> => {
        for (let tries = 0; tries < 600 && !pattern.test(tmux("capture-pane", "-p", "-t", "t")); tries++) await pause(100);
        expect(tmux("capture-pane", "-p", "-t", "t")).toMatch(pattern);
      };
      try {
        tmux("new-session", "-d", "-s", "t", "-x", "40", "-y", "12", "sh");
        tmux(
          "send-keys",
          "-t",
          "t",
          `PS1='ready> '; clear; DRYSWARM_STATE='${env.DRYSWARM_STATE}' '${process.execPath}' -- '${DIST}' top --interval 200ms`,
          "Enter",
        );
        await until(/SERVICE +RUN\n {2}none/);
        await dryswarm(["service", "create", "-d", "--name", "web", "nginx"], env);
        await until(/> web +1\/1/);
        tmux("send-keys", "-t", "t", "2");
        await until(/> ingress +█?░+/);
        tmux("resize-window", "-t", "t", "-x", "100", "-y", "20");
        await until(/NETWORK.*SUBNET/);
        tmux("send-keys", "-t", "t", "q");
        await until(/^ready>/m);
      } finally {
        spawnSync("tmux", ["-S", join(dir, "tmux"), "kill-server"]);
      }
    }),
  );
});
