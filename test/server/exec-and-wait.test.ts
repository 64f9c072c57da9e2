import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1"]);
  await server.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
  for (const [name, command] of [
    ["long", ["sleep", "600"]],
    ["other", ["sleep", "600"]],
    ["short", ["sh", "-c", "exit 3"]],
    ["made", ["true"]],
  ] as const)
    await server.post(`/containers/create?name=${name}`, { Image: "nginx", Cmd: command });
  for (const name of ["long", "other"]) await server.post(`/containers/${name}/start`);
});
afterAll(() => server.close());

const message = (text: string): string => `${JSON.stringify({ message: text })}\n`;
const idOf = async (name: string): Promise<string> => ((await server.get(`/containers/${name}/json`)).json() as { Id: string }).Id;

/** Starts a command as docker exec does: the connection becomes its streams. Gives all that came until its end. */
const hijacked = (path: string, upgrade = "Connection: Upgrade\r\nUpgrade: tcp\r\n"): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.socket);
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`);
  });

describe("commands in containers", () => {
  it("answer clients that ask for no upgrade plainly", async () => {
    const { Id } = (await server.post("/containers/long/exec", { Cmd: ["ls"] })).json() as { Id: string };
    expect(await hijacked(`/exec/${Id}/start`, "")).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: application\/vnd\.docker\.raw-stream\r\n/);
  });

  it("end at once with status 0, without output, and say so", async () => {
    const { Id } = (await server.post("/containers/long/exec", { Cmd: ["ls", "-l"], AttachStdout: true })).json() as { Id: string };
    expect((await server.get(`/exec/${Id}/json`)).json()).toMatchObject({ ID: Id, Running: false, ExitCode: null, ContainerID: await idOf("long") });
    const [head = "", body] = (await hijacked(`/exec/${Id}/start`)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).toContain("a dry run executes nothing");
    expect(body).toBe("");
    expect((await server.get(`/exec/${Id}/json`)).json()).toMatchObject({
      ExitCode: 0,
      OpenStdout: true,
      OpenStdin: false,
      ProcessConfig: { entrypoint: "ls", arguments: ["-l"], tty: false, privileged: false },
    });
    expect((await server.post(`/exec/${Id}/start`, {})).status).toBe(409);
  });

  it("start in the background", async () => {
    const { Id } = (await server.post("/containers/long/exec", { Cmd: ["true"] })).json() as { Id: string };
    const { status, headers } = await server.post(`/exec/${Id}/start`, { Detach: true });
    expect([status, headers.warning]).toEqual([200, expect.stringContaining("a dry run executes nothing")]);
  });

  it.each([
    ["/containers/nosuch/exec", { Cmd: ["true"] }, 404, "No such container: nosuch"],
    ["/containers/long/exec", { Cmd: [] }, 400, "No exec command specified"],
    ["/exec/nosuch/start", {}, 404, "No such exec instance: nosuch"],
  ])("%s %j: %d", async (path, body, status, text) => {
    expect(await server.post(path, body)).toMatchObject({ status, text: message(text) });
  });

  it("are refused by a container that does not run", async () => {
    expect(await server.post("/containers/made/exec", { Cmd: ["true"] })).toMatchObject({
      status: 409,
      text: message(`container ${await idOf("made")} is not running`),
    });
  });
});

describe("waiting for a container", () => {
  it("ends when its command does, with the status of that", async () => {
    const next = server.post("/containers/short/wait?condition=next-exit");
    // The one that waits for the next end has to be heard before there is one.
    await server.get("/containers/short/json");
    await server.post("/containers/short/start");
    expect((await next).json()).toEqual({ StatusCode: 3 });
    expect((await server.post("/containers/short/wait")).json()).toEqual({ StatusCode: 3 });
  });

  it("ends when the container is stopped, and only then", async () => {
    let over = false;
    const waiting = server.post("/containers/long/wait").then((reply) => {
      over = true;
      return reply;
    });
    await server.get("/containers/long/json");
    expect(over).toBe(false);
    await server.post("/containers/long/kill");
    expect((await waiting).json()).toEqual({ StatusCode: 137 });
  });

  it("ends when the container is gone", async () => {
    const waiting = server.post("/containers/other/wait?condition=removed");
    await server.post("/containers/other/stop");
    await server.send("DELETE", "/containers/other");
    expect((await waiting).status).toBe(200);
    expect((await server.post("/containers/other/wait")).status).toBe(404);
  });

  it.each([
    ["/containers/nosuch/wait", 404, "No such container: nosuch"],
    ["/containers/short/wait?condition=zz", 400, 'invalid condition: "zz"'],
  ])("%s: %d", async (path, status, text) => {
    expect(await server.post(path)).toMatchObject({ status, text: message(text) });
  });
});

describe("the endpoint of the ingress network", () => {
  it("is taken away once, and the network can go after that", async () => {
    const body = { Container: "ingress-endpoint", Force: true };
    expect((await server.post("/networks/ingress/disconnect", body)).status).toBe(200);
    expect(await server.post("/networks/ingress/disconnect", body)).toMatchObject({ status: 404, text: message("endpoint ingress-endpoint not found") });
    expect((await server.send("DELETE", "/networks/ingress")).status).toBe(204);
    const networks: { Name: string }[] = (await server.get("/networks")).json();
    expect(networks.map(({ Name }) => Name)).not.toContain("ingress");
  });
});
