import { failure, type StringMap } from "../../../api/index.ts";
import type { Host } from "../../../store/schema.ts";
import { bridgeName, type SkippedGateways } from "./options.ts";

/** The drivers whose networks hang on an interface of the host. */
export type VlanDriver = "macvlan" | "ipvlan";

const CHOICES = {
  macvlan: [{ option: "macvlan_mode", words: ["bridge", "private", "passthru", "vepa"], rest: "'bridge' mode is the macvlan driver default" }],
  ipvlan: [
    { option: "ipvlan_mode", words: ["l2", "l3", "l3s"], rest: "'l2' mode is the ipvlan driver default" },
    { option: "ipvlan_flag", words: ["bridge", "private", "vepa"], rest: "'bridge' is the ipvlan driver default" },
  ],
} as const;

/** Refuses options of a macvlan or ipvlan network that cannot be read. */
export function readVlanOptions(driver: VlanDriver, options: StringMap, internal: boolean): SkippedGateways {
  for (const { option, words, rest } of CHOICES[driver]) {
    const value = options[option] ?? "";
    const what = option.replace("_", " ");
    if (value !== "" && !(words as readonly string[]).includes(value)) throw failure("network-vlan-choice", { what, value, rest });
  }
  if (options.parent === "lo") throw failure("network-vlan-loopback", { driver });
  // A network without a parent is cut off from the outside, and one of layer 3 routes by interface.
  const skip = internal || !options.parent || (driver === "ipvlan" && ["l3", "l3s"].includes(options.ipvlan_mode ?? ""));
  return { v4: skip, v6: skip };
}

/** Whether a host has an interface of that name: its own, the bridges of its networks, and the VLANs that networks made. */
function isInterface(host: Host, name: string): boolean {
  return (
    name === "eth0" ||
    name === "lo" ||
    Object.values(host.Networks).some((network) => (network.Driver === "bridge" ? bridgeName(network) === name : network.Options.parent === name))
  );
}

/** Refuses a macvlan or ipvlan network whose parent interface cannot be had on this host. */
export function checkVlan(host: Host, driver: VlanDriver, options: StringMap): void {
  const parent = options.parent;
  if (!parent) return;
  const other = Object.values(host.Networks).find((network) => network.Driver === driver && network.Options.parent === parent);
  if (other && driver === "ipvlan") throw failure("network-ipvlan-parent-taken", { id: other.Id.slice(0, 12), parent });
  if (other && options.macvlan_mode === "passthru") throw failure("network-macvlan-passthru", { id: other.Id, parent });
  if (other && other.Options.macvlan_mode === "passthru") throw failure("network-macvlan-passthru-taken", { id: other.Id, parent });
  if (isInterface(host, parent)) return;
  if (!parent.includes(".")) throw failure("network-vlan-name", { parent });
  const parts = parent.split(".");
  const [master, id] = parts as [string, string];
  if (parts.length !== 2) throw failure("network-vlan-format", { parent });
  if (!/^[+-]?\d+$/.test(id)) throw failure("network-vlan-id", { id });
  if (!isInterface(host, master)) throw failure("network-vlan-parent", { parent: master });
  if (Number(id) > 4094 || Number(id) < 1) throw failure("network-vlan-id-range", { id: Number(id) });
}
