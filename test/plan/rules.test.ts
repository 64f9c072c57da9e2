import { describe, expect, it } from "vitest";
import { EMPTY_ENVIRONMENT, type Environment } from "../../src/environment/types.ts";
import { findings, RULES } from "../../src/plan/rules/index.ts";
import { takeSnapshot, withRequests } from "../../src/plan/snapshot.ts";
import { session } from "../helpers/session.ts";

type Case = [rule: string, subject: string, message: RegExp, commands: string[], environment?: Partial<Environment>];

const LABELLED = "network create -d overlay --label tier=pii";
const CASES: Case[] = [
  [
    "DS001",
    "b",
    /its subnet 10\.9\.0\.0\/25 overlaps 10\.9\.0\.0\/24 of network a/,
    ["network create -d overlay --subnet 10.9.0.0/24 a", "network create -d overlay --subnet 10.9.0.0/25 b"],
  ],
  ["DS002", "a", /covers the address 192\.168\.65\.2 of node node-1/, ["network create -d overlay --subnet 192.168.65.0/24 a"]],
  ["DS002", "a", /10\.9\.0\.0\/16 \(vpn\)/, ["network create -d overlay --subnet 10.9.1.0/24 a"], { avoid: [{ name: "vpn", cidr: "10.9.0.0/16" }] }],
  ["DS003", "a", /DNS server 10\.9\.1\.53/, ["network create -d overlay --subnet 10.9.1.0/24 a"], { dns: ["10.9.1.53"] }],
  ["DS004", "a", /172\.17\.0\.0\/16 of the host's network bridge/, ["network create -d overlay --subnet 172.17.3.0/24 a"]],
  ["DS006", "a", /8\.8\.8\.0\/24 is of no private range/, ["network create -d overlay --subnet 8.8.8.0/24 a"]],
  ["DS008", "a", /too small/, ["network create -d overlay --subnet 10.9.0.0/30 a"]],
  [
    "DS010",
    "a",
    /its 5 addresses are used up \(1 VIPs, 4 tasks, 0 load balancers\): 5 tasks hang, the first of service web/,
    ["network create -d overlay --subnet 10.9.0.0/29 a", "service create -d --name web --network a --replicas 5 nginx"],
  ],
  [
    "DS011",
    "a",
    /4 of its 5 addresses are used \(80%\)/,
    ["network create -d overlay --subnet 10.9.0.0/29 a", "service create -d --name web --network a --replicas 2 nginx"],
  ],
  ["DS020", "", /10\.0\.0\.0\/8 covers 10\.3\.0\.0\/16 \(office\)/, [], { avoid: [{ name: "office", cidr: "10.3.0.0/16" }] }],
  ["DS032", "web", /7946\/udp/, ["service create -d --name web -p 7946:53/udp nginx"]],
  [
    "DS033",
    "web",
    /1 of its tasks find no node where 80\/tcp is free/,
    ["service create -d --name web --replicas 2 --publish published=80,target=80,mode=host nginx"],
  ],
  ["DS034", "web", /start-first/, ["service create -d --name web --update-order start-first --publish published=80,target=80,mode=host nginx"]],
  ["DS040", "a", /ESP/, ["network create -d overlay --opt encrypted a"]],
  ["DS043", "a", /com\.docker\.network\.driver\.mtu/, ["network create -d overlay --opt com.docker.network.mtu=1400 a"]],
  ["DS043", "a", /MTU of 1500, the hosts' network carries 1400/, ["network create -d overlay a"], { mtu: 1400 }],
  ["DS045", "a", /IPv6/, ["network create -d overlay --ipv6 --subnet fd00::/64 a"]],
  [
    "DS052",
    "a",
    /the name db means one and two on it/,
    [
      "network create -d overlay a",
      "service create -d --name one --network name=a,alias=db nginx",
      "service create -d --name two --network name=a,alias=db nginx",
    ],
  ],
  [
    "DS053",
    "web",
    /2 networks/,
    ["network create -d overlay a", "network create -d overlay b", "service create -d --name web --label traefik.enable=true --network a --network b nginx"],
  ],
  ["DS042", "", /data path port 4789 is used for VXLAN/, [], { vxlanPorts: [4789] }],
  ["DS044", "docker_gwbridge", /its MTU is 1500, the hosts' network carries 1400/, [], { mtu: 1400 }],
  [
    "DS045",
    "a",
    /its IPv6 subnet fd00::\/64 keeps the whole network from being allocated/,
    ["network create -d overlay --subnet 10.9.0.0/24 --subnet fd00::/64 a"],
  ],
  [
    "DS067",
    "web",
    /its alias web-\{\{\.task\.slot\}\} is no template/,
    ["network create -d overlay a", "service create -d --name web --network name=a,alias=web-{{.Task.Slot}} nginx"],
  ],
  [
    "DS068",
    "web",
    /its label traefik\.enable is on its containers/,
    ["network create -d overlay a", "service create -d --name web --network a --container-label traefik.enable=true nginx"],
  ],
  [
    "DS068",
    "web",
    /it tells the proxy no port/,
    ["network create -d overlay a", "service create -d --name web --network a --label traefik.enable=true --label traefik.http.routers.web.rule=x nginx"],
  ],
  [
    "DS068",
    "web",
    /it shares no network with the proxy proxy/,
    [
      "network create -d overlay a",
      "network create -d overlay b",
      "service create -d --name proxy --network b traefik:v3",
      "service create -d --name web --network a --label traefik.enable=true nginx",
    ],
  ],
  [
    "DS069",
    "web",
    /a rollback fails: network \w+ is gone/,
    ["network create -d overlay a", "service create -d --name web --network a nginx", "service update -d --network-rm a web", "network rm a"],
  ],
  ["DS060", "a", /nothing uses it/, ["network create -d overlay a"]],
  ["DS063", "web", /1 of its tasks wait: no suitable node/, ["service create -d --name web --constraint node.labels.x==1 nginx"]],
  [
    "DS070",
    "a",
    /80% of its addresses are used, the policy allows 50%/,
    ["network create -d overlay --subnet 10.9.0.0/29 a", "service create -d --name web --network a --replicas 2 nginx"],
    { policy: { maxUse: 0.5, pools: [], encrypted: [] } },
  ],
  ["DS071", "a", /label tier=pii/, [`${LABELLED} a`], { policy: { pools: [], encrypted: ["tier=pii"] } }],
  ["DS072", "a", /none of the policy's pools/, ["network create -d overlay --subnet 192.168.9.0/24 a"], { policy: { pools: ["10.0.0.0/8"], encrypted: [] } }],
];

async function found(commands: string[], environment: Partial<Environment> = {}, init = "swarm init", profile = "28.5") {
  const { docker, engine } = session(profile);
  for (const command of [init, ...commands]) {
    const { code, stderr } = await docker(command.split(" "));
    expect(`${code} ${stderr}`).toBe("0 ");
  }
  const requests = (await engine.networkRequests?.()) ?? new Map();
  return findings({ snapshot: withRequests(await takeSnapshot(engine.on("node-1")), requests), environment: { ...EMPTY_ENVIRONMENT, ...environment } });
}

/** The same commands on several engines: what the rule says on each; undefined where it has nothing to say. */
const BY_ENGINE: [rule: string, commands: string[], said: Record<string, string | undefined>, environment?: Partial<Environment>, init?: string][] = [
  [
    "DS005",
    ["network create -d overlay --subnet 10.9.0.7/24 a"],
    { "20.10": "warning: its subnet 10.9.0.7/24 has host bits set; the network is 10.9.0.0/24, which is what engines from 25.0 on ask for" },
  ],
  [
    "DS008",
    ["network create -d overlay --subnet 10.9.0.0/31 a"],
    {
      "20.10": "error: its subnet 10.9.0.0/31 has no address to give: the network is never allocated",
      "26.1": "error: its subnet 10.9.0.0/31 is too small for a service with a VIP",
    },
  ],
  [
    "DS013",
    ["swarm leave --force", "swarm init", "network create -d overlay a"],
    { "26.1": "error: it gets no subnet: those of the pools that the engine kept from an earlier swarm are used up", "28.5": undefined },
    {},
    "swarm init --default-addr-pool 172.30.0.0/24",
  ],
  [
    "DS020",
    [],
    {
      "26.1": "warning: its address pool 10.0.0.0/8 covers 10.3.0.0/16 (office), and the search for free subnets goes through all of it",
      "28.5": "warning: its address pool 10.0.0.0/8 covers 10.3.0.0/16 (office)",
    },
    { avoid: [{ name: "office", cidr: "10.3.0.0/16" }] },
  ],
  [
    "DS022",
    ["swarm leave --force", "swarm init"],
    {
      "26.1": "info: its subnet 172.30.0.0/24 is of none of the swarm's pools: the engine may have kept those of a swarm that it left",
      "20.10": undefined,
    },
    {},
    "swarm init --default-addr-pool 172.30.0.0/24",
  ],
  [
    "DS041",
    ["network create -d overlay --opt encrypted a"],
    { "20.10": "error: its data on port 4790 is not encrypted by engines before 23.0", "26.1": undefined },
    {},
    "swarm init --data-path-port 4790",
  ],
  [
    "DS045",
    ["network create -d overlay --ipv6 --subnet fd00:9::/64 a"],
    {
      "26.1": "error: tasks that get an IPv6 address of it are rejected by their nodes; engines from 27.0 on do not allocate it at all",
      "28.5": "error: its IPv6 subnet fd00:9::/64 keeps the whole network from being allocated: services on it wait in New",
    },
  ],
  [
    "DS047",
    ["network create -d overlay --ipv6 --subnet fd00:9::/64 a"],
    { "29": "error: it cannot be allocated, and hides itself and all swarm networks that are not on the node from look-ups by name", "28.5": undefined },
  ],
];

describe("rules", () => {
  it.each(BY_ENGINE)("%s asks the engine: %j", async (rule, commands, said, environment, init) => {
    for (const [engine, words] of Object.entries(said)) {
      const own = (await found(commands, environment, init, engine)).filter((finding) => finding.rule === rule);
      expect([engine, own.map(({ severity, message }) => `${severity}: ${message}`)]).toEqual([engine, words === undefined ? [] : [words]]);
    }
  });

  it.each(CASES)("%s finds what is wrong with %j: %s", async (rule, subject, message, commands, environment) => {
    const own = (await found(commands, environment)).filter((finding) => finding.rule === rule && finding.subject.name === subject);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ subject: { name: subject }, message: expect.stringMatching(message) });
  });

  it("have nothing to say of a plain swarm with a service on a network", async () => {
    expect(await found(["network create -d overlay a", "service create -d --name web -p 80:80 --network a --replicas 3 nginx"])).toEqual([]);
  });

  it("DS013 tells a pool that nearly is used up from one that is", async () => {
    const init = "swarm init --default-addr-pool 10.20.0.0/22 --default-addr-pool-mask-length 24";
    const near = await found(["network create -d overlay a", "network create -d overlay b"], {}, init);
    expect(near.filter(({ rule }) => rule === "DS013")).toMatchObject([{ severity: "warning", message: "3 of 4 subnets of /24 in 10.20.0.0/22 are used" }]);
    const over = await found(
      ["a", "b", "c", "d"].map((name) => `network create -d overlay ${name}`),
      {},
      init,
    );
    expect(over.filter(({ rule }) => rule === "DS013")).toMatchObject([{ severity: "error", subject: { name: "d" } }]);
  });

  it("follow the environment's settings", async () => {
    const commands = ["network create -d overlay --subnet 8.8.8.0/24 a"];
    expect((await found(commands, { rules: { DS006: "off" } })).map(({ rule }) => rule)).not.toContain("DS006");
    expect(await found(commands, { rules: { DS006: "error" } })).toContainEqual(expect.objectContaining({ rule: "DS006", severity: "error" }));
  });

  it("DS035 and DS061 look at what a plan does", async () => {
    const { docker, engine } = session();
    for (const command of ["swarm init", "network create -d overlay a", "service create -d --name web --network a nginx"]) await docker(command.split(" "));
    const before = structuredClone(await takeSnapshot(engine.on("node-1")));
    await docker("service update -d --endpoint-mode dnsrr web".split(" "));
    const records = [
      ["stack", "rm", "shop"],
      ["stack", "ps", "shop"],
      ["stack", "deploy", "-c", "s.yml", "shop"],
    ].map((argv) => ({ argv, status: 0, stderr: "" }));
    const all = findings({ snapshot: await takeSnapshot(engine.on("node-1")), environment: EMPTY_ENVIRONMENT, before, records });
    expect(all.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      "DS035 its endpoint mode goes from vip to dnsrr while it runs",
      "DS061 stack shop is removed and deployed again at once",
    ]);
  });

  it("DS073 sees a stateful service whose volume stays behind, on more than one node", async () => {
    const { docker, engine } = session();
    await docker("swarm init".split(" "));
    const token = (await docker("swarm join-token -q worker".split(" "))).stdout.trim();
    await docker(`-H ssh://node-2 swarm join --token ${token} 192.168.65.2:2377`.split(" "));
    for (const [name, more] of [
      ["db", ""],
      ["bound", " --constraint node.hostname==node-1"],
    ])
      await docker(`service create -d --name ${name} --mount type=volume,source=data,target=/d${more} postgres:16`.split(" "));
    const all = findings({ snapshot: await takeSnapshot(engine.on("node-1")), environment: EMPTY_ENVIRONMENT });
    expect(all).toMatchObject([
      { rule: "DS073", subject: { name: "db" }, message: "its volume data is another one on each node, and nothing binds it to one" },
    ]);
  });

  it("have IDs and names of their own, and say why they matter", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
    for (const { id, explanation } of RULES) {
      expect(id).toMatch(/^DS\d{3}$/);
      expect(explanation.length).toBeGreaterThan(40);
    }
  });
});

