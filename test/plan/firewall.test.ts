import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type FirewallRule, nftables } from "../../src/plan/firewall.ts";

const ALL = ["192.168.65.2", "192.168.65.3", "fd00::4"];
const RULES: FirewallRule[] = [
  { protocol: "tcp", port: 2377, from: ALL, to: [ALL[0] as string], why: "management: nodes to managers" },
  { protocol: "udp", port: 4789, from: ALL, to: ALL, why: 'data "quoted"' },
  { protocol: "esp", from: ALL, to: ALL, why: "data of encrypted networks: app" },
  { protocol: "tcp", port: 8080, from: "any", to: ALL, why: "published by web" },
];
const check = (text: string) => spawnSync("nft", ["-c", "-f", "-"], { input: text, encoding: "utf8" });

describe("rules for nftables", () => {
  it("accept the nodes, drop all others on the swarm's ports, and leave published ports open", () => {
    const lines = nftables(RULES, "192.168.65.2");
    expect(lines).toContain('    ip saddr { 192.168.65.3 } tcp dport 2377 accept comment "management: nodes to managers"');
    expect(lines).toContain('    ip6 saddr { fd00::4 } udp dport 4789 accept comment "data quoted"');
    expect(lines.slice(-5)).toEqual(["    tcp dport 2377 drop", "    udp dport 4789 drop", "    meta l4proto esp drop", "  }", "}"]);
    expect(lines.join("\n")).not.toContain("8080 accept");
  });

  it("drop management on a worker", () => {
    const lines = nftables(RULES, "192.168.65.3");
    expect(lines.filter((line) => line.includes("2377"))).toEqual(["    tcp dport 2377 drop"]);
  });

  it.skipIf(check("").status !== 0)("are what nft takes", () => {
    for (const host of ALL) expect(check(nftables(RULES, host).join("\n")).stderr).toBe("");
  });
});
