import type { RestartPolicy, SecretReference, ServiceMode, ServiceSpec, UpdateConfig } from "../../api/index.ts";
import {
  type ConfigReference,
  type ContainerSpec,
  failure,
  type HealthConfig,
  type NetworkAttachmentConfig,
  type PortConfig,
  type Privileges,
} from "../../api/index.ts";
import { effectiveCapabilities } from "../../values/capabilities.ts";
import { parseCpus } from "../../values/go-numbers.ts";
import { sortSlice } from "../../values/go-sort.ts";
import { ValueError } from "../../values/value-error.ts";
import { type Dialect, NEWEST_DIALECT } from "../dialect.ts";
import type { Deploy, FileReference, ServiceNetwork, StackConfig, StackFileObject, StackService, UpdateSettings } from "../types.ts";
import { convertMount } from "./mounts.ts";
import { compact, IMAGE_LABEL, scoped, stackLabels } from "./names.ts";

/** Networks of every host: no stack may give a service aliases on them. */
const PREDEFINED = ["default", "bridge", "host", "none"];

/** A secret or config that a service uses: its name in the swarm and the file it becomes; `runtime` for a credential. */
export interface NamedReference {
  readonly source: string;
  readonly file: { Name: string; UID: string; GID: string; Mode: number };
  readonly runtime?: boolean;
}

function fileReferences(
  stack: string,
  kind: "secret" | "config",
  references: readonly FileReference[],
  objects: Record<string, StackFileObject>,
): NamedReference[] {
  return references.map(({ source = "", target, uid, gid, mode }) => {
    const object = objects[source];
    if (!object) throw failure("compose-undefined", { noun: kind, name: JSON.stringify(source) });
    return { source: scoped(stack, source, object.name), file: { Name: target || source, UID: uid || "0", GID: gid || "0", Mode: mode ?? 0o444 } };
  });
}

/** Secrets that a service uses. Throws compose-undefined. */
export function serviceSecrets(stack: string, service: StackService, config: StackConfig): NamedReference[] {
  return fileReferences(stack, "secret", service.secrets ?? [], config.secrets);
}

/** Configs that a service uses, among them the one of its credentials. Throws compose-undefined. */
export function serviceConfigs(stack: string, service: StackService, config: StackConfig): NamedReference[] {
  const references = fileReferences(stack, "config", service.configs ?? [], config.configs);
  const credential = service.credential_spec?.config;
  if (!credential) return references;
  const [reference] = fileReferences(stack, "config", [{ source: credential }], config.configs);
  return [...references, { ...(reference as NamedReference), runtime: true }];
}

function networks(stack: string, name: string, service: StackService, config: StackConfig): NetworkAttachmentConfig[] {
  const named = Object.entries(service.networks ?? {});
  const wanted: [string, ServiceNetwork | null][] = named.length > 0 ? named : [["default", null]];
  const attachments = wanted.map(([key, options]) => {
    const network = config.networks[key];
    if (!network && key !== "default") throw failure("compose-undefined", { noun: "network", name: JSON.stringify(key) });
    const Target = scoped(stack, key, network?.name);
    const aliases = [...(options?.aliases ?? []), ...(PREDEFINED.includes(Target) || Target.startsWith("container:") ? [] : [name])];
    return compact<NetworkAttachmentConfig>({ Target, Aliases: aliases.length > 0 ? aliases : undefined, DriverOpts: options?.driver_opts });
  });
  return attachments.sort((a, b) => ((a.Target ?? "") < (b.Target ?? "") ? -1 : 1));
}

function mode({ mode: wanted = "", replicas }: Deploy, jobs: boolean): ServiceMode {
  if (wanted === "global" || (wanted === "global-job" && jobs)) {
    if (replicas !== undefined) throw failure("compose-replicas");
    return wanted === "global" ? { Global: {} } : { GlobalJob: {} };
  }
  if (wanted === "replicated-job" && jobs) return { ReplicatedJob: compact({ MaxConcurrent: replicas, TotalCompletions: replicas }) };
  if (wanted === "replicated" || wanted === "") return { Replicated: compact({ Replicas: replicas }) };
  throw failure("compose-mode", { mode: wanted });
}

