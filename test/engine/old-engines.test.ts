import { describe, expect, it } from "vitest";
import { EMPTY_ENVIRONMENT } from "../../src/environment/types.ts";
import { findings } from "../../src/plan/rules/index.ts";
import { takeSnapshot } from "../../src/plan/snapshot.ts";
import { session } from "../helpers/session.ts";

/** Runs command lines on an engine profile, and returns what each printed on both streams. */
async function run(engine: string, lines: readonly string[]): Promise<string[]> {
  const { docker } = session(engine);
  const printed: string[] = [];
  for (const line of lines) {
    const { stdout, stderr } = await docker(line.split(" "));
    printed.push(`${stdout}${stderr}`.trim());
  }
  return printed;
}

const subnetOf = (name: string): string => `network inspect ${name} --format {{range.IPAM.Config}}{{.Subnet}}{{end}}`;

describe("an engine before 27", () => {
  const walk = ["swarm init --default-addr-pool 10.20.0.0/16", "network create -d overlay n1", "network create -d overlay n2", "network rm n1"];

  it("goes on after the last subnet that a swarm gave", async () => {
    const lines = [...walk, "network create -d overlay n3", subnetOf("n3")];
    expect((await run("26.1", lines)).at(-1)).toBe("10.20.3.0/24");
    expect((await run("20.10", lines)).at(-1)).toBe("10.20.3.0/24");
    expect((await run("28.5", lines)).at(-1)).toBe("10.20.1.0/24");
  });

  it("goes on after the last subnet that a host gave", async () => {
    const lines = ["network create b1", "network create b2", "network rm b1", "network create b3", subnetOf("b3")];
    expect((await run("26.1", lines)).at(-1)).toBe("172.20.0.0/16");
    expect((await run("28.5", lines)).at(-1)).toBe("172.18.0.0/16");
  });

  it("keeps the pool of a swarm that was left, in 26.1 alone", async () => {
    const lines = ["swarm init --default-addr-pool 10.20.0.0/16", "swarm leave --force", "swarm init", subnetOf("ingress")];
    expect((await run("26.1", lines)).at(-1)).toBe("10.20.0.0/24");
    expect((await run("20.10", lines)).at(-1)).toBe("10.0.0.0/24");
    expect((await run("28.5", lines)).at(-1)).toBe("10.0.0.0/24");
  });

  it("rejects tasks with an IPv6 address on their nodes", async () => {
    const lines = [
      "swarm init",
      "network create -d overlay --ipv6 --subnet fd00:9::/64 six",
      "service create -d --name s --network six nginx",
      "service ps s --no-trunc --format {{.CurrentState}}{{.Error}}",
    ];
    expect((await run("26.1", lines)).at(-1)).toContain("invalid address fd00:9::3: It does not belong to any of this network's subnets");
    expect((await run("20.10", lines)).at(-1)).toContain("Invalid address fd00:9::3: It does not belong");
  });

  it("allocates an IPv6 subnet of an overlay", async () => {
    const lines = ["swarm init", "network create -d overlay --ipv6 --subnet fd00:9::/64 six", subnetOf("six")];
    expect((await run("26.1", lines)).at(-1)).toBe("fd00:9::/64");
    expect((await run("28.5", lines)).at(-1)).toBe("");
  });
});

describe("an engine before 25", () => {
  it("takes host bits and wide ranges, and never allocates the smallest overlays", async () => {
    const [, bits, , wide, , small] = await run("20.10", [
      "swarm init",
      "network create -d overlay --subnet 10.1.0.9/24 bits",
      "network create -d overlay --subnet 10.93.0.0/31 small",
      "network create -d overlay --subnet 10.3.0.0/24 --ip-range 10.3.0.0/23 wide",
      subnetOf("bits"),
      subnetOf("small"),
    ]);
    expect(bits).toMatch(/^[a-z0-9]{25}$/);
    expect(wide).toMatch(/^[a-z0-9]{25}$/);
    expect(small).toBe("");
  });

  it("lacks flags and commands that came later", async () => {
    const [rm, config] = await run("20.10", ["network rm -f x", "stack config -c f.yml"]);
    expect(rm).toBe("unknown shorthand flag: 'f' in -f\nSee 'docker network rm --help'.");
    expect(config).toMatch(/^unknown shorthand flag: 'c' in -c\nSee 'docker stack --help'\./);
  });
});

