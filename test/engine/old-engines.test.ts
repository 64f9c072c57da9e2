import { describe, expect, it } from "vitest";
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
