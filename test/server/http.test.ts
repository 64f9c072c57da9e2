import { existsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1", "node-2"]);
  await server.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
});
afterAll(() => server.close());

const SPEC = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "nginx" } } };
const said = (message: string): string => `${JSON.stringify({ message })}\n`;

describe("the head of an answer", () => {
  it("says what the engine's says", async () => {
    const { status, headers, text } = await server.get("/_ping");
    expect({ status, text }).toEqual({ status: 200, text: "OK" });
    expect(headers).toMatchObject({
      "api-version": "1.51",
      "docker-experimental": "false",
      ostype: "linux",
      server: "Docker/28.5.2 (linux)",
      swarm: "active/manager",
      "content-type": "text/plain; charset=utf-8",
    });
    expect(await server.send("HEAD", "/_ping")).toMatchObject({ status: 200, text: "" });
  });

  it.each([
    ["/v1.24/version", 200, ""],
    ["/v1.51/version", 200, ""],
    ["/version", 200, ""],
    ["/v1.23/version", 400, "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version"],
    ["/v1.52/version", 400, "client version 1.52 is too new. Maximum supported API version is 1.51"],
    ["/v1.5x/version", 404, "page not found"],
  ])("%s: %d", async (path, status, message) => {
    const answer = await server.get(path);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
  });
});

