import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/environment/environment.ts";

const FILE = `hosts:
  - name: node-1
    address: 10.0.0.11
    cpus: 4
    memory: 8G
    platform: linux/arm64
    labels: {rack: a}
    plugins: {volume: [rexray/ebs], log: [loki]}
    interfaces: [{name: eth0, address: 10.0.0.11/24, mtu: 9000}]
    routes: [10.8.0.0/16]
  - name: node-2
avoid: [{name: office, cidr: 172.30.0.0/16}]
dns: [10.0.0.2]
mtu: 1500
policy: {maxUse: 70%, pools: [10.20.0.0/16], encrypted: [tier=pii]}
rules: {DS015: off, DS006: error}
`;

describe("an environment file", () => {
  it("is read whole, with units", () => {
    const environment = readEnvironment(FILE, "dryswarm.yaml");
    expect(environment.hosts[0]).toEqual({
      name: "node-1",
      address: "10.0.0.11",
      nanoCPUs: 4e9,
      memoryBytes: 8 * 1024 ** 3,
      platform: { os: "linux", architecture: "arm64" },
      labels: { rack: "a" },
      plugins: [
        { kind: "volume", name: "rexray/ebs" },
        { kind: "log", name: "loki" },
      ],
      interfaces: [{ name: "eth0", address: "10.0.0.11/24", mtu: 9000 }],
      routes: ["10.8.0.0/16"],
    });
    expect(environment.hosts[1]).toEqual({ name: "node-2", labels: {}, plugins: [], interfaces: [], routes: [] });
    expect(environment).toMatchObject({
      avoid: [{ name: "office", cidr: "172.30.0.0/16" }],
      dns: ["10.0.0.2"],
      mtu: 1500,
      policy: { maxUse: 0.7, pools: ["10.20.0.0/16"], encrypted: ["tier=pii"] },
      rules: { DS015: "off", DS006: "error" },
    });
  });

  it.each([
    ["hosts:\n  - address: 1.2.3.4\n", "f:2:5: hosts[0]: needs a name"],
    [
      "hosts:\n  - name: a\n    cpu: 2\n",
      'f:3:5: hosts[0]: knows no key "cpu"; known are name, address, cpus, memory, platform, engine, labels, plugins, interfaces, routes',
    ],
    ["hosts:\n  - {name: a, address: 1.2.3.400}\n", 'f:2:24: hosts[0].address: "1.2.3.400" is no IP address'],
    ["hosts: [{name: a}, {name: a}]\n", 'f:1:20: hosts[1]: there is a host "a" already'],
    ["avoid: [{cidr: 10.0.0.0/33}]\n", 'f:1:16: avoid[0].cidr: "10.0.0.0/33" is no CIDR'],
    ["policy: {maxUse: 120%}\n", 'f:1:18: policy.maxUse: "120%" is no share like 70%'],
    ["mtu: [1]\n", "f:1:6: mtu: must be a text"],
    ["hosts: {a: 1}\n", "f:1:8: hosts: must be a list"],
    ["hosts: [\n", /^f:\d+: /],
  ])("%j is refused with its place", (text, message) => {
    expect(() => readEnvironment(text, "f")).toThrow(message);
  });
});
