import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cliProfile } from "../../src/cli/profiles/index.ts";
import { pluginCall } from "../../src/run/docker-plugin.ts";
import { dryswarm, inTempDir, runProcess } from "../helpers/dist.ts";

const call = (...words: string[]) => pluginCall(words, cliProfile("28.5"));

describe("what docker calls a plugin with", () => {
  it("is asked for its metadata as version 0.1.0 of the protocol has it", () => {
    const said = call("docker-cli-plugin-metadata");
    expect(JSON.parse("print" in said ? said.print : "")).toMatchObject({ SchemaVersion: "0.1.0", Vendor: "dryswarm", ShortDescription: expect.any(String) });
  });

  it.each([
    [
      ["dryswarm", "plan", "up.sh"],
      ["plan", "up.sh"],
    ],
    [["dryswarm"], []],
    [
      ["-H", "ssh://node-2", "--debug", "dryswarm", "network", "ls"],
      ["-H", "ssh://node-2", "--debug", "network", "ls"],
    ],
    [
      ["--context=dryswarm", "dryswarm", "network", "inspect", "dryswarm"],
      ["--context=dryswarm", "network", "inspect", "dryswarm"],
    ],
    [
      ["help", "dryswarm", "plan"],
      ["plan", "--help"],
    ],
  ])("%j runs %j", (words, argv) => {
    expect(call(...words)).toEqual({ argv, after: "" });
  });

  it("completes words as docker's completion reads them", () => {
    expect(call("__complete", "dryswarm", "cap")).toEqual({ argv: ["__complete", "cap"], after: ":4\n" });
  });
});

describe("dryswarm plugin", () => {
  it("links the program where docker looks for it, and takes the link away", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "state.json"), DOCKER_CONFIG: join(dir, "docker"), PATH: process.env.PATH ?? "" };
      const link = join(dir, "docker/cli-plugins/docker-dryswarm");
      expect(await dryswarm(["plugin", "install"], env)).toEqual({ code: 0, stdout: `${link}\n`, stderr: "" });
      expect((await dryswarm(["plugin", "install"], env)).code).toBe(0);
      const ran = await runProcess(link, ["dryswarm", "network", "ls", "--format", "{{.Name}}"], env);
      expect(ran).toMatchObject({ code: 0, stdout: "bridge\nhost\nnone\n" });
      expect((await runProcess(link, ["docker-cli-plugin-metadata"], env)).stdout).toMatch(/^\{"SchemaVersion":"0\.1\.0",/);
      const bad = await runProcess(link, ["--no-such-flag", "dryswarm"], env);
      expect([bad.code, bad.stderr]).toEqual([125, expect.stringContaining("unknown flag: --no-such-flag")]);
      expect(await dryswarm(["plugin", "remove"], env)).toEqual({ code: 0, stdout: `${link}\n`, stderr: "" });
      expect(existsSync(link)).toBe(false);
      expect(await dryswarm(["plugin", "remove"], env)).toMatchObject({ code: 1, stderr: `no plugin is installed: ${link} is not there\n` });
    }));

  it("leaves what is no link of its own, and says when the folder cannot be written", () =>
    inTempDir(async (dir) => {
      const env = { DRYSWARM_STATE: join(dir, "state.json"), DOCKER_CONFIG: join(dir, "docker") };
      const link = join(dir, "docker/cli-plugins/docker-dryswarm");
      mkdirSync(join(dir, "docker/cli-plugins"), { recursive: true });
      writeFileSync(link, "another's");
      const stays = { code: 1, stdout: "", stderr: `${link} is there, and is no link to dryswarm: it stays as it is\n` };
      for (const verb of ["install", "remove"]) expect(await dryswarm(["plugin", verb], env)).toEqual(stays);
      expect(lstatSync(link).isFile() && readFileSync(link, "utf8")).toBe("another's");
      const blocked = join(dir, "file");
      writeFileSync(blocked, "");
      const { code, stderr } = await dryswarm(["plugin", "install"], { ...env, DOCKER_CONFIG: blocked });
      expect([code, stderr]).toEqual([1, expect.stringContaining(`cannot change ${blocked}/cli-plugins/docker-dryswarm: ENOTDIR`)]);
    }));

  it("is docker's own command under the name docker", async () => {
    const { code, stderr } = await dryswarm(["plugin", "ls"], { DRYSWARM_PROGRAM: "docker", DRYSWARM_STATE: "/nowhere/s.json" });
    expect([code, stderr]).toEqual([1, expect.stringContaining("'docker plugin' is a docker command that dryswarm does not simulate")]);
  });
});
