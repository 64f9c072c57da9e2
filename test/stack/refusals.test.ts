import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dryswarm-stack-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = "services:\n  web:\n    image: nginx\n";
// By name: vitest would otherwise put the texts, some of 10 MB, into the titles.
const CASES = new Map<string, string>([
  ["no YAML", "services: [\n"],
  ["a scalar", "hello\n"],
  ["a list", "- a\n- b\n"],
  ["a tab as indentation", "services:\n\tweb:\n"],
  ["a service without an image", "services:\n  web:\n    command: x\n"],
  ["a network that is not declared", `${HEAD}    networks: [nowhere]\n`],
  ["a secret that is not declared", `${HEAD}    secrets: [nothing]\n`],
  ["an unknown key", `${HEAD}    imagee: x\n`],
  ["a required variable that is not set", "services:\n  web:\n    image: ${NOT_SET_HERE?is needed}\n"],
  ["deep nesting", `services: ${"[".repeat(100_000)}`],
  ["deep nesting of mappings", `x: ${"{a: ".repeat(50_000)}`],
  [
    "aliases that multiply",
    `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefghi"].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghi"[at]}`).join(", ")}]`).join("\n")}\n`,
  ],
  ["10 MB of one line", "x".repeat(10_000_000)],
  ["10 MB of bytes that are no text", "\u0000\u0001".repeat(5_000_000)],
]);

describe("a stack file that is wrong", () => {
  it.each([...CASES.keys()])("%s: exit 1, one message, and nothing deployed", async (what) => {
    const file = join(folder, `${what.replaceAll(" ", "-")}.yml`);
    writeFileSync(file, CASES.get(what) ?? "");
    const { docker, state } = session();
    await docker(["swarm", "init"]);
    const before = state();
    // docker finds these two when its networks are made already.
    const late = /not declared/.test(what);
    const { code, stdout, stderr } = await docker(["stack", "deploy", "-d", "-c", file, "app"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: late ? expect.stringMatching(/^Creating network app_\w+\n$/) : "" });
    expect(stderr).not.toMatch(/defect|\n\s+at /);
    expect(stderr.trim()).not.toBe("");
    expect(stderr.length).toBeLessThan(2000);
    if (late) expect((await docker(["service", "ls", "-q"])).stdout).toBe("");
    else expect(state()).toEqual(before);
  });
});

describe("secrets", () => {
  it("are never printed", async () => {
    const { docker } = session();
    await docker(["swarm", "init"]);
    await docker(["secret", "create", "key", "-"], "hunter2-hunter2");
    for (const argv of [
      ["secret", "inspect", "key"],
      ["secret", "inspect", "--pretty", "key"],
      ["secret", "ls"],
      ["inspect", "key"],
      ["secret", "inspect", "--format", "{{json .}}", "key"],
    ]) {
      const { stdout, stderr } = await docker(argv);
      expect(stdout + stderr).not.toMatch(/hunter2|aHVudGVyM/);
    }
  });
});
