import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { State } from "../../src/store/schema.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";

const DATA = Buffer.from("hunter2").toString("base64");

it("the state keeps size and digest of a secret, never its data; an older state loses the data with the first change", () =>
  inTempDir(async (dir) => {
    const path = join(dir, "state.json");
    const run = async (args: string[], stdin = "") => {
      const result = await dryswarm(args, { DRYSWARM_STATE: path }, stdin);
      expect(result).toMatchObject({ code: 0, stderr: "" });
      return result.stdout;
    };
    await run(["swarm", "init"]);
    await run(["secret", "create", "s", "-"], "hunter2");
    await run(["config", "create", "c", "-"], "shown");
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain(DATA);
    const state = JSON.parse(text) as State;
    const [secret] = Object.values(Object.values(state.swarms)[0]?.Secrets ?? {});
    expect(secret?.Sealed).toEqual({ Size: 7, Digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await run(["secret", "inspect", "s"])).not.toMatch(/Sealed|Data/);
    expect(await run(["config", "inspect", "c", "--format", "{{json .Spec.Data}}"])).toBe('"c2hvd24="\n');

    delete secret?.Sealed;
    Object.assign(secret?.Spec ?? {}, { Data: DATA });
    writeFileSync(path, JSON.stringify({ ...state, schema: 2 }, null, 1));
    expect(await run(["secret", "ls", "--format", "{{.Name}}"])).toBe("s\n");
    await run(["network", "create", "-d", "overlay", "n"]);
    expect(readFileSync(path, "utf8")).not.toContain(DATA);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ schema: 3 });
  }));

it("a stack with the same secret deploys again, one with another content is refused", () =>
  inTempDir(async (dir) => {
    const env = { DRYSWARM_STATE: join(dir, "state.json") };
    const file = join(dir, "s.yml");
    writeFileSync(file, `secrets: {pw: {file: ${join(dir, "pw")}}}\nservices: {web: {image: nginx, secrets: [pw]}}\n`);
    writeFileSync(join(dir, "pw"), "one");
    await dryswarm(["swarm", "init"], env);
    const deploy = () => dryswarm(["stack", "deploy", "--detach=true", "-c", file, "shop"], env);
    expect(await deploy()).toMatchObject({ code: 0, stderr: "" });
    expect(await deploy()).toMatchObject({ code: 0, stderr: "" });
    writeFileSync(join(dir, "pw"), "two");
    expect(await deploy()).toMatchObject({ code: 1, stderr: expect.stringContaining("only updates to Labels are allowed") });
  }));
