import {
  type ConfigReference,
  type ContainerSpec,
  failure,
  type Mount,
  type NetworkAttachmentConfig,
  type PortConfig,
  type ServiceSpec,
  type Ulimit,
} from "../../api/index.ts";
import { changedCapabilities } from "../../values/capabilities.ts";
import type { CommandContext } from "../command.ts";
import { checkReference } from "../errors.ts";
import { toMap } from "../options/values.ts";
import { withValue } from "./environment.ts";
import type { LimitFlag, UpdateFlags, UpdateValues } from "./flags.ts";
import { changedGeneric } from "./generic.ts";
import { putCredentials, resolveConfigs, resolveNetworks, resolveSecrets, sortNetworks, taggedImage } from "./resolve.ts";
import { logDriver, restartPolicy, swappedHost, updateConfig } from "./spec.ts";

/** Sets a field, or takes it away where there is nothing in it. */
function put<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): void {
  const empty =
    value === undefined ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);
  if (empty) delete object[key];
  else object[key] = value as T[K];
}

const same = (text: string): string => text;
const nameOf = (text: string): string => text.split("=")[0] as string;

/** Names of the pairs of flags `NAME-add` and `NAME-rm` whose values are texts. */
type TextPair = "constraint" | "container-label" | "dns" | "dns-option" | "dns-search" | "group" | "label" | "sysctl";
type Pair = TextPair | "placement-pref" | "generic-resource";
type FlagName = keyof UpdateValues;

/** A list with what was added put to it and what was removed taken away, sorted. Docker keeps what stands in it twice. */
function merged(flags: UpdateFlags, name: TextPair, list: readonly string[] | undefined): string[] | undefined {
  if (!flags.changed(`${name}-add`) && !flags.changed(`${name}-rm`)) return list as string[] | undefined;
  const removed = new Set(flags.get(`${name}-rm`));
  return [...(list ?? []), ...flags.get(`${name}-add`)].filter((item) => !removed.has(item)).sort();
}

function mergedMap(flags: UpdateFlags, name: TextPair, map: Record<string, string> | null | undefined, keyOf = same): Record<string, string> | undefined {
  const all = { ...map };
  for (const key of flags.get(`${name}-rm`)) delete all[keyOf(key)];
  return { ...all, ...toMap(flags.get(`${name}-add`)) };
}

/** Docker's order of variables after one was added is random; here the new ones come last. */
function updateEnv(context: CommandContext, flags: UpdateFlags, env: readonly string[] | undefined): string[] | undefined {
  const removed = new Set(flags.get("env-rm"));
  const kept = (env ?? []).filter((text) => !removed.has(nameOf(text)));
  if (!flags.changed("env-add")) return kept;
  const added = flags.get("env-add").map((text) => withValue(text, context.env));
  return [...new Map([...kept, ...added].map((text) => [nameOf(text), text])).values()];
}

function updateMounts(flags: UpdateFlags, mounts: readonly Mount[] | undefined): Mount[] | undefined {
  if (!flags.changed("mount-add") && !flags.changed("mount-rm")) return mounts as Mount[] | undefined;
  const added = flags.get("mount-add");
  if (new Set(added.map((mount) => mount.Target)).size < added.length) throw failure("service-cli-duplicate-mount");
  const gone = new Set([...flags.get("mount-rm"), ...added.map((mount) => mount.Target)]);
  const all = [
    ...(mounts ?? []).filter((mount) => !gone.has(mount.Target ?? "")),
    ...added.filter((mount) => !flags.get("mount-rm").includes(mount.Target ?? "")),
  ];
  return all.sort((a, b) =>
    (a.Source ?? "") === (b.Source ?? "") ? ((a.Target ?? "") < (b.Target ?? "") ? -1 : 1) : (a.Source ?? "") < (b.Source ?? "") ? -1 : 1,
  );
}

/** Says, where hints were asked for, which ports to remove are not there: docker says nothing. */
function hintMissingPorts({ hints, streams }: CommandContext, removed: readonly PortConfig[], ports: readonly PortConfig[]): void {
  if (!hints) return;
  const isThere = (gone: PortConfig): boolean =>
    ports.some((one) => one.TargetPort === gone.TargetPort && one.Protocol === gone.Protocol && one.PublishMode === gone.PublishMode);
  for (const port of removed.filter((one) => !isThere(one)))
    streams.err(`dryswarm: --publish-rm ${port.TargetPort}/${port.Protocol}: no port with that target is published in ${port.PublishMode} mode\n`);
}

