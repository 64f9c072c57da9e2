import { describe, expect, it } from "vitest";
import { EMPTY_ENVIRONMENT } from "../../src/environment/types.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { redactor } from "../../src/plan/redact.ts";
import { EMPTY_SNAPSHOT, type Snapshot } from "../../src/plan/snapshot.ts";

const { argv, text, change } = redactor();

describe("a swarm", () => {
  const label = (name: string, value: string): Snapshot =>
    ({ ...EMPTY_SNAPSHOT, services: [{ Spec: { Labels: { [name]: value }, TaskTemplate: { ContainerSpec: { Env: [] } } } }] }) as unknown as Snapshot;

  it("without secrets is copied nowhere but at its top", () => {
    const given = label("team", "shop");
    expect(redactor().snapshot(given).services).toBe(given.services);
  });

  it.each([
    ["api-key", "x", "(hidden)"],
    ["__proto__", "http://me:pw@host/", "http://(hidden)@host/"],
    ["note", "password=x", "password=(hidden)"],
  ])("with the label %s=%s has %s", (name, value, shown) => {
    const given = label(name, value);
    const [service] = redactor().snapshot(given).services;
    expect(JSON.stringify(service)).toBe(JSON.stringify(given.services[0]).replace(value, shown));
  });
});

describe("words of a command", () => {
  it.each([
    ["login -u me -p hunter2 r.example.com", "login -u me -p (hidden) r.example.com"],
    ["login -phunter2", "login -p(hidden)"],
    ["login --password hunter2", "login --password (hidden)"],
    ["login --password=hunter2", "login --password=(hidden)"],
    ["login --password-stdin", "login --password-stdin"],
    ["service create -p 8080:80 -e DB_PASSWORD=x=y -e TAG=1 nginx", "service create -p 8080:80 -e DB_PASSWORD=(hidden) -e TAG=1 nginx"],
    ["run --env=API_KEY=abc -eMY_TOKEN=abc img", "run --env=API_KEY=(hidden) -eMY_TOKEN=(hidden) img"],
    [
      "service update --env-add DbPasswd=a --label-add auth=b --container-label-add x.token=c s",
      "service update --env-add DbPasswd=(hidden) --label-add auth=(hidden) --container-label-add x.token=(hidden) s",
    ],
    ["build --build-arg NPM_TOKEN=abc .", "build --build-arg NPM_TOKEN=(hidden) ."],
    ["swarm join --token SWMTKN-1-abc-def 1.2.3.4", "swarm join --token (hidden) 1.2.3.4"],
    ["-H ssh://me:pw@node-2 ps", "-H ssh://(hidden)@node-2 ps"],
    ["service create --secret source=db_password,target=x nginx", "service create --secret source=db_password,target=x nginx"],
    ["service create --constraint node.labels.key==x nginx", "service create --constraint node.labels.key==x nginx"],
  ])("%s", (line, expected) => expect(argv(line.split(" ")).join(" ")).toBe(expected));
});

it("texts lose user info, tokens and values of secret names", () => {
  expect(text("Get https://u:p@r.example.com/v2/: token SWMTKN-1-aa-bb; DB_PASSWORD='a b' TAG=1")).toBe(
    "Get https://(hidden)@r.example.com/v2/: token SWMTKN-1-(hidden); DB_PASSWORD=(hidden) TAG=1",
  );
});

it("changes keep what changed, and lose the values of secret names", () => {
  const fields = [
    { path: "TaskTemplate.ContainerSpec.Env.DB_PASSWORD", before: "a", after: "b" },
    { path: "TaskTemplate.ContainerSpec.Env.TAG", before: "1", after: "2" },
    { path: "Labels.traefik.auth.basic", after: "user:hash" },
    { path: "TaskTemplate.ContainerSpec.Args", before: ["--password=a"], after: ["--password", "b"] },
    { path: "TaskTemplate.LogDriver", after: { Name: "splunk", Options: { "splunk-token": "t", tag: "x" } } },
    { path: "Data", before: "YQ==", after: "Yg==" },
  ];
  expect(change({ action: "change", kind: "service", name: "s", facts: {}, fields }).fields).toEqual([
    { path: "TaskTemplate.ContainerSpec.Env.DB_PASSWORD", before: "(hidden)", after: "(hidden)" },
    { path: "TaskTemplate.ContainerSpec.Env.TAG", before: "1", after: "2" },
    { path: "Labels.traefik.auth.basic", after: "(hidden)" },
    { path: "TaskTemplate.ContainerSpec.Args", before: ["--password=(hidden)"], after: ["--password", "(hidden)"] },
    { path: "TaskTemplate.LogDriver", after: { Name: "splunk", Options: { "splunk-token": "(hidden)", tag: "x" } } },
    { path: "Data", before: "(hidden)", after: "(hidden)" },
  ]);
});

it("names are those of the environment file", () => {
  const own = redactor(["geheim"]);
  expect(own.argv(["-e", "GEHEIM_1=a", "-e", "DB_PASSWORD=b"])).toEqual(["-e", "GEHEIM_1=(hidden)", "-e", "DB_PASSWORD=b"]);
  expect(redactor([]).argv(["-e", "DB_PASSWORD=b"])).toEqual(["-e", "DB_PASSWORD=b"]);
});

it("a plan has no secret left in any part", () => {
  const config = { ID: "c", Version: { Index: 1 }, CreatedAt: "", UpdatedAt: "", Spec: { Name: "c", Labels: { token: "hunter2" }, Data: "aHVudGVyMg==" } };
  const after: Snapshot = { ...EMPTY_SNAPSHOT, configs: [config] };
  const record = { argv: ["login", "-p", "hunter2"], status: 1, stderr: "PASSWORD=hunter2" };
  const reads = { argv: ["info", "--password=hunter2"], status: 1, stderr: "" };
  const plan = makePlan(
    EMPTY_SNAPSHOT,
    after,
    { command: ["x", "TOKEN=hunter2"], status: 0, records: [record, reads, { ...record, skipped: true }] },
    EMPTY_ENVIRONMENT,
  );
  const redacted = JSON.stringify(redactor().plan(plan));
  expect(redacted).not.toMatch(/hunter2|aHVudGVyMg/);
  expect(redacted).toContain('"name":"c"');
});
