import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/cli/dispatch/suggest.ts";
import { dryswarm } from "../../helpers/dist.ts";

describe("did you mean", () => {
  it("takes the nearest names, and none that are far", () => {
    expect(nearest("netwrok", ["network", "node", "stack"])).toEqual(["network"]);
    expect(nearest("lss", ["ls", "rm", "ps"])).toEqual(["ls"]);
    expect(nearest("as", ["ls", "ps", "rm"])).toEqual(["ls", "ps"]);
    expect(nearest("compose", ["network", "node"])).toEqual([]);
    expect(nearest("", ["ls"])).toEqual([]);
    expect(nearest("ls", ["ls"])).toEqual([]);
  });

  it.each([
    [["netwrok", "ls"], "network"],
    [["capcity"], "capacity"],
    [["network", "craete", "n"], "create"],
    [["network", "remvoe"], "remove"],
    [["network", "create", "--subnett", "10.0.0.0/24", "n"], "--subnet"],
    [["--state", "/nonexistent/s.json", "service", "create", "--replicsa=2", "nginx"], "--replicas"],
    [["plan", "--compose-fil", "a.yml"], "--compose-file"],
    [["--enginee", "x", "network", "ls"], "--engine"],
    [["help", "swram"], "swarm"],
  ])("%j", async (argv, name) => {
    const { stderr, stdout, code } = await dryswarm(argv, {});
    expect(stderr).toMatch(new RegExp(`\\n\\nDid you mean '${name}'\\?\\n$`));
    expect(stdout).toBe("");
    expect(code).not.toBe(0);
  });

  it("is silent where docker is, and about commands that are docker's", async () => {
    expect((await dryswarm(["netwrok", "ls"], { DRYSWARM_PROGRAM: "docker" })).stderr).not.toContain("mean");
    expect((await dryswarm(["builder"], {})).stderr).not.toContain("mean");
    expect((await dryswarm(["zzzzzz"], {})).stderr).not.toContain("mean");
  });
});