const portKey = (port: PortConfig): string => `${port.PublishedPort ?? 0}:${port.TargetPort}/${port.Protocol}/${port.PublishMode}`;

/**
 * Ports with those removed that have the target, protocol and mode of one to remove, then those added; sorted as texts. One that
 * is both removed and added, alike in everything, is removed.
 */
function updatePorts(context: CommandContext, flags: UpdateFlags, ports: readonly PortConfig[] | undefined): PortConfig[] | undefined {
  if (!flags.changed("publish-add") && !flags.changed("publish-rm")) return ports as PortConfig[] | undefined;
  const removed = flags.get("publish-rm");
  hintMissingPorts(context, removed, ports ?? []);
  const isGone = (port: PortConfig): boolean =>
    removed.some((one) => one.TargetPort === port.TargetPort && one.Protocol === port.Protocol && one.PublishMode === port.PublishMode);
  const now = new Map((ports ?? []).map((port) => [portKey(port), port]));
  const added = flags.get("publish-add").filter((port) => !now.has(portKey(port)));
  return [...[...now.values()].filter((port) => !isGone(port)), ...added].sort((a, b) => (portKey(a) < portKey(b) ? -1 : 1));
}

async function updateNetworks(context: CommandContext, flags: UpdateFlags, spec: ServiceSpec): Promise<NetworkAttachmentConfig[] | undefined> {
  const now = spec.TaskTemplate.Networks ?? spec.Networks;
  if (!flags.changed("network-add") && !flags.changed("network-rm")) return now;
  const gone = new Set<string>();
  for (const ref of flags.get("network-rm")) gone.add((await context.client.networkInspect(checkReference("network", ref), { scope: "swarm" })).Id);
  const kept = (now ?? []).filter((network) => !gone.has(network.Target ?? ""));
  const options = flags.get("network-add");
  const added = await resolveNetworks(context, options);
  added.forEach((network, at) => {
    if (kept.some((one) => one.Target === network.Target)) throw failure("service-cli-network-twice", { network: options[at]?.target ?? "" });
    kept.push(network);
  });
  return sortNetworks(kept);
}

async function updateFiles(context: CommandContext, flags: UpdateFlags, container: ContainerSpec): Promise<void> {
  const [goneSecrets, goneConfigs] = [new Set(flags.get("secret-rm")), new Set(flags.get("config-rm"))];
  if (flags.changed("secret-add") || flags.changed("secret-rm")) {
    const kept = (container.Secrets ?? []).filter((one) => !goneSecrets.has(one.SecretName));
    put(container, "Secrets", [...kept, ...(await resolveSecrets(context, flags.get("secret-add")))]);
  }
  const credentials = flags.get("credential-spec");
  const isHeld = (one: ConfigReference): boolean => !credentials || one.ConfigName === credentials.Config;
  if (flags.changed("config-add") || flags.changed("config-rm") || credentials) {
    const kept = (container.Configs ?? []).filter((one) => (one.Runtime ? isHeld(one) : !goneConfigs.has(one.ConfigName)));
    put(container, "Configs", [...kept, ...(await resolveConfigs(context, flags.get("config-add"), credentials?.Config))]);
  }
  if (!credentials) return;
  if (credentials.Config || credentials.File || credentials.Registry) putCredentials(context, container, credentials, container.Configs ?? []);
  else if (container.Privileges) container.Privileges.CredentialSpec = null;
}

const anyChanged = (flags: UpdateFlags, ...names: FlagName[]): boolean => names.some((name) => flags.changed(name));
const pairChanged = (flags: UpdateFlags, ...names: Pair[]): boolean => names.some((name) => anyChanged(flags, `${name}-add`, `${name}-rm`));

function updateDns(flags: UpdateFlags, container: ContainerSpec): void {
  if (!pairChanged(flags, "dns", "dns-search", "dns-option")) return;
  const dns = container.DNSConfig ?? {};
  const unique = (list: string[] | undefined): string[] => [...new Set(list)];
  put(dns, "Nameservers", unique(merged(flags, "dns", dns.Nameservers)));
  put(dns, "Search", unique(merged(flags, "dns-search", dns.Search)));
  put(dns, "Options", unique(merged(flags, "dns-option", dns.Options)));
  container.DNSConfig = dns;
}

