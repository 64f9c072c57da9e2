import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

let server: TestServer;
let docker: Docker;
beforeAll(async () => {
  server = await testServer();
  docker = new Docker({ socketPath: server.socket });
  await docker.swarmInit({ ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", ForceNewCluster: false, Spec: {} });
});
afterAll(() => server.close());

const status = (statusCode: number) => expect.objectContaining({ statusCode });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("dockerode", () => {
  it("networks: create, inspect, list, remove, and their errors", async () => {
    const network = await docker.createNetwork({ Name: "app", Driver: "overlay", Attachable: true, IPAM: { Config: [{ Subnet: "10.50.0.0/24" }] } });
    const made = await network.inspect();
    expect(made).toMatchObject({ Name: "app", Scope: "swarm", Attachable: true, IPAM: { Config: [{ Subnet: "10.50.0.0/24", Gateway: "10.50.0.1" }] } });
    await expect(docker.createNetwork({ Name: "app", Driver: "overlay" })).rejects.toEqual(status(409));
    expect((await docker.listNetworks({ filters: { name: ["app"] } })).map(({ Name }) => Name)).toEqual(["app"]);
    await network.remove();
    await expect(network.inspect()).rejects.toEqual(status(404));
  });

  it("services: create, inspect, update, tasks, remove", async () => {
    const network = await docker.createNetwork({ Name: "web-net", Driver: "overlay" });
    const spec = {
      Name: "web",
      TaskTemplate: { ContainerSpec: { Image: "nginx:alpine" }, Networks: [{ Target: "web-net" }] },
      Mode: { Replicated: { Replicas: 2 } },
      EndpointSpec: { Ports: [{ Protocol: "tcp" as const, TargetPort: 80, PublishedPort: 8080 }] },
    };
    const service = docker.getService((await docker.createService(spec)).id);
    const made = await service.inspect();
    expect(made.Endpoint.Ports).toEqual([{ Protocol: "tcp", TargetPort: 80, PublishedPort: 8080, PublishMode: "ingress" }]);
    expect(made.Endpoint.VirtualIPs).toHaveLength(2);
    expect((await docker.listTasks({ filters: { service: ["web"] } })).map(({ Status }) => Status?.State)).toEqual(["running", "running"]);
    await service.update({ ...spec, version: made.Version.Index, Mode: { Replicated: { Replicas: 3 } } });
    expect(await docker.listTasks({ filters: { service: ["web"], "desired-state": ["running"] } })).toHaveLength(3);
    await expect(service.update({ ...spec, version: made.Version.Index })).rejects.toEqual(status(500));
    await expect(docker.createService({ ...spec, EndpointSpec: {} })).rejects.toEqual(status(409));
    await service.remove();
    await expect(service.inspect()).rejects.toEqual(status(404));
    await network.remove();
  });

  it("secrets and configs: create, inspect, update, remove", async () => {
    const secret = docker.getSecret((await docker.createSecret({ Name: "key", Data: base64("hunter2") })).id);
    const kept = await secret.inspect();
    expect(kept.Spec).toEqual({ Name: "key", Labels: {} });
    await secret.update({ version: kept.Version?.Index, Name: "key", Labels: { a: "b" } });
    expect((await secret.inspect()).Spec?.Labels).toEqual({ a: "b" });
    await secret.remove();
    await expect(secret.inspect()).rejects.toEqual(status(404));
    const config = docker.getConfig((await docker.createConfig({ Name: "file", Data: base64("text") })).id);
    expect((await config.inspect()).Spec).toMatchObject({ Name: "file", Data: base64("text") });
    await config.remove();
    await expect(config.inspect()).rejects.toEqual(status(404));
  });

  it("nodes: list, update", async () => {
    const [node] = await docker.listNodes();
    const handle = docker.getNode(node?.ID as string);
    await handle.update({ version: node?.Version?.Index, Role: "manager", Availability: "drain", Labels: { rack: "1" } });
    const drained = await handle.inspect();
    expect(drained.Spec).toMatchObject({ Availability: "drain", Labels: { rack: "1" } });
    await handle.update({ version: drained.Version.Index, Role: "manager", Availability: "active" });
  });

  it("containers: create, start, wait, rename, kill, prune", async () => {
    const container = await docker.createContainer({ Image: "nginx", name: "box" });
    await container.start();
    expect((await container.inspect()).NetworkSettings.Networks.bridge?.IPAddress).toMatch(/^172\.17\./);
    const [row] = await docker.listContainers();
    expect(row?.Status).toMatch(/^Up /);
    const ended = container.wait();
    await container.rename({ name: "crate" });
    await container.kill();
    expect(await ended).toEqual({ StatusCode: 137 });
    await expect(container.kill()).rejects.toEqual(status(409));
    expect((await docker.pruneContainers()).ContainersDeleted).toEqual([container.id]);
    await expect(docker.getContainer("crate").inspect()).rejects.toEqual(status(404));
  });

  it("volumes: create, list, remove", async () => {
    await docker.createVolume({ Name: "data" });
    expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(["data"]);
    await docker.getVolume("data").remove();
    expect((await docker.listVolumes()).Volumes).toEqual([]);
  });

  it("events as they happen", async () => {
    const stream = (await docker.getEvents({ filters: { type: ["network"] } })) as NodeJS.ReadableStream & { destroy(): void };
    let text = "";
    stream.on("data", (data: Buffer) => {
      text += data;
    });
    const network = await docker.createNetwork({ Name: "heard", Driver: "overlay" });
    await network.remove();
    const heard = () => [...text.matchAll(/"Action":"(\w+)".*?"name":"heard"/g)].map(([, action]) => action);
    await expect.poll(heard).toEqual(["create", "remove"]);
    stream.destroy();
  });

  it("info, version, df, images", async () => {
    expect(await docker.info()).toMatchObject({ ServerVersion: "28.5.2", Swarm: { LocalNodeState: "active" } });
    expect(await docker.version()).toMatchObject({ ApiVersion: "1.51", MinAPIVersion: "1.24" });
    expect(await docker.df()).toMatchObject({ LayersSize: 0 });
    expect(await docker.listImages()).toEqual([]);
  });
});
