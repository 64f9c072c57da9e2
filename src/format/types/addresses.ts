import type { GoField, GoType } from "../gotype.ts";

const ADDRESS: GoType = { kind: "string", name: "netip.Addr", zero: "invalid IP" };
const PREFIX: GoType = { kind: "string", name: "netip.Prefix", zero: "invalid Prefix" };

/** Fields that are addresses and prefixes, not texts, since Engine 29: by struct. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, GoType>>>> = {
  "network.IPAMConfig": { Subnet: PREFIX, IPRange: PREFIX, Gateway: ADDRESS },
  "network.ServiceInfo": { VIP: ADDRESS },
  "network.EndpointSettings": { Gateway: ADDRESS, IPAddress: ADDRESS, IPv6Gateway: ADDRESS, GlobalIPv6Address: ADDRESS },
  "swarm.EndpointVirtualIP": { Addr: PREFIX },
};

const made = new WeakMap<GoType, GoType>();

/** A type as Engine 29 has it: a template prints an address that is not set as `invalid IP`, a prefix as `invalid Prefix`. */
export function withAddresses(type: GoType): GoType {
  const known = made.get(type);
  if (known) return known;
  const result = convert(type);
  made.set(type, result);
  return result;
}

function convert(type: GoType): GoType {
  if (type.kind === "slice" || type.kind === "map" || type.kind === "ptr") return { ...type, elem: withAddresses(type.elem) };
  if (type.kind !== "struct") return type;
  const own = FIELDS[type.name];
  let fields: readonly GoField[] | undefined;
  return { ...type, fields: () => (fields ??= type.fields().map((field) => ({ ...field, type: own?.[field.name] ?? withAddresses(field.type) }))) };
}