/** Hosts of which the names to remove went, from every line or from those of one address; a line without a name goes. */
function updateHosts(flags: UpdateFlags, container: ContainerSpec): void {
  if (!flags.changed("host-add") && !flags.changed("host-rm")) return;
  const removed = flags.get("host-rm").map((text) => swappedHost(text.includes(":") ? text : `${text}:`));
  const kept = (container.Hosts ?? []).flatMap((line) => {
    const [ip, ...names] = line.split(" ").filter((word) => word !== "");
    const left = names.filter((name) => !removed.includes(`${ip} ${name}`) && !removed.includes(` ${name}`));
    return left.length > 0 ? [`${ip} ${left.join(" ")}`] : [];
  });
  put(container, "Hosts", [...new Set([...kept, ...flags.get("host-add").map(swappedHost)])]);
}

function updateCapabilities(flags: UpdateFlags, container: ContainerSpec): void {
  if (!flags.changed("cap-add") && !flags.changed("cap-drop")) return;
  const now = { add: container.CapabilityAdd ?? [], drop: container.CapabilityDrop ?? [] };
  const next = changedCapabilities(now, flags.get("cap-add"), flags.get("cap-drop"));
  put(container, "CapabilityAdd", next.add);
  put(container, "CapabilityDrop", next.drop);
}

/** Docker's update knows no `--health-start-interval`: it takes the flag and changes nothing. */
function updateHealth(flags: UpdateFlags, container: ContainerSpec): void {
  const names = (["cmd", "interval", "timeout", "start-period", "retries"] as const).filter((name) => flags.changed(`health-${name}`));
  if (names.length === 0 && !flags.changed("no-healthcheck")) return;
  const health = (container.Healthcheck ??= {});
  if (flags.get("no-healthcheck")) {
    if (names.length > 0) throw failure("service-cli-healthcheck");
    container.Healthcheck = { Test: ["NONE"] };
    return;
  }
  if (health.Test?.[0] === "NONE") delete health.Test;
  const number = (name: "interval" | "timeout" | "start-period" | "retries", key: "Interval" | "Timeout" | "StartPeriod" | "Retries"): void => {
    if (names.includes(name)) put(health, key, flags.get(`health-${name}`) || undefined);
  };
  number("interval", "Interval");
  number("timeout", "Timeout");
  number("start-period", "StartPeriod");
  number("retries", "Retries");
  const cmd = flags.get("health-cmd");
  if (names.includes("cmd")) put(health, "Test", cmd === "" ? undefined : ["CMD-SHELL", cmd]);
}

async function updateContainer(context: CommandContext, flags: UpdateFlags, container: ContainerSpec): Promise<void> {
  const text = (
    flagName: "workdir" | "user" | "hostname" | "stop-signal" | "isolation",
    key: "Dir" | "User" | "Hostname" | "StopSignal" | "Isolation",
  ): void => {
    if (flags.changed(flagName)) put(container, key, flags.get(flagName));
  };
  if (flags.changed("image")) container.Image = taggedImage(flags.get("image"));
  if (flags.changed("args")) put(container, "Args", flags.get("args"));
  if (flags.changed("entrypoint")) put(container, "Command", flags.get("entrypoint"));
  put(container, "Env", updateEnv(context, flags, container.Env));
  text("workdir", "Dir");
  text("user", "User");
  text("hostname", "Hostname");
  text("stop-signal", "StopSignal");
  text("isolation", "Isolation");
  if (flags.changed("init")) container.Init = flags.get("init");
  if (flags.changed("tty")) put(container, "TTY", flags.get("tty") || undefined);
  if (flags.changed("read-only")) put(container, "ReadOnly", flags.get("read-only") || undefined);
  if (flags.changed("stop-grace-period")) container.StopGracePeriod = flags.get("stop-grace-period");
  if (flags.changed("oom-score-adj")) put(container, "OomScoreAdj", flags.get("oom-score-adj") || undefined);
  put(container, "Labels", mergedMap(flags, "container-label", container.Labels));
  put(container, "Groups", merged(flags, "group", container.Groups));
  put(container, "Mounts", updateMounts(flags, container.Mounts));
  put(container, "Sysctls", mergedMap(flags, "sysctl", container.Sysctls, nameOf));
  put(container, "Ulimits", updateUlimits(flags, container.Ulimits));
  updateHosts(flags, container);
  updateDns(flags, container);
  updateCapabilities(flags, container);
  updateHealth(flags, container);
  await updateFiles(context, flags, container);
}