describe("bad requests get the answer that a real engine gave", () => {
  it.each([
    ['{"Name":', "invalid JSON: unexpected EOF"],
    ['{"Name":5}', "invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest.Name of type string"],
    ["[]", "invalid JSON: json: cannot unmarshal array into Go value of type network.CreateRequest"],
    ['{"Name":"a"} x', "unexpected content after JSON"],
    ["x", "invalid JSON: invalid character 'x' looking for beginning of value"],
    ['{"Name":"a",}', "invalid JSON: invalid character '}' looking for beginning of object key string"],
    ["", "invalid name: name is empty"],
    ["{}", "invalid name: name is empty"],
    ["null", "invalid name: name is empty"],
  ])("POST /networks/create %s", async (body, message) => {
    const answer = await server.send("POST", "/networks/create", { body });
    expect([answer.status, answer.text]).toEqual([400, said(message)]);
  });

  it.each([
    [
      '{"TaskTemplate":{"ContainerSpec":{"Image":5}}}',
      "cannot unmarshal number into Go struct field ServiceSpec.TaskTemplate.ContainerSpec.Image of type string",
    ],
    ['{"Name":"b","Labels":{"x":5}}', "cannot unmarshal number into Go struct field ServiceSpec.Labels.x of type string"],
    [
      '{"EndpointSpec":{"Ports":[{"TargetPort":-1}]}}',
      "cannot unmarshal number -1 into Go struct field ServiceSpec.EndpointSpec.Ports.0.TargetPort of type uint32",
    ],
    [
      '{"EndpointSpec":{"Ports":[{"TargetPort":1.5}]}}',
      "cannot unmarshal number 1.5 into Go struct field ServiceSpec.EndpointSpec.Ports.0.TargetPort of type uint32",
    ],
    ['{"Mode":{"Replicated":{"Replicas":-1}}}', "cannot unmarshal number -1 into Go struct field ServiceSpec.Mode.Replicated.Replicas of type uint64"],
  ])("POST /services/create %s", async (body, message) => {
    const answer = await server.send("POST", "/services/create", { body });
    expect([answer.status, answer.text]).toEqual([400, said(`invalid JSON: json: ${message}`)]);
  });

  it.each([
    ["GET", "/networks?filters=xx", 400, "invalid filter"],
    ["GET", "/networks?filters=%7B%22nosuch%22%3A%5B%22a%22%5D%7D", 400, "invalid filter 'nosuch'"],
    ["GET", "/networks/a%2Fb", 404, "network a/b not found"],
    ["GET", "/networks/%zz", 404, "page not found"],
    ["GET", "/nosuch", 404, "page not found"],
    ["GET", "/services/nope/logs?stdout=1", 404, "service nope not found"],
    ["GET", "/services/nope/logs", 500, "Bad parameters: you must choose at least one stream"],
    ["GET", "/containers/x/logs", 400, "Bad parameters: you must choose at least one stream"],
    ["GET", "/events?since=5&until=2", 400, "`since` time (5) cannot be after `until` time (2)"],
    ["GET", "/events?since=x", 500, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ["GET", "/tasks/xx", 404, "task xx not found"],
    ["GET", "/images/Nope/json", 400, "invalid reference format: repository name (library/Nope) must be lowercase"],
    ["GET", "/images/sha256:0000/json", 404, "No such image: sha256:0000"],
    ["GET", "/services/a%2Fb", 404, "page not found"],
    ["GET", "/exec/x/json", 404, "No such exec instance: x"],
    ["POST", "/containers/x/wait?condition=zz", 400, 'invalid condition: "zz"'],
    ["GET", "/networks/ingress?verbose=maybe", 400, 'invalid value for verbose: maybe: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ["PUT", "/networks", 404, "page not found"],
    ["GET", "/plugins/x/json", 404, 'plugin "x" not found'],
    ["POST", "/containers/x/kill", 404, "cannot kill container: x: No such container: x"],
    ["POST", "/containers/x/rename", 400, "Neither old nor new names may be empty"],
    ["POST", "/containers/create", 400, "invalid JSON: got EOF while reading request body"],
    ["POST", "/services/create", 400, "mismatched Runtime and *Spec fields"],
    ["POST", "/swarm/unlock", 409, "swarm is not locked"],
  ])("%s %s: %d", async (method, path, status, message) => {
    const answer = await server.send(method, path);
    expect([answer.status, answer.text]).toEqual([status, said(message)]);
  });

  it.each([
    ["secrets", "!!", "SecretSpec", 0],
    ["secrets", "eA", "SecretSpec", 0],
    ["secrets", "eA=!", "SecretSpec", 2],
    ["configs", "e*A=", "ConfigSpec", 1],
  ])("%s whose data %j is no base64", async (noun, Data, type, at) => {
    const answer = await server.post(`/${noun}/create`, { Name: "q", Data });
    const fault = `invalid JSON: json: cannot unmarshal string into Go struct field ${type}.Data of type []uint8: illegal base64 data at input byte ${at}`;
    expect([answer.status, answer.text]).toEqual([400, said(fault)]);
  });

  it.each([
    ["POST", "/build"],
    ["GET", "/containers/x/export"],
    ["POST", "/images/load"],
  ])("%s %s: what is not simulated says so", async (method, path) => {
    const answer = await server.send(method, path);
    expect(answer.status).toBe(501);
    expect(answer.text).toContain("dryswarm does not simulate");
  });

  it("a content type that is no JSON", async () => {
    const answer = await server.send("POST", "/networks/create", { body: '{"Name":"x"}', headers: { "Content-Type": "text/plain" } });
    expect([answer.status, answer.text]).toEqual([400, said("unsupported Content-Type header (text/plain): must be 'application/json'")]);
  });

  it.each([
    ["told by its length", {}],
    ["found out", { "Transfer-Encoding": "chunked" }],
  ] as const)("a body over 4 MB, %s", async (_what, headers) => {
    const body = Buffer.alloc(5_000_000, " ");
    const answer = await server.send("POST", "/networks/create", { body, headers }).catch(({ code }: NodeJS.ErrnoException) => code);
    // A client that still sends may see the connection end before it reads the answer.
    if (typeof answer === "object") expect(answer.status).toBe(413);
    else expect(answer).toMatch(/EPIPE|ECONNRESET/);
    expect((await server.get("/_ping")).status).toBe(200);
  });

  it("an update of what has changed meanwhile", async () => {
    await server.post("/services/create", { ...SPEC, Name: "sequence" });
    const { Version } = (await server.get("/services/sequence")).json() as { Version: { Index: number } };
    const update = (query: string) => server.post(`/services/sequence/update${query}`, { ...SPEC, Name: "sequence" });
    expect((await update(`?version=${Version.Index}`)).status).toBe(200);
    const late = await update(`?version=${Version.Index}`);
    expect([late.status, late.text]).toEqual([500, said("rpc error: code = Unknown desc = update out of sequence")]);
    const none = await update("");
    expect([none.status, none.text]).toEqual([400, said("invalid service version '': strconv.ParseUint: parsing \"\": invalid syntax")]);
  });
});

describe("under load", () => {
  it("200 connections at once lose nothing and give no subnet twice", async () => {
    const create = (at: number) => server.post("/networks/create", { Name: `load-${at}`, Driver: "overlay" });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => create(at)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const list = (await server.get("/networks")).json() as { Name: string; IPAM: { Config: { Subnet: string }[] | null } }[];
    const made = list.filter(({ Name }) => Name.startsWith("load-"));
    expect(made).toHaveLength(200);
    expect(new Set(made.flatMap(({ IPAM }) => IPAM.Config?.map(({ Subnet }) => Subnet) ?? [])).size).toBe(200);
  });

  it("a client that sends half a request holds up nobody", async () => {
    const slow = connect(server.socket);
    slow.write('POST /networks/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"Name"');
    expect((await server.get("/_ping")).status).toBe(200);
    slow.destroy();
  });

  it("what is no HTTP is refused", async () => {
    const garbage = connect(server.socket);
    const answer = await new Promise<string>((resolve) => {
      garbage.on("data", (data) => resolve(data.toString()));
      garbage.write("\u0000\u0001 nonsense\r\n\r\n");
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    garbage.destroy();
  });
});

describe("sockets", () => {
  it("are the owner's alone", () => {
    expect(statSync(server.socket).mode & 0o777).toBe(0o600);
  });

  it("come and go with the hosts", async () => {
    expect(existsSync(join(server.folder, "hosts/node-2.sock"))).toBe(true);
    expect((await server.post("/dryswarm/hosts", { Name: "extra" })).status).toBe(201);
    expect(existsSync(join(server.folder, "hosts/extra.sock"))).toBe(true);
    const info = await server.send("GET", "/info", { headers: { "Dryswarm-Host": "extra" } });
    expect(info.json() as object).toMatchObject({ Name: "extra" });
    expect((await server.send("DELETE", "/dryswarm/hosts/extra")).status).toBe(204);
    await expect.poll(() => existsSync(join(server.folder, "hosts/extra.sock"))).toBe(false);
  });
});

describe("events", () => {
  it("tell what happened, filtered, with an end", async () => {
    const since = Math.floor(Date.now() / 1000);
    await server.post("/networks/create", { Name: "seen", Driver: "overlay" });
    await server.post("/secrets/create", { Name: "seen", Data: "eA==" });
    const filters = encodeURIComponent(JSON.stringify({ type: ["network", "secret"] }));
    const { text } = await server.get(`/events?since=${since}&until=${Math.floor(Date.now() / 1000)}.999999999&filters=${filters}`);
    const all = text.trim().split("\n");
    const events = all.map((line) => JSON.parse(line) as { Type: string; Action: string; scope: string; Actor: { Attributes: { name: string } } });
    const seen = events.filter(({ Actor }) => Actor.Attributes.name === "seen");
    expect(seen.map(({ Type, Action, scope }) => [Type, Action, scope])).toEqual([
      ["network", "create", "swarm"],
      ["secret", "create", "swarm"],
    ]);
  });
});
