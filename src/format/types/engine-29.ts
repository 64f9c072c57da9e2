import type { GoField, GoType } from "../gotype.ts";
import { int64, ptr } from "./define.ts";

const ADDRESS: GoType = { kind: "string", name: "netip.Addr", zero: "invalid IP" };
const PREFIX: GoType = { kind: "string", name: "netip.Prefix", zero: "invalid Prefix" };

/** Fields that are addresses and prefixes, not texts, since Engine 29: by struct. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, GoType>>>> = {
  "network.IPAMConfig": { Subnet: PREFIX, IPRange: PREFIX, Gateway: ADDRESS },
  "network.ServiceInfo": { VIP: ADDRESS },
  "network.EndpointSettings": { Gateway: ADDRESS, IPAddress: ADDRESS, IPv6Gateway: ADDRESS, GlobalIPv6Address: ADDRESS },
  "swarm.EndpointVirtualIP": { Addr: PREFIX },
};

/** Fields that came with Engine 29, by struct: they stand last. */
const ADDED: Readonly<Record<string, readonly GoField[]>> = {
  "swarm.ResourceRequirements": ["SwapBytes", "MemorySwappiness"].map((name) => ({ name, type: ptr(int64), omitEmpty: true })),
};

const made = new WeakMap<GoType, GoType>();

/** A type as Engine 29 has it, with its new fields: a template prints an address that is not set as `invalid IP`, a prefix as `invalid Prefix`. */
export function asOf29(type: GoType): GoType {
  const known = made.get(type);
  if (known) return known;
  const result = convert(type);
  made.set(type, result);
  return result;
}

function convert(type: GoType): GoType {
  if (type.kind === "slice" || type.kind === "map" || type.kind === "ptr") return { ...type, elem: asOf29(type.elem) };
  if (type.kind !== "struct") return type;
  const own = FIELDS[type.name];
  let fields: readonly GoField[] | undefined;
  const convertFields = (): GoField[] => [
    ...type.fields().map((field) => ({ ...field, type: own?.[field.name] ?? asOf29(field.type) })),
    ...(ADDED[type.name] ?? []),
  ];
  return { ...type, fields: () => (fields ??= convertFields()) };
}