describe("hints", () => {
  const run = async (hints: boolean, commands: string[]) => {
    const { docker } = session("28.5", { hints });
    const printed = [];
    for (const command of commands) printed.push(await docker(command.split(" ")));
    return printed;
  };
  const OVERLAP = ["swarm init", "network create -d overlay --subnet 10.9.0.0/24 a", "network create -d overlay --subnet 10.9.0.0/24 b", "network ls"];

  it("say on stderr what a command brought about, once", async () => {
    const [, first, second, list] = await run(true, OVERLAP);
    expect(first?.stderr).toBe("");
    expect(second).toMatchObject({ code: 0, stderr: 'dryswarm: DS001 error: network "b": its subnet 10.9.0.0/24 overlaps 10.9.0.0/24 of network a\n' });
    expect(list?.stderr).toBe("");
  });

  it("are silent unless asked for", async () => {
    expect((await run(false, OVERLAP)).map(({ stderr }) => stderr)).toEqual(["", "", "", ""]);
  });

  it("say which ports to remove are not there", async () => {
    const [, , gone, there] = await run(true, [
      "swarm init",
      "service create -d --name web -p 80:80 nginx@sha256:2222222222222222222222222222222222222222222222222222222222222222",
      "service update -d --publish-rm 81 web",
      "service update -d --publish-rm 80 web",
    ]);
    expect(gone?.stderr).toBe("dryswarm: --publish-rm 81/tcp: no port with that target is published in ingress mode\n");
    expect(there?.stderr).toBe("");
  });

  it("name images that no registry was asked for", async () => {
    const [, tagged, pinned] = await run(true, [
      "swarm init",
      "service create -d nginx",
      "service create -d nginx@sha256:2222222222222222222222222222222222222222222222222222222222222222",
    ]);
    expect(tagged?.stderr).toContain("image nginx could not be accessed on a registry to record\nits digest.");
    expect(pinned?.stderr).toBe("");
  });
});
