import { failure, type IPAMConfig, type NetworkCreateRequest } from "../../../api/index.ts";
import type { Host, LocalNetwork, LocalPool } from "../../../store/schema.ts";
import { formatAddress, parseAddress, parseCidr } from "../../../values/cidr.ts";
import type { Effects } from "../../effects.ts";
import { AddressSet } from "../../ipam/address-set.ts";
import { checkBridgeOptions } from "./options.ts";
import { checkOverlap, nextLocalSubnet, nextLocalSubnet6 } from "./pools.ts";
import { blankNetwork } from "./predefined.ts";

const DRIVERS = ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"];

/** The wish of a network that is made from a configuration network: that one's, with the operator fields of its own. */
function fromConfig(host: Host, body: NetworkCreateRequest): NetworkCreateRequest {
  const name = body.ConfigFrom?.Network ?? "";
  if (!name) return body;
  const config = Object.values(host.Networks).find((network) => network.ConfigOnly && network.Name === name);
  if (!config) throw failure("network-config-missing", { name });
  const own =
    (body.IPAM?.Config ?? []).length > 0 || Object.keys(body.IPAM?.Options ?? {}).length > 0 || body.EnableIPv6 || Object.keys(body.Labels ?? {}).length > 0;
  if (own) throw failure("network-config-with-own");
  if (Object.keys(body.Options ?? {}).length > 0) throw failure("network-config-with-options");
  return { ...body, EnableIPv4: config.EnableIPv4, EnableIPv6: config.EnableIPv6, IPAM: config.IPAM, Options: config.Options, Labels: config.Labels };
}

function checkConfigOnly(body: NetworkCreateRequest): void {
  if (!body.ConfigOnly) return;
  if (body.Ingress || body.Internal || body.Attachable || body.Scope) throw failure("network-config-operator-fields");
  if (body.ConfigFrom?.Network) throw failure("network-config-only-from");
}

/** The pools of a network as wished: the gateway taken, reserved addresses kept. */
function wishedPool(config: IPAMConfig): LocalPool {
  const subnet = config.Subnet as string;
  const set = new AddressSet(subnet, config.IPRange);
  const Reserved = Object.values(config.AuxiliaryAddresses ?? {});
  for (const address of Reserved) set.take(parseAddress(address));
  if (config.Gateway && !set.take(parseAddress(config.Gateway))) throw failure("network-gateway-taken", { gateway: config.Gateway });
  const Gateway = config.Gateway ?? formatAddress(new AddressSet(subnet).takeLowest() ?? parseAddress(subnet.split("/")[0] as string));
  return { Subnet: subnet, Gateway, ...(config.IPRange && { IPRange: config.IPRange }), ...(Reserved.length > 0 && { Reserved }) };
}

function autoPool(subnet: string): LocalPool {
  const gateway = new AddressSet(subnet).takeLowest();
  return { Subnet: subnet, ...(gateway !== undefined && { Gateway: formatAddress(gateway) }) };
}

const isV6 = (cidr: string | undefined): boolean => parseCidr(cidr ?? "")?.bits === 128;

/** Pools of a network, and how inspect shows them: a gateway that was chosen for a wished subnet is not shown. */
function allocate(host: Host, body: NetworkCreateRequest, driver: string): { pools: LocalPool[]; shown: IPAMConfig[] } {
  const wished = (body.IPAM?.Config ?? []).filter((config) => body.EnableIPv6 || !isV6(config.Subnet));
  const v4 = wished.filter((config) => !isV6(config.Subnet));
  const v6 = wished.filter((config) => isV6(config.Subnet));
  if (driver === "bridge" && (v4.length > 1 || v6.length > 1)) throw failure("network-multiple-subnets");
  const overlays = materialised(host);
  for (const config of wished) checkOverlap(host, config.Subnet as string, overlays);
  const pools = wished.map(wishedPool);
  const shown: IPAMConfig[] = wished.map(({ Subnet, IPRange, Gateway, AuxiliaryAddresses: aux }) => ({
    Subnet,
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
    ...(aux && Object.keys(aux).length > 0 && { AuxiliaryAddresses: Object.fromEntries(Object.entries(aux).sort(([a], [b]) => (a < b ? -1 : 1))) }),
  }));
  const auto = (subnet: string): void => {
    const pool = autoPool(subnet);
    pools.push(pool);
    shown.push({ Subnet: pool.Subnet, ...(pool.Gateway && { Gateway: pool.Gateway }) });
  };
  if (body.EnableIPv4 !== false && v4.length === 0) auto(nextLocalSubnet(host));
  if (body.EnableIPv6 && v6.length === 0) auto(nextLocalSubnet6(host));
  return { pools, shown };
}

/** Subnets of the swarm networks that are on this host by explicit subnet, ingress among them. */
function materialised(host: Host): string[] {
  return Object.values(host.Overlays).flatMap((overlay) => overlay.Subnets ?? []);
}

/** Creates a network of local scope on a host. Name and address checks that all networks share have been made. */
export function createLocalNetwork(host: Host, wish: NetworkCreateRequest, effects: Effects): LocalNetwork {
  checkConfigOnly(wish);
  const driver = wish.ConfigOnly ? "null" : wish.Driver || "bridge";
  const body = fromConfig(host, wish);
  if (wish.ConfigOnly) return store(host, configNetwork(wish, effects));
  if (!DRIVERS.includes(driver)) throw failure("plugin-not-found", { name: driver });
  if (wish.Ingress) throw failure("network-ingress-scope");
  const ipam = body.IPAM?.Driver ?? "default";
  if (ipam !== "" && ipam !== "default" && ipam !== "null") throw failure("plugin-not-found", { name: ipam });
  if (driver === "host" || driver === "null") throw failure("network-one-instance", { driver });
  if (body.EnableIPv4 === false && !body.EnableIPv6) throw failure("network-no-family");
  const { pools, shown } = allocate(host, body, driver);
  const Id = effects.hex();
  if (driver === "bridge") checkBridgeOptions(host, Id, body.Options ?? {});
  return store(
    host,
    blankNetwork({
      Name: wish.Name,
      Id,
      Created: effects.now(),
      Driver: driver,
      Scope: wish.Scope || "local",
      EnableIPv4: body.EnableIPv4 ?? true,
      EnableIPv6: body.EnableIPv6 ?? false,
      IPAM: { Driver: ipam || "default", Options: body.IPAM?.Options ?? null, Config: shown },
      Internal: wish.Internal ?? false,
      Attachable: wish.Attachable ?? false,
      ConfigFrom: { Network: wish.ConfigFrom?.Network ?? "" },
      Options: body.Options ?? {},
      Labels: body.Labels ?? {},
      ...((body.IPAM?.Config ?? []).some((config) => config.Subnet) && { UserSubnets: true }),
      Pools: pools,
    }),
  );
}

function configNetwork(body: NetworkCreateRequest, effects: Effects): LocalNetwork {
  const Config = (body.IPAM?.Config ?? []).length > 0 ? (body.IPAM?.Config ?? null) : null;
  return blankNetwork({
    Name: body.Name,
    Id: effects.hex(),
    Created: effects.now(),
    Driver: "null",
    EnableIPv4: body.EnableIPv4 ?? true,
    EnableIPv6: body.EnableIPv6 ?? false,
    IPAM: { Driver: body.IPAM?.Driver || "default", Options: body.IPAM?.Options ?? null, Config },
    ConfigOnly: true,
    Options: body.Options ?? {},
    Labels: body.Labels ?? {},
  });
}

function store(host: Host, network: LocalNetwork): LocalNetwork {
  host.Networks[network.Id] = network;
  return network;
}