function updateUlimits(flags: UpdateFlags, limits: readonly Ulimit[] | undefined): Ulimit[] {
  const removed = new Set(flags.get("ulimit-rm").map(nameOf));
  const all = new Map((limits ?? []).filter((one) => !removed.has(one.Name)).map((one) => [one.Name, one]));
  for (const one of flags.get("ulimit-add")) all.set(one.Name, one);
  return [...all.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

function updatePlacement(flags: UpdateFlags, { TaskTemplate: template }: ServiceSpec): void {
  const isPlaced = pairChanged(flags, "constraint", "placement-pref") || flags.changed("replicas-max-per-node");
  if (!isPlaced) return;
  const placement = (template.Placement ??= {});
  put(placement, "Constraints", merged(flags, "constraint", placement.Constraints));
  const removed = flags.get("placement-pref-rm").map((one) => one.Spread?.SpreadDescriptor);
  put(placement, "Preferences", [
    ...(placement.Preferences ?? []).filter((one) => !removed.includes(one.Spread?.SpreadDescriptor)),
    ...flags.get("placement-pref-add"),
  ]);
  if (flags.changed("replicas-max-per-node")) put(placement, "MaxReplicas", flags.get("replicas-max-per-node") || undefined);
}

/** What is limited and reserved; a service of a stack may come without either, and is left so. */
function updateResources(flags: UpdateFlags, { TaskTemplate: template }: ServiceSpec): void {
  const number = (name: LimitFlag): number | undefined => flags.get(name) || undefined;
  if (anyChanged(flags, "limit-cpu", "limit-memory", "limit-pids", "reserve-cpu", "reserve-memory")) {
    const resources = (template.Resources ??= {});
    const limits = (resources.Limits ??= {});
    const reserved = (resources.Reservations ??= {});
    if (flags.changed("limit-cpu")) put(limits, "NanoCPUs", number("limit-cpu"));
    if (flags.changed("limit-memory")) put(limits, "MemoryBytes", number("limit-memory"));
    if (flags.changed("limit-pids")) put(limits, "Pids", number("limit-pids"));
    if (flags.changed("reserve-cpu")) put(reserved, "NanoCPUs", number("reserve-cpu"));
    if (flags.changed("reserve-memory")) put(reserved, "MemoryBytes", number("reserve-memory"));
  }
  if (!pairChanged(flags, "generic-resource")) return;
  const reserved = ((template.Resources ??= {}).Reservations ??= {});
  const generic = changedGeneric(reserved.GenericResources ?? [], flags.get("generic-resource-add"), flags.get("generic-resource-rm"));
  put(reserved, "GenericResources", generic);
}

/** The specification of a service with what `docker service update` was given put into it, in docker's order of changes. */
export async function updatedSpec(context: CommandContext, spec: ServiceSpec, flags: UpdateFlags): Promise<ServiceSpec> {
  const next = structuredClone(spec);
  const template = next.TaskTemplate;
  const container = (template.ContainerSpec ??= {});
  await updateContainer(context, flags, container);
  updateResources(flags, next);
  put(template, "RestartPolicy", restartPolicy(flags, template.RestartPolicy));
  updatePlacement(flags, next);
  if (flags.changed("replicas")) {
    if (!next.Mode.Replicated) throw failure("service-cli-replicated");
    next.Mode.Replicated.Replicas = flags.get("replicas");
  }
  put(next, "UpdateConfig", updateConfig(flags, "update", next.UpdateConfig));
  put(next, "RollbackConfig", updateConfig(flags, "rollback", next.RollbackConfig));
  put(template, "Networks", await updateNetworks(context, flags, next));
  delete next.Networks;
  const endpoint = (next.EndpointSpec ??= {});
  if (flags.changed("endpoint-mode")) endpoint.Mode = flags.get("endpoint-mode");
  put(endpoint, "Ports", updatePorts(context, flags, endpoint.Ports));
  put(template, "LogDriver", logDriver(context, flags) ?? template.LogDriver);
  next.Labels = mergedMap(flags, "label", next.Labels) ?? {};
  if (flags.get("force")) template.ForceUpdate = Number(template.ForceUpdate) + 1;
  return next;
}
