import { describe, expect, it } from "vitest";
import { explain } from "../../src/plan/explain.ts";
import { takeSnapshot, withRequests } from "../../src/plan/snapshot.ts";
import { session } from "../helpers/session.ts";

async function said(commands: string[], ref: string) {
  const { docker, engine } = session();
  for (const command of ["swarm init", ...commands]) expect(await docker(command.split(" "))).toMatchObject({ code: 0 });
  return explain(withRequests(await takeSnapshot(engine.on("node-1")), (await engine.networkRequests?.()) ?? new Map()), ref);
}

describe("a network without a subnet", () => {
  it("has a rival", async () => {
    const { sentences, commands } =
      (await said(["network create -d overlay --subnet 10.9.0.0/24 a", "network create -d overlay --subnet 10.9.0.0/25 b"], "b")) ?? {};
    expect(sentences?.[0]).toMatch(/^b has no subnet: 10\.9\.0\.0\/25 overlaps 10\.9\.0\.0\/24 of network a\./);
    expect(commands).toEqual(["docker network rm b", "docker network create -d overlay --subnet FREE-CIDR b"]);
  });

  it("asks for IPv6 beside a subnet that would be free", async () => {
    const { sentences, commands } =
      (await said(["network create -d overlay a", "network create -d overlay --subnet 10.9.0.0/24 --subnet fd00::/64 b"], "b")) ?? {};
    expect(sentences?.[0]).toMatch(/^b has no subnet: it asks for the IPv6 subnet fd00::\/64/);
    expect(commands).toContain("docker network create -d overlay --subnet 10.9.0.0/24 b");
  });
});

it("a full range is told from a full subnet", async () => {
  const { sentences, commands } =
    (await said(
      ["network create -d overlay --subnet 10.9.0.0/24 --ip-range 10.9.0.128/30 a", "service create -d --name web --network a --replicas 9 nginx"],
      "a",
    )) ?? {};
  expect(sentences?.[0]).toMatch(
    /^a \(10\.9\.0\.0\/24, addresses from its range 10\.9\.0\.128\/30 alone\) is full: .* A range cannot grow; one as wide as the subnet, or none, gives more\.$/,
  );
  expect(commands?.[0]).toBe("docker network create -d overlay --subnet FREE-CIDR --ip-range WIDER-RANGE a-2");
});
