import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DIST, inTempDir } from "../helpers/dist.ts";

/** Modules of Node that take longer to load than a command takes to run; none of them may be loaded by one that only reads the state. */
const SLOW = ["crypto", "http", "net", "child_process", "v8", "perf_hooks", "zlib", "worker_threads", "readline", "url"];

it("a command that reads the state loads no slow module of Node", () =>
  inTempDir(async (dir) => {
    const list = join(dir, "list.cjs");
    writeFileSync(list, 'process.on("exit", () => process.stderr.write("\\n" + process.moduleLoadList.join("\\n")));');
    const modules = (...args: string[]): Set<string> => {
      const env = { ...process.env, DRYSWARM_STATE: join(dir, "state.json"), DOCKER_CONFIG: dir };
      const { stderr, status } = spawnSync(process.execPath, ["-r", list, ...args], { encoding: "utf8", env });
      expect(status).toBe(0);
      return new Set(stderr.split("\n"));
    };
    const [bare, own] = [modules("-e", "0"), modules("--", DIST, "network", "ls")];
    expect(SLOW.filter((name) => own.has(`NativeModule ${name}`) && !bare.has(`NativeModule ${name}`))).toEqual([]);
  }));
