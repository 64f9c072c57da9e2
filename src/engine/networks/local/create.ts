import { failure, type IPAMConfig, type NetworkCreateRequest } from "../../../api/index.ts";
import { markHost } from "../../../store/changes.ts";
import type { Host, LocalNetwork, LocalPool } from "../../../store/schema.ts";
import { formatAddress, parseAddress, parseCidr, tryParseAddress } from "../../../values/cidr.ts";
import type { Effects } from "../../effects.ts";
import { AddressSet } from "../../ipam/address-set.ts";
import type { EngineProfile } from "../../profiles/index.ts";
import type { Tx } from "../../tx.ts";
import { checkBridge, readBridgeOptions, type SkippedGateways } from "./options.ts";
import { addressesIn, checkOverlap, nextLocalSubnet, nextLocalSubnet6 } from "./pools.ts";
import { blankNetwork } from "./predefined.ts";
import { checkVlan, readVlanOptions, type VlanDriver } from "./vlan.ts";

const DRIVERS = ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"];

/** Whether a request has addresses or labels of its own, which one from a configuration network may not have. */
function hasOwn({ IPAM, EnableIPv4, EnableIPv6, Labels }: NetworkCreateRequest): boolean {
  const driver = IPAM?.Driver || "default";
  const ipam = driver !== "default" || (IPAM?.Config ?? []).length > 0 || Object.keys(IPAM?.Options ?? {}).length > 0;
  return ipam || EnableIPv4 === false || EnableIPv6 === true || Object.keys(Labels ?? {}).length > 0;
}

/** Refuses what a configuration network, or one from a configuration network, cannot have. */
function checkConfiguration(body: NetworkCreateRequest): void {
  if (body.ConfigOnly && (body.Ingress || body.Internal || body.Attachable || body.Scope)) throw failure("network-config-operator-fields");
  if (!body.ConfigFrom?.Network) return;
  if (body.ConfigOnly) throw failure("network-config-only-from");
  if (hasOwn(body)) throw failure("network-config-with-own");
  if (Object.keys(body.Options ?? {}).length > 0) throw failure("network-config-with-options");
}

/** The configuration network that a request is made from. */
function configurationOf(host: Host, { ConfigFrom }: NetworkCreateRequest): LocalNetwork | undefined {
  const name = ConfigFrom?.Network ?? "";
  if (!name) return undefined;
  const config = Object.values(host.Networks).find((network) => network.ConfigOnly && network.Name === name);
  if (!config) throw failure("network-config-missing", { name });
  return config;
}

/** Refuses what no network of any scope may be, in the Engine's order. */
export function checkNetwork(host: Host, body: NetworkCreateRequest, checksConfigFrom = true): void {
  checkConfiguration(body);
  if (body.ConfigOnly) return;
  const driver = body.Driver || "bridge";
  if (!DRIVERS.includes(driver)) throw failure("plugin-not-found", { name: driver });
  if (driver === "overlay" && body.Scope === "local") throw failure("network-overlay-downgrade");
  if (body.Ingress && driver !== "overlay") throw failure("network-ingress-scope");
  if (checksConfigFrom) configurationOf(host, body);
}

/** The pool of a subnet as requested: the gateway is taken first, then the reserved addresses. */
function requestedPool(host: Host, config: IPAMConfig, skipGateway: boolean, profile: EngineProfile): LocalPool {
  const subnet = config.Subnet as string;
  const set = new AddressSet(subnet, config.IPRange, profile);
  for (const address of addressesIn(host, subnet)) set.take(parseAddress(address));
  if (config.Gateway && !set.take(parseAddress(config.Gateway))) throw failure("network-gateway-taken", { gateway: config.Gateway });
  const chosen = config.Gateway || skipGateway ? undefined : set.takeLowest();
  const aux = Object.entries(config.AuxiliaryAddresses ?? {});
  for (const [name, address] of aux) if (!set.take(parseAddress(address))) throw failure("network-aux-taken", { name, address });
  const Gateway = config.Gateway ?? (chosen === undefined ? undefined : formatAddress(chosen));
  const Reserved = aux.map(([, address]) => address);
  return { Subnet: subnet, ...(Gateway && { Gateway }), ...(config.IPRange && { IPRange: config.IPRange }), ...(Reserved.length > 0 && { Reserved }) };
}

/** Refuses what is no subnet, range or address at all: an engine that has not checked them before finds it here. */
function checkForms({ Subnet = "", IPRange, Gateway, AuxiliaryAddresses }: IPAMConfig, network: string): void {
  if (Gateway && tryParseAddress(Gateway) === undefined) throw failure("network-gateway-form", { gateway: Gateway });
  if (!parseCidr(Subnet)) throw failure("network-subnet-form", { subnet: Subnet });
  if (IPRange && !parseCidr(IPRange)) throw failure("network-subpool-form", { subnet: Subnet, range: IPRange });
  for (const [name, address] of Object.entries(AuxiliaryAddresses ?? {}))
    if (tryParseAddress(address) === undefined) throw failure("network-aux-form", { name, address, network });
}

function autoPool(subnet: string, skipGateway: boolean): LocalPool {
  const gateway = skipGateway ? undefined : new AddressSet(subnet).takeLowest();
  return { Subnet: subnet, ...(gateway !== undefined && { Gateway: formatAddress(gateway) }), Chosen: true };
}

const isV6 = (cidr: string | undefined): boolean => parseCidr(cidr ?? "")?.bits === 128;

