import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NetworkInspect, Service } from "../../src/api/index.ts";
import { createEngine, importState } from "../../src/engine/index.ts";
import { readDump, sourceOf } from "../../src/plan/dump.ts";
import { dependencies } from "../helpers/dependencies.ts";
import { memoryStore } from "../helpers/memory-store.ts";

const folder = join(import.meta.dirname, "../../fixtures/swarms/lived-28.5");
const source = (file: string) => sourceOf(readFileSync(join(folder, file), "utf8"), file);
const FILES = ["info.json", "networks.json", "tasks.json", "nodes.json", "configs.json", "secrets.json"];

async function imported(services: string) {
  const { reading, notes } = readDump([source(services), ...FILES.map(source)]);
  const engine = createEngine(memoryStore(await importState(reading, dependencies)), dependencies);
  return { reading, notes, engine, client: engine.on("node-1") };
}

const VXLAN = "com.docker.network.driver.overlay.vxlanid_list";
const networkFacts = (all: readonly NetworkInspect[]) =>
  all
    .filter(({ Scope }) => Scope === "swarm")
    .map(({ Name, IPAM, Options }) => [Name, IPAM.Config ?? [], Options?.[VXLAN]])
    .sort();
const vips = (all: readonly Service[]) => all.map(({ Spec, Endpoint }) => [Spec.Name, (Endpoint.VirtualIPs ?? []).map(({ Addr }) => Addr).sort()]).sort();

describe.each(["services.json", "services-api.json"])("a recorded swarm, imported from %s", (services) => {
  it("is what it was: no task, address or state is another", async () => {
    const { reading, notes, client } = await imported(services);
    expect(notes).toEqual([]);
    const tasks = await client.taskList();
    const fact = ({ ID, Slot, NodeID, Status, DesiredState, NetworksAttachments }: (typeof tasks)[number]) =>
      // A task that was starting has started when the swarm is at rest.
      JSON.stringify([ID, Slot, NodeID, Status.State.replace("starting", "running"), DesiredState, NetworksAttachments?.map(({ Addresses }) => Addresses)]);
    expect(tasks.map(fact).sort()).toEqual(reading.tasks.map(fact).sort());
    expect((await client.nodeList()).map(({ ID, Spec }) => [ID, Spec.Availability]).sort()).toEqual(
      reading.nodes.map(({ ID, Spec }) => [ID, Spec.Availability]).sort(),
    );
    expect(networkFacts(await client.networkList())).toEqual(networkFacts(reading.networks));
    expect(await client.swarmInspect()).toMatchObject({ DefaultAddrPool: ["10.20.0.0/16"], SubnetSize: 26, DataPathPort: 5000 });
  });

  it("goes on as the real one did", async () => {
    const { client } = await imported(services);
    const later = JSON.parse(readFileSync(join(folder, "later.json"), "utf8")) as { networks: NetworkInspect[]; services: Service[] };
    const ids = [];
    for (const Name of ["m1", "m2"]) ids.push((await client.networkCreate({ Name, Driver: "overlay" })).Id);
    const n2 = (await client.networkInspect("n2")).Id;
    const create = (Name: string, Target: string, Replicas: number) =>
      client.serviceCreate({
        Name,
        Labels: {},
        TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: [{ Target }], ForceUpdate: 0 },
        Mode: { Replicated: { Replicas } },
      });
    await create("s10", ids[0] as string, 3);
    await create("s11", n2, 2);
    expect(networkFacts(await client.networkList())).toEqual(networkFacts(later.networks));
    expect(vips(await client.serviceList())).toEqual(vips(later.services));
  });

  it("changes nothing when a service is sent what it is", async () => {
    const { client } = await imported(services);
    const before = (await client.taskList()).map(({ ID, Status }) => `${ID} ${Status.State}`).sort();
    for (const { ID, Version, Spec } of await client.serviceList()) await client.serviceUpdate(ID, Version.Index, Spec);
    expect((await client.taskList()).map(({ ID, Status }) => `${ID} ${Status.State}`).sort()).toEqual(before);
  });
});

describe("readings that lack something", () => {
  it("are completed, and what was assumed is named with the file", () => {
    const { notes, reading } = readDump([source("services.json"), source("tasks.json"), source("nodes.json")]);
    expect(notes.filter((note) => note.includes("which no source has"))).not.toEqual([]);
    expect(notes.every((note) => /^services\.json: the service \S+ is on the network \S+, which no source has: assumed /.test(note))).toBe(true);
    expect(reading.networks.find(({ Name }) => Name === "n2")?.IPAM.Config).toEqual([{ Subnet: "10.20.0.128/26", Gateway: "10.20.0.129" }]);
    expect(readDump([source("services.json"), source("networks.json")]).notes).toEqual([
      "no source says which address pools the swarm has: assumed 10.0.0.0/8 in subnets of /24 (docker info says it)",
      "no source has the nodes: which node a task is on is made up (docker node inspect)",
      "no source has the tasks: their nodes and addresses are made up (docker inspect of what docker service ps -q prints)",
    ]);
  });

  it("may be in any shape: single objects, one a line, arrays one after the other", () => {
    const objects = JSON.parse(readFileSync(join(folder, "nodes.json"), "utf8")) as { ID: string }[];
    const ids = objects.map(({ ID }) => ID);
    const shapes = [
      objects.map((one) => JSON.stringify(one)).join("\n"),
      objects.map((one) => JSON.stringify([one], null, 4)).join("\n"),
      objects.map((one) => JSON.stringify(one)).join(""),
    ];
    for (const text of shapes) expect(readDump([sourceOf(text, "n")]).reading.nodes.map(({ ID }) => ID)).toEqual(ids);
  });

  it("that are no dump are refused with the file", () => {
    expect(() => sourceOf("{ nodes", "bad.json")).toThrow("bad.json: it is no JSON: ");
    expect(() => readDump([sourceOf('[{"a":1}]', "bad.json")])).toThrow(
      "bad.json: object 1 is no network, service, node, task or swarm as docker inspect prints them",
    );
  });
});