function healthcheck(check: StackService["healthcheck"]): HealthConfig | undefined {
  if (!check) return undefined;
  if (check.disable) {
    if (check.test && check.test.length > 0) throw failure("compose-health-disabled");
    return { Test: ["NONE"] };
  }
  return compact<HealthConfig>({
    Test: check.test,
    Interval: check.interval || undefined,
    Timeout: check.timeout || undefined,
    StartPeriod: check.start_period || undefined,
    StartInterval: check.start_interval || undefined,
    Retries: check.retries || undefined,
  });
}

/** `restart:` of a service, heeded where it has no restart_policy; `deploy.restart_policy` otherwise. */
function restartPolicy(restart: string, policy: Deploy["restart_policy"]): RestartPolicy | undefined {
  if (policy) return compact<RestartPolicy>({ Condition: policy.condition, Delay: policy.delay, MaxAttempts: policy.max_attempts, Window: policy.window });
  const [name = "", attempts] = restart.split(":");
  if (name === "" || name === "no") return undefined;
  if (name === "always" || name === "unless-stopped") return { Condition: "any" };
  if (name !== "on-failure") throw failure("compose-restart", { policy: restart });
  if (attempts !== undefined && !/^\d+$/.test(attempts)) throw failure("compose-restart-retries");
  return { Condition: "on-failure", MaxAttempts: Number(attempts ?? 0) };
}

function updateConfig(settings: UpdateSettings | undefined): UpdateConfig | undefined {
  if (!settings) return undefined;
  return compact<UpdateConfig>({
    Parallelism: settings.parallelism ?? 1,
    Delay: settings.delay || undefined,
    FailureAction: settings.failure_action,
    Monitor: settings.monitor || undefined,
    MaxFailureRatio: Math.fround(settings.max_failure_ratio ?? 0) === 0 ? 0 : (settings.max_failure_ratio as number),
    Order: settings.order ?? "",
  });
}

function cpus(text: string | undefined): number | undefined {
  return text ? parseCpus(text) || undefined : undefined;
}

function resources({ limits, reservations }: NonNullable<Deploy["resources"]>): ServiceSpec["TaskTemplate"]["Resources"] {
  const generic = reservations?.generic_resources?.map(({ discrete_resource_spec: spec }) =>
    spec ? { DiscreteResourceSpec: { Kind: spec.kind ?? "", Value: Number(spec.value ?? 0) } } : {},
  );
  return compact({
    Limits: limits && compact({ NanoCPUs: cpus(limits.cpus), MemoryBytes: limits.memory, Pids: limits.pids }),
    Reservations: reservations && compact({ NanoCPUs: cpus(reservations.cpus), MemoryBytes: reservations.memory, GenericResources: generic }),
  });
}

function ports(service: StackService): PortConfig[] {
  const all = (service.ports ?? []).map((port) =>
    compact<PortConfig>({ Protocol: port.protocol, TargetPort: port.target, PublishedPort: port.published, PublishMode: port.mode }),
  );
  return sortSlice(all, (a, b) => (a.PublishedPort ?? 0) < (b.PublishedPort ?? 0));
}

function privileges(stack: string, spec: NonNullable<StackService["credential_spec"]>, configs: readonly ConfigReference[]): Privileges {
  const given = [spec.config && '"Config"', spec.file && '"File"', spec.registry && '"Registry"'].filter(Boolean) as string[];
  if (given.length > 1)
    throw failure("compose-credentials-twice", { first: given.slice(0, -1).join(", ") + (given.length > 2 ? "," : ""), last: given.at(-1) as string });
  const nothing: Privileges = { CredentialSpec: null, SELinuxContext: null };
  if (given.length === 0) return nothing;
  const config =
    spec.config && (configs.find((one) => one.ConfigName === spec.config) ?? configs.find((one) => one.ConfigName === scoped(stack, spec.config as string)));
  if (spec.config && !config) throw failure("compose-credentials-config", { config: spec.config });
  return { ...nothing, CredentialSpec: { Config: config ? config.ConfigID : "", File: spec.file ?? "", Registry: spec.registry ?? "" } };
}

const some = <T>(list: T[] | undefined): T[] | undefined => (list && list.length > 0 ? list : undefined);

function environment(variables: StackService["environment"]): string[] | undefined {
  return some(
    Object.entries(variables ?? {})
      .map(([name, value]) => (value === null ? name : `${name}=${value}`))
      .sort(),
  );
}

