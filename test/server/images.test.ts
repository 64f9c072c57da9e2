import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1", "node-2"]);
});
afterAll(() => server.close());

const references = async (): Promise<string[]> => {
  const images: { RepoTags: string[] }[] = (await server.get("/images/json")).json();
  return images.flatMap(({ RepoTags }) => RepoTags).sort();
};
const idOf = async (ref: string): Promise<string> => ((await server.get(`/images/${ref}/json`)).json() as { Id: string }).Id;

describe("images of the Engine API", () => {
  it("has an image for every well-formed reference, the same each time and its own", async () => {
    const [nginx, again, other] = [await idOf("nginx:1"), await idOf("docker.io/library/nginx:1"), await idOf("nginx:2")];
    expect(nginx).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again).toBe(nginx);
    expect(other).not.toBe(nginx);
    expect(await references()).toEqual([]);
  });

  it("tells docker's own command line of the images alone that a host has", async () => {
    const headers = { "User-Agent": "Docker-Client/28.5.2 (linux)" };
    expect(await server.send("GET", "/images/nosuch:zz/json", { headers })).toMatchObject({ status: 404, text: '{"message":"No such image: nosuch:zz"}\n' });
  });

  it("answers a pull with a stream of lines that ends at once, and has the image from then on", async () => {
    const { status, text } = await server.post("/images/create?fromImage=redis&tag=7");
    const lines = text.trim().split(/\r?\n/);
    expect(status).toBe(200);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { status: "Pulling from library/redis", id: "7" },
      { status: "Status: Image is up to date for redis:7" },
    ]);
    expect(await references()).toEqual(["redis:7"]);
    expect((await server.send("GET", "/images/json", { headers: { "Dryswarm-Host": "node-2" } })).json()).toEqual([]);
  });

  it("names an image anew, and untags it until the last name is gone", async () => {
    const id = await idOf("redis:7");
    expect((await server.post("/images/redis:7/tag?repo=copy&tag=b")).status).toBe(201);
    expect(await idOf("copy:b")).toBe(id);
    expect(await references()).toEqual(["copy:b", "redis:7"]);
    expect((await server.send("DELETE", "/images/copy:b")).json()).toEqual([{ Untagged: "copy:b" }]);
    expect((await server.send("DELETE", "/images/redis:7")).json()).toEqual([{ Untagged: "redis:7" }, { Deleted: id }]);
    expect(await references()).toEqual([]);
  });

  it.each([
    ["POST", "/images/nginx:1/tag?repo=UP&tag=b", 400, "invalid reference format: repository name (library/UP) must be lowercase"],
    ["DELETE", "/images/nosuch:zz", 404, "No such image: nosuch:zz"],
    ["GET", "/images/sha256:0000/json", 404, "No such image: sha256:0000"],
  ])("%s %s: %d", async (method, path, status, message) => {
    expect(await server.send(method, path)).toMatchObject({ status, text: `${JSON.stringify({ message })}\n` });
  });

  it("has no image that an environment file calls missing: not by name, not by a pull, not for a container", async () => {
    expect((await server.send("PUT", "/dryswarm/settings", { body: '{"MissingImages":["gone"]}' })).status).toBe(200);
    expect((await server.get("/dryswarm/settings")).json()).toEqual({ MaxTasks: 1_000_000, MissingImages: ["gone"] });
    expect((await server.get("/images/gone:1/json")).status).toBe(404);
    expect((await server.post("/images/create?fromImage=gone&tag=1")).status).toBe(404);
    expect(await server.post("/containers/create", { Image: "gone" })).toMatchObject({ status: 404, text: '{"message":"No such image: gone:latest"}\n' });
    expect((await server.post("/containers/create", { Image: "there" })).status).toBe(201);
  });
});
