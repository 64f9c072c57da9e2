import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../helpers/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer(["node-1"]);
  await server.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "" });
});
afterAll(() => server.close());

const create = (name: string, more: object) => server.post(`/containers/create?name=${name}`, { Image: "nginx", Cmd: ["sleep", "600"], ...more });
const inspect = async (name: string) => (await server.get(`/containers/${name}/json`)).json() as Record<string, Record<string, unknown>>;

// As Engine 28.5.2 answers.
describe("settings of containers", () => {
  it.each([
    [{ Type: "asdf", Config: {} }, 'error looking up logging plugin asdf: plugin "asdf" not found'],
    [{ Type: "json-file", Config: { "max-files": "100" } }, "unknown log opt 'max-files' for json-file log driver"],
  ])("logs to %j are refused", async (LogConfig, message) => {
    const answer = await create("logs", { HostConfig: { LogConfig } });
    expect([answer.status, answer.json()]).toEqual([400, { message }]);
  });

  it("log options without a driver are json-file's", async () => {
    await create("some-logs", { HostConfig: { LogConfig: { Type: "", Config: { "max-file": "100" } } } });
    expect((await inspect("some-logs")).HostConfig?.LogConfig).toEqual({ Type: "json-file", Config: { "max-file": "100" } });
  });

  it("an update is shown, and keeps what it does not name", async () => {
    await create("limited", { HostConfig: { CpuShares: 2, Memory: 8_000_000 } });
    await server.post("/containers/limited/update", { CpuShares: 3, RestartPolicy: { Name: "always" } });
    expect((await inspect("limited")).HostConfig).toMatchObject({ CpuShares: 3, Memory: 8_000_000, RestartPolicy: { Name: "always" } });
  });

  it("a health check finds what runs healthy", async () => {
    await create("checked", { Healthcheck: { Test: ["CMD", "true"] } });
    await server.post("/containers/checked/start");
    expect((await inspect("checked")).State?.Health).toEqual({ Status: "healthy", FailingStreak: 0, Log: [] });
    await create("unchecked", { Healthcheck: { Test: ["NONE"] } });
    expect((await inspect("unchecked")).State).not.toHaveProperty("Health");
  });
});

describe("jobs without counts", () => {
  it.each([
    [{}, { MaxConcurrent: 1, TotalCompletions: 1 }],
    [{ MaxConcurrent: 2 }, { MaxConcurrent: 2, TotalCompletions: 2 }],
    [{ TotalCompletions: 3 }, { MaxConcurrent: 1, TotalCompletions: 3 }],
  ])("%j", async (ReplicatedJob, counts) => {
    const made = (await server.post("/services/create", { TaskTemplate: { ContainerSpec: { Image: "nginx" } }, Mode: { ReplicatedJob } })).json() as {
      ID: string;
    };
    const { Spec } = (await server.get(`/services/${made.ID}`)).json() as { Spec: { Mode: unknown } };
    expect(Spec.Mode).toEqual({ ReplicatedJob: counts });
  });
});
