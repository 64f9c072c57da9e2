import { beforeAll, describe, expect, it } from "vitest";
import { expand, outline } from "../../src/plan/outline.ts";
import { type Picture, picture } from "../../src/plan/picture.ts";
import { type Snapshot, takeSnapshot } from "../../src/plan/snapshot.ts";
import { session } from "../helpers/session.ts";

let snapshot: Snapshot;
let drawn: Picture;
const service = (name: string) => [...drawn.services.values()].find((one) => one.name === name);
const lane = (name: string) => drawn.lanes.find((one) => one.name === name);

beforeAll(async () => {
  const { docker, engine } = session();
  for (const command of [
    "swarm init",
    "network create -d overlay --opt encrypted --label com.docker.stack.namespace=shop --label tier=back app",
    "network create -d overlay --subnet 10.9.0.0/29 tight",
    "network create -d overlay --subnet 10.9.0.0/24 rival",
    "service create -d --name shop_web -l com.docker.stack.namespace=shop -l tier=front --replicas 2 --network name=app,alias=front -p 8080:80 --env DB_PASSWORD=hush nginx",
    "service create -d --name rr --network app --endpoint-mode dnsrr nginx",
    "service create -d --name full --network tight --replicas 6 nginx",
    "service create -d --name lost --constraint node.labels.rack==9 nginx",
    "service create -d --name all --mode global nginx",
    "node update --label-add zone=a node-1",
  ])
    expect(await docker(command.split(" "))).toMatchObject({ code: 0 });
  snapshot = await takeSnapshot(engine.on("node-1"));
  drawn = picture(snapshot);
});

describe("the picture of a swarm", () => {
  it("has nodes as columns, with role, state and labels", () =>
    expect(drawn.nodes).toEqual([
      expect.objectContaining({ name: "node-1", role: "leader", state: "ready", ready: true, labels: { zone: "a" }, address: "192.168.65.2" }),
    ]));

  it("has networks as lanes, ingress and those without one last", () => {
    expect(drawn.lanes.map(({ name }) => name)).toEqual(["app", "rival", "tight", "ingress", "on no network of the swarm"]);
    expect(lane("app")).toMatchObject({ subnet: "10.0.1.0/24", gateway: "10.0.1.1", vxlan: "4097", encrypted: true, stack: "shop", allocated: true });
    expect(lane("app")?.addresses).toMatchObject({ vips: 1, tasks: 3, loadBalancers: 1, free: 248 });
    expect(lane("rival")).toMatchObject({ allocated: false, subnet: "" });
    expect(lane("tight")?.addresses).toMatchObject({ size: 5, free: 0 });
    expect(lane("ingress")?.services).toEqual([service("shop_web")?.id]);
  });

  it("has services with their addresses, ports and tasks", () => {
    const web = service("shop_web");
    expect(web).toMatchObject({ stack: "shop", mode: "2 replicas", endpoint: "vip", running: 2, waiting: [], ports: ["8080->80/tcp"] });
    expect(web?.places).toEqual([
      { network: lane("app")?.id, vip: "10.0.1.2", aliases: ["front"] },
      { network: lane("ingress")?.id, vip: expect.stringMatching(/^10\.0\.0\./), aliases: [] },
    ]);
    expect(web?.tasks.map(({ name }) => name)).toEqual(["shop_web.1", "shop_web.2"]);
    expect(web?.tasks[0]?.addresses[lane("app")?.id ?? ""]).toMatch(/^10\.0\.1\.\d+$/);
    expect(service("rr")).toMatchObject({ endpoint: "dnsrr", mode: "1 replica" });
    expect(service("all")?.tasks.map(({ name, slot }) => [name, slot])).toEqual([["all.node-1", ""]]);
  });

  it("says of what waits why it does", () => {
    expect(service("lost")?.waiting).toEqual([{ reason: "no suitable node (scheduling constraints not satisfied on 1 node)", count: 1 }]);
    expect(service("full")?.waiting[0]?.reason).toMatch(/no address|no load balancer/);
  });

  it("names stacks and labels, without those of stacks themselves", () => {
    expect(drawn.stacks).toEqual(["shop"]);
    expect(drawn.labels).toEqual(["tier=back", "tier=front"]);
  });

  it("is the same of an outline, which has nothing of what containers get", () => {
    const small = outline(snapshot);
    expect(picture(expand(small))).toEqual(drawn);
    expect(JSON.stringify(snapshot)).toContain("hush");
    expect(JSON.stringify(small)).not.toMatch(/hush|SWMTKN|BEGIN CERT.*PRIVATE/);
    expect(JSON.stringify(small).length).toBeLessThan(JSON.stringify(snapshot).length / 2);
  });

  it("of nothing is empty", () => expect(picture({ networks: [], services: [], tasks: [], nodes: [], configs: [], secrets: [] }).lanes).toEqual([]));
});