describe("a mixed swarm", () => {
  /** A swarm of three managers: 28.5 first, then 20.10 and 29. */
  async function mixed() {
    const { docker, engine } = session();
    const say = async (line: string): Promise<string> => {
      const { stdout, stderr } = await docker(line.split(" "));
      return `${stdout}${stderr}`.trim();
    };
    await engine.hostAdd({ Name: "node-1" });
    await engine.hostAdd({ Name: "node-2", Engine: "20.10" });
    await engine.hostAdd({ Name: "node-3", Engine: "29.7.1" });
    await say("swarm init");
    const token = await say("swarm join-token -q manager");
    for (const node of ["node-2", "node-3"]) await say(`-H ssh://${node} swarm join --token ${token} 192.168.65.2:2377`);
    return { say, engine };
  }

  it("allocates as its leader does, and every host answers as its own does", async () => {
    const { say, engine } = await mixed();
    expect(await say("node ls --format {{.Hostname}}={{.EngineVersion}}")).toBe("node-1=28.5.2\nnode-2=20.10.24\nnode-3=29.7.1");
    expect(await say("-H ssh://node-3 version --format {{.Server.Version}}")).toBe("29.7.1");
    expect(await say("-H ssh://node-2 info --format {{.ServerVersion}}")).toBe("20.10.24");
    await say("network create -d overlay n1");
    await say("network create -d overlay n2");
    await say("network rm n1");
    await say("-H ssh://node-2 network create -d overlay n3");
    expect(await say(subnetOf("n3"))).toBe("10.0.1.0/24");
    expect(await say("network create -d overlay --subnet 10.7.0.9/24 bits")).toContain("it should be 10.7.0.0/24");
    expect(await say("-H ssh://node-2 network create -d overlay --subnet 10.7.0.9/24 bits")).toMatch(/^[a-z0-9]{25}$/);
    expect(await say("-H ssh://node-3 network inspect n3")).toContain('"IPsInUse"');
    expect(await say("network inspect n3")).not.toContain('"IPsInUse"');
    await engine.hostPower("node-1", false);
    expect(await say("-H ssh://node-2 node ls --format {{.Hostname}}={{.ManagerStatus}}")).toContain("node-2=Leader");
    await say("-H ssh://node-2 network rm n3");
    await say("-H ssh://node-2 network create -d overlay n4");
    await say("-H ssh://node-2 network rm n4");
    await say("-H ssh://node-2 network create -d overlay n5");
    expect([await say(`-H ssh://node-2 ${subnetOf("n5")}`)]).toEqual(["10.0.3.0/24"]);
  });

  it("is found by check, and an engine of a host may be brought to another version", async () => {
    const { say, engine } = await mixed();
    const mixture = async () => {
      const all = findings({ snapshot: await takeSnapshot(engine.on("node-1")), environment: EMPTY_ENVIRONMENT });
      return all.filter(({ rule }) => rule === "DS048").map(({ severity, message }) => `${severity}: ${message}`);
    };
    expect(await mixture()).toEqual(["warning: its nodes run 28.5 (1), 20.10 (1), 29 (1): what is allocated depends on which manager leads, 28.5 now"]);
    await engine.hostApply([
      { Name: "node-2", Engine: "28.5" },
      { Name: "node-3", Engine: "28.5" },
    ]);
    expect(await say("node ls --format {{.EngineVersion}}")).toBe("28.5.2\n28.5.2\n28.5.2");
    expect(await mixture()).toEqual([]);
    await expect(engine.hostAdd({ Name: "node-9", Engine: "moby" })).rejects.toThrow("no engine profile moby");
  });
});