function container(stack: string, service: StackService, config: StackConfig, secrets: SecretReference[], configs: ConfigReference[]): ContainerSpec {
  const caps = effectiveCapabilities(service.cap_add ?? [], service.cap_drop ?? []);
  const ulimits = Object.entries(service.ulimits ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return compact<ContainerSpec>({
    Image: service.image,
    Labels: stackLabels(stack, service.labels),
    Command: service.entrypoint,
    Args: service.command,
    Hostname: service.hostname,
    Env: environment(service.environment),
    Dir: service.working_dir,
    User: service.user,
    Privileges: privileges(stack, service.credential_spec ?? {}, configs),
    Init: service.init,
    StopSignal: service.stop_signal,
    TTY: service.tty,
    OpenStdin: service.stdin_open,
    ReadOnly: service.read_only,
    Mounts: some((service.volumes ?? []).map((volume) => convertMount(volume, config.volumes, stack))),
    StopGracePeriod: service.stop_grace_period,
    Healthcheck: healthcheck(service.healthcheck),
    Hosts: some((service.extra_hosts ?? []).map((host) => `${host.slice(host.indexOf(":") + 1)} ${host.slice(0, host.indexOf(":"))}`)),
    DNSConfig: service.dns || service.dns_search ? compact({ Nameservers: service.dns, Search: service.dns_search }) : undefined,
    Secrets: some(secrets),
    Configs: some(configs),
    Isolation: service.isolation,
    Sysctls: service.sysctls,
    CapabilityAdd: some(caps.add),
    CapabilityDrop: some(caps.drop),
    Ulimits: some(ulimits.map(([Name, { single, soft = 0, hard = 0 }]) => ({ Name, Hard: single || hard, Soft: single || soft }))),
  });
}

/**
 * A service of a stack as the specification that `docker stack deploy` sends; its networks are named, not resolved.
 * `secrets` and `configs` are the ones of {@link serviceSecrets} and {@link serviceConfigs}, found in the swarm. Throws a
 * DryswarmError, in docker's order of checks.
 */
export function convertService(
  stack: string,
  name: string,
  service: StackService,
  config: StackConfig,
  references: { secrets: SecretReference[]; configs: ConfigReference[] },
  { jobs }: Pick<Dialect, "jobs"> = NEWEST_DIALECT,
): ServiceSpec {
  const { deploy = {} } = service;
  const Mode = mode(deploy, jobs);
  for (const volume of service.volumes ?? []) convertMount(volume, config.volumes, stack);
  const Resources = refusing(() => resources(deploy.resources ?? {}));
  const RestartPolicy = restartPolicy(service.restart ?? "", deploy.restart_policy);
  healthcheck(service.healthcheck);
  const Networks = networks(stack, name, service, config);
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const secrets = [...references.secrets].sort((a, b) => byName(a.SecretName, b.SecretName));
  const configs = [...references.configs].sort((a, b) => byName(a.ConfigName, b.ConfigName));
  const { constraints, preferences, max_replicas_per_node: most } = deploy.placement ?? {};
  return compact<ServiceSpec>({
    Name: scoped(stack, name),
    Labels: { ...stackLabels(stack, deploy.labels), [IMAGE_LABEL]: service.image ?? "" },
    TaskTemplate: compact<ServiceSpec["TaskTemplate"]>({
      ContainerSpec: container(stack, service, config, secrets, configs),
      Resources,
      RestartPolicy,
      Placement: compact({
        Constraints: some(constraints),
        Preferences: some(preferences?.map(({ spread = "" }) => ({ Spread: { SpreadDescriptor: spread } }))),
        MaxReplicas: most || undefined,
      }),
      Networks,
      LogDriver: service.logging && compact({ Name: service.logging.driver, Options: service.logging.options }),
      ForceUpdate: 0,
    }),
    Mode,
    UpdateConfig: updateConfig(deploy.update_config),
    RollbackConfig: updateConfig(deploy.rollback_config),
    EndpointSpec: compact({ Mode: deploy.endpoint_mode?.toLowerCase(), Ports: some(ports(service)) }),
  });
}

/** Runs a reading of values; a bad one becomes an error of the command. */
function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ValueError) throw failure("compose-value", { problem: error.message });
    throw error;
  }
}
