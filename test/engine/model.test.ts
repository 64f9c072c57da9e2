import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cluster, State } from "../../src/store/schema.ts";
import { session } from "../helpers/session.ts";

const LIVE = ["new", "pending", "assigned", "accepted", "preparing", "ready", "starting", "running"];
const HOSTS = ["node-1", "node-2", "node-3"];

/** Everything in a swarm that holds an address, by network: who holds what. */
function holders(cluster: Cluster): [network: string, address: string, who: string][] {
  const bare = (cidr: string): string => cidr.split("/")[0] as string;
  return [
    ...Object.values(cluster.Networks).flatMap((network) =>
      (network.IPAMOptions?.Configs ?? []).map((config): [string, string, string] => [network.ID, config.Gateway ?? "", `gateway of ${network.Spec.Name}`]),
    ),
    ...Object.values(cluster.Services).flatMap((service) =>
      (service.Endpoint.VirtualIPs ?? [])
        .filter((vip) => vip.Addr)
        .map((vip): [string, string, string] => [vip.NetworkID ?? "", bare(vip.Addr as string), `VIP of ${service.Spec.Name}`]),
    ),
    ...Object.values(cluster.Nodes).flatMap((node) =>
      Object.entries(node.LoadBalancers).map(([network, cidr]): [string, string, string] => [network, bare(cidr), `balancer of ${node.ID}`]),
    ),
    ...Object.values(cluster.Tasks)
      .filter((task) => LIVE.includes(task.Status.State))
      .flatMap((task) =>
        (task.NetworksAttachments ?? []).flatMap((at) =>
          (at.Addresses ?? []).map((cidr): [string, string, string] => [at.Network.ID, bare(cidr), `task ${task.ID}`]),
        ),
      ),
  ];
}

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
function inside(address: string, cidr: string): boolean {
  const [base = "", prefix = "0"] = cidr.split("/");
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

/** Nothing is owned twice, and nothing by what is not there. */
function checkState(state: State): void {
  for (const cluster of Object.values(state.swarms)) {
    const networks = Object.values(cluster.Networks);
    const vxlans = networks.flatMap((network) =>
      (network.DriverState?.Options?.["com.docker.network.driver.overlay.vxlanid_list"] ?? "").split(",").filter(Boolean),
    );
    expect(vxlans).toEqual([...new Set(vxlans)]);
    const subnets = networks.flatMap((network) => (network.IPAMOptions?.Configs ?? []).map((config) => config.Subnet as string));
    for (const [at, one] of subnets.entries())
      for (const other of subnets.slice(at + 1))
        expect([one, other, inside(one.split("/")[0] as string, other) || inside(other.split("/")[0] as string, one)]).toEqual([one, other, false]);
    const held = holders(cluster);
    const places = held.map(([network, address]) => `${network} ${address}`);
    expect(places.filter((place, at) => places.indexOf(place) < at)).toEqual([]);
    for (const [network, address, who] of held) {
      const own = (cluster.Networks[network]?.IPAMOptions?.Configs ?? []).map((config) => config.Subnet as string);
      expect([who, own.some((subnet) => inside(address, subnet))]).toEqual([who, true]);
    }
    const ports = Object.values(cluster.Services).flatMap((service) =>
      (service.Endpoint.Ports ?? []).filter((port) => port.PublishMode !== "host").map((port) => `${port.PublishedPort}/${port.Protocol}`),
    );
    expect(ports).toEqual([...new Set(ports)]);
    for (const task of Object.values(cluster.Tasks)) {
      if (task.Status.State === "running") expect(cluster.Nodes[task.NodeID ?? ""]).toBeDefined();
      // Tasks on a host that is down or has left stay as last reported when their service goes, until their node does.
      const on = state.hosts[cluster.Nodes[task.NodeID ?? ""]?.Host ?? ""];
      const isLeftBehind = task.DesiredState === "remove" && on !== undefined && !(on.Up && on.Swarm?.NodeID === task.NodeID);
      if (LIVE.includes(task.Status.State) && task.ServiceID && !isLeftBehind) expect(cluster.Services[task.ServiceID]).toBeDefined();
    }
  }
  for (const host of Object.values(state.hosts)) {
    const subnets = Object.values(host.Networks).flatMap((network) => network.Pools.filter((pool) => !pool.Subnet.includes(":")).map((pool) => pool.Subnet));
    expect(subnets).toEqual([...new Set(subnets)]);
    const addresses = Object.values(host.Containers).flatMap((container) =>
      Object.values(container.Endpoints).flatMap((endpoint) => (endpoint.IPv4 ? [`${endpoint.NetworkID} ${endpoint.IPv4}`] : [])),
    );
    expect(addresses).toEqual([...new Set(addresses)]);
  }
}

const name = fc.constantFrom("a", "b", "c");
const host = fc.constantFrom(...HOSTS);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("network"), name, subnet: fc.constantFrom("", "10.5.0.0/29", "10.6.0.0/24"), local: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("network-rm"), name }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("service"),
      name,
      network: name,
      replicas: fc.integer({ min: 0, max: 6 }),
      port: fc.constantFrom("", "80:80", "81"),
      mode: fc.constantFrom("vip", "dnsrr"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("scale"), name, replicas: fc.integer({ min: 0, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("update"), name, network: name, add: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("service-rm"), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("join"), host }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave"), host }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drain"), host, availability: fc.constantFrom("drain", "active", "pause") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("power"), host, up: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("run"), host, network: name }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T & Record<string, unknown> : never;

