import { describe, expect, it } from "vitest";
import { EMPTY_READING } from "../../src/api/index.ts";
import { createEngine, importState } from "../../src/engine/index.ts";
import { takeSnapshot } from "../../src/plan/snapshot.ts";
import { dependencies } from "../helpers/dependencies.ts";
import { memoryStore } from "../helpers/memory-store.ts";
import { session } from "../helpers/session.ts";

describe("a swarm raised from what docker inspect says of another", () => {
  it("has its nodes, networks, VIPs, ports and pools, and goes on from there", async () => {
    const { docker, engine } = session();
    await docker(["swarm", "init", "--default-addr-pool", "10.20.0.0/16", "--default-addr-pool-mask-length", "26"]);
    const token = (await docker(["swarm", "join-token", "-q", "worker"])).stdout.trim();
    for (const host of ["node-2", "node-3"]) await docker(["-H", `ssh://${host}`, "swarm", "join", "--token", token, "192.168.65.2:2377"]);
    await docker(["node", "update", "--label-add", "rack=1", "--availability", "drain", "node-2"]);
    await docker(["network", "create", "-d", "overlay", "--opt", "encrypted", "app"]);
    await docker(["network", "create", "--subnet", "172.28.0.0/24", "own"]);
    await docker(["secret", "create", "key", "-"], "x");
    await docker(["service", "create", "-d", "--name", "web", "--network", "app", "--secret", "key", "--replicas", "4", "-p", "8080:80", "nginx"]);
    await engine.hostPower("node-3", false);
    const real = await takeSnapshot(engine.on("node-1"));

    const copy = createEngine(
      memoryStore(await importState({ ...real, engines: [{ NodeID: "", Name: "", Networks: real.networks }] }, dependencies)),
      dependencies,
    );
    const again = await takeSnapshot(copy.on("node-1"));
    const node = ({ ID, Spec, Status }: (typeof real.nodes)[number]) => ({ ID, Spec, State: Status.State, Addr: Status.Addr });
    expect(again.nodes.map(node).sort((a, b) => (a.ID < b.ID ? -1 : 1))).toEqual(real.nodes.map(node).sort((a, b) => (a.ID < b.ID ? -1 : 1)));
    const network = ({ Id, Name, IPAM, Options }: (typeof real.networks)[number]) => ({ Id, Name, IPAM, Options });
    const shared = (all: typeof real.networks) =>
      all
        .filter(({ Scope }) => Scope === "swarm")
        .map(network)
        .sort((a, b) => (a.Id < b.Id ? -1 : 1));
    expect(shared(again.networks)).toEqual(shared(real.networks));
    expect(again.networks.find(({ Name }) => Name === "own")?.IPAM.Config).toEqual([{ Subnet: "172.28.0.0/24" }]);
    expect(again.services[0]?.Endpoint).toEqual(real.services[0]?.Endpoint);
    expect(again.swarm).toMatchObject({ DefaultAddrPool: ["10.20.0.0/16"], SubnetSize: 26 });
    const running = again.tasks.filter(({ Status, DesiredState }) => Status.State === "running" && DesiredState === "running");
    expect(running).toHaveLength(4);
    const addresses = [
      ...running,
      ...again.services.map(({ Endpoint }) => ({ NetworksAttachments: (Endpoint.VirtualIPs ?? []).map(({ Addr = "" }) => ({ Addresses: [Addr] })) })),
    ];
    const all = addresses.flatMap(({ NetworksAttachments }) => (NetworksAttachments ?? []).flatMap(({ Addresses }) => Addresses ?? []));
    expect(new Set(all).size).toBe(all.length);
    const { Id } = await copy.on("node-1").networkCreate({ Name: "more", Driver: "overlay" });
    expect((await copy.on("node-1").networkInspect(Id)).IPAM.Config).toEqual([{ Subnet: "10.20.0.128/26", Gateway: "10.20.0.129" }]);
  });

  it("needs no nodes: one manager stands in", async () => {
    const copy = createEngine(memoryStore(await importState(EMPTY_READING, dependencies)), dependencies);
    expect(await copy.on("node-1").nodeList()).toHaveLength(1);
  });
});