function shownRequest({ Subnet, IPRange, Gateway, AuxiliaryAddresses: aux }: IPAMConfig): IPAMConfig {
  return {
    Subnet,
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
    ...(aux && Object.keys(aux).length > 0 && { AuxiliaryAddresses: Object.fromEntries(Object.entries(aux).sort(([a], [b]) => (a < b ? -1 : 1))) }),
  };
}

/**
 * Pools of a network, and how inspect shows them: what was requested of both families, also of one that the network does not have,
 * then what was chosen. A gateway that was chosen for a requested subnet is not shown.
 */
function allocate(host: Host, body: NetworkCreateRequest, skip: SkippedGateways, profile: EngineProfile): { pools: LocalPool[]; shown: IPAMConfig[] } {
  const requested = (body.IPAM?.Config ?? []).filter((config) => config.Subnet);
  const v4 = requested.filter((config) => !isV6(config.Subnet));
  const v6 = requested.filter((config) => isV6(config.Subnet));
  const overlays = materialised(host);
  const pools: LocalPool[] = [];
  const take = (configs: readonly IPAMConfig[], skipGateway: boolean, next: () => string): void => {
    if (body.IPAM?.Driver === "null")
      throw failure(configs.length > 0 ? "network-null-ipam-pool" : "network-pool-empty", { family: configs === v4 ? "ipv4" : "ipv6" });
    if (configs.length === 0) pools.push(autoPool(next(), skipGateway));
    for (const config of configs) {
      if (!profile.validatesIPAM) checkForms(config, body.Name);
      checkOverlap(host, config.Subnet as string, config.IPRange, overlays);
      pools.push(requestedPool(host, config, skipGateway, profile));
    }
  };
  if (body.EnableIPv4 !== false) take(v4, skip.v4, () => nextLocalSubnet(host, profile));
  if (body.EnableIPv6) take(v6, skip.v6, () => nextLocalSubnet6(host, profile));
  const chosen = pools.filter((pool) => pool.Chosen).map(({ Subnet, Gateway }) => ({ Subnet, ...(Gateway && { Gateway }) }));
  const shown = [...v4.map(shownRequest), ...v6.map(shownRequest), ...chosen];
  if (!profile.chosenSubnetsLast) shown.sort((a, b) => Number(isV6(a.Subnet)) - Number(isV6(b.Subnet)));
  return { pools, shown };
}

/** Subnets of the swarm networks that are on this host by explicit subnet, ingress among them. */
function materialised(host: Host): string[] {
  return Object.values(host.Overlays).flatMap((overlay) => overlay.Subnets ?? []);
}

const isVlan = (driver: string): driver is VlanDriver => driver === "macvlan" || driver === "ipvlan";

/** Creates a network of local scope on a host. The checks that all networks share have been made. */
export function createLocalNetwork(host: Host, request: NetworkCreateRequest, effects: Effects & Pick<Tx, "profile">): LocalNetwork {
  const driver = request.Driver || "bridge";
  if (request.ConfigOnly) return store(host, configNetwork(request, effects, effects.profile.nullConfigs ? null : []));
  const config = configurationOf(host, request);
  const body = config ? { ...request, ...pick(config) } : request;
  const options = body.Options ?? {};
  const internal = request.Internal ?? false;
  const skip =
    driver === "bridge" ? readBridgeOptions(options, internal) : isVlan(driver) ? readVlanOptions(driver, options, internal) : { v4: false, v6: false };
  if (driver === "host" || driver === "null") throw failure("network-one-instance", { driver });
  const ipam = body.IPAM?.Driver || "default";
  if (ipam !== "default" && ipam !== "null") throw failure("plugin-not-found", { name: ipam });
  if (driver === "bridge" && body.EnableIPv4 === false && !body.EnableIPv6) throw failure("network-no-family");
  const { pools, shown } = allocate(host, body, skip, effects.profile);
  for (const { Subnet } of pools) if (Subnet.endsWith("/0")) throw failure("network-pool-empty", { family: isV6(Subnet) ? "ipv6" : "ipv4" });
  if (driver === "bridge" && [true, false].some((v6) => pools.filter((pool) => isV6(pool.Subnet) === v6).length > 1)) throw failure("network-multiple-subnets");
  const Id = effects.hex();
  if (driver === "bridge") checkBridge(host, Id, options, pools);
  if (isVlan(driver)) checkVlan(host, driver, options);
  return store(
    host,
    blankNetwork({
      Name: request.Name,
      Id,
      Created: effects.now(),
      Driver: driver,
      Scope: request.Scope || "local",
      EnableIPv4: body.EnableIPv4 ?? true,
      EnableIPv6: body.EnableIPv6 ?? false,
      IPAM: { Driver: ipam, Options: body.IPAM?.Options ?? null, Config: shown.length > 0 ? shown : null },
      Internal: internal,
      Attachable: request.Attachable ?? false,
      ConfigFrom: { Network: request.ConfigFrom?.Network ?? "" },
      Options: options,
      Labels: body.Labels ?? {},
      ...(pools.some((pool) => !pool.Chosen) && { UserSubnets: true }),
      Pools: pools,
    }),
  );
}

/** Fields that a network takes over from its configuration network. */
function pick({ EnableIPv4, EnableIPv6, IPAM, Options, Labels }: LocalNetwork): Partial<NetworkCreateRequest> {
  return { EnableIPv4, EnableIPv6, IPAM, Options, Labels };
}

/** A configuration network; `none` is how it shows that it has no addresses. */
function configNetwork(body: NetworkCreateRequest, effects: Effects, none: null | IPAMConfig[]): LocalNetwork {
  const Config = (body.IPAM?.Config ?? []).length > 0 ? (body.IPAM?.Config ?? null) : none;
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
  markHost(host);
  return network;
}