async function perform({ docker, engine }: ReturnType<typeof session>, own: Step): Promise<void> {
  const on = (where: string): string[] => ["-H", `ssh://${where}`];
  const lines: Record<string, () => string[]> = {
    network: () => [
      "network",
      "create",
      ...(own.local ? [] : ["-d", "overlay", "--attachable"]),
      ...(own.subnet && !own.local ? ["--subnet", String(own.subnet)] : []),
      String(own.name),
    ],
    "network-rm": () => ["network", "rm", String(own.name)],
    service: () => [
      ...["service", "create", "-d", "--name", String(own.name), "--network", String(own.network), "--replicas", String(own.replicas)],
      ...["--endpoint-mode", String(own.mode), ...(own.port ? ["-p", String(own.port)] : []), "nginx"],
    ],
    scale: () => ["service", "scale", "-d", `${own.name}=${own.replicas}`],
    update: () => ["service", "update", "-d", own.add ? "--network-add" : "--network-rm", String(own.network), String(own.name)],
    "service-rm": () => ["service", "rm", String(own.name)],
    leave: () => [...on(String(own.host)), "swarm", "leave", "--force"],
    drain: () => ["node", "update", "--availability", String(own.availability), String(own.host)],
    run: () => [...on(String(own.host)), "run", "-d", "--network", String(own.network), "nginx"],
  };
  if (own.do === "power") await engine.hostPower(String(own.host), Boolean(own.up)).catch(() => undefined);
  else if (own.do === "join") {
    const { stdout } = await docker(["swarm", "join-token", "-q", "worker"]);
    await docker([...on(String(own.host)), "swarm", "join", "--token", stdout.trim(), "192.168.65.2:2377"]);
  } else {
    const { code, stderr } = await docker((lines[own.do] as () => string[])());
    expect([0, 1, 125]).toContain(code);
    expect(stderr).not.toContain("defect");
  }
}

describe("any sequence of commands", () => {
  it("leaves no address, VXLAN id, subnet or port owned twice or by nobody", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const own = session();
        await own.docker(["swarm", "init"]);
        for (const one of steps) {
          await perform(own, one as Step);
          checkState(own.state());
        }
      }),
      { numRuns: 60 },
    );
  });
});
