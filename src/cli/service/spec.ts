import {
  type ContainerSpec,
  type CredentialSpec,
  type Driver,
  failure,
  type HealthConfig,
  type PlacementPreference,
  type ResourceRequirements,
  type RestartPolicy,
  type ServiceMode,
  type ServiceSpec,
  type UpdateConfig,
} from "../../api/index.ts";
import { effectiveCapabilities } from "../../values/capabilities.ts";
import type { CommandContext, Flags } from "../command.ts";
import type { NetworkOption } from "../options/network.ts";
import { toMap } from "../options/values.ts";
import { readEnvironment, withValue } from "./environment.ts";
import { parseGeneric } from "./generic.ts";
import { putCredentials, resolveConfigs, resolveNetworks, resolveSecrets, sortNetworks, taggedImage } from "./resolve.ts";

/** Limits of swap, as given; a command line that does not have the flags gives none. */
function swapLimits(flags: Flags): Partial<Pick<ResourceRequirements, "SwapBytes" | "MemorySwappiness">> {
  return {
    ...(flags.changed("memory-swap") && { SwapBytes: flags.get<number>("memory-swap") }),
    ...(flags.changed("memory-swappiness") && { MemorySwappiness: flags.get<number>("memory-swappiness") }),
  };
}

/** Settings of updates that the engine starts from. */
const UPDATE_DEFAULTS: UpdateConfig = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Drops what is undefined. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/** Update or rollback settings of the command line; undefined where none was given. */
export function updateConfig(flags: Flags, kind: "update" | "rollback", base?: UpdateConfig): UpdateConfig | undefined {
  const names = ["parallelism", "delay", "monitor", "failure-action", "max-failure-ratio", "order"];
  if (!names.some((name) => flags.changed(`${kind}-${name}`))) return base;
  const from = base ?? UPDATE_DEFAULTS;
  const pick = <T>(name: string, fallback: T): T => (flags.changed(`${kind}-${name}`) ? flags.get<T>(`${kind}-${name}`) : fallback);
  const Delay = pick("delay", from.Delay);
  return compact({
    Parallelism: pick("parallelism", from.Parallelism),
    Delay: Delay || undefined,
    FailureAction: pick("failure-action", from.FailureAction),
    Monitor: pick("monitor", from.Monitor),
    MaxFailureRatio: pick("max-failure-ratio", from.MaxFailureRatio),
    Order: pick("order", from.Order),
  });
}

/** Health check of the command line; undefined where none was given. No command and no retries are as good as not given. */
function healthcheck(flags: Flags): HealthConfig | undefined {
  const part = (name: string): number | undefined => flags.get<number>(`health-${name}`) || undefined;
  const [cmd, retries] = [flags.get<string>("health-cmd"), part("retries")];
  const isGiven =
    cmd !== "" || retries !== undefined || ["interval", "timeout", "start-period", "start-interval"].some((name) => flags.changed(`health-${name}`));
  if (flags.get<boolean>("no-healthcheck")) {
    if (isGiven) throw failure("service-cli-healthcheck");
    return { Test: ["NONE"] };
  }
  if (!isGiven) return undefined;
  return compact({
    Test: cmd === "" ? undefined : ["CMD-SHELL", cmd],
    Interval: part("interval"),
    Timeout: part("timeout"),
    StartPeriod: part("start-period"),
    StartInterval: part("start-interval"),
    Retries: retries,
  });
}

function mode(flags: Flags): ServiceMode {
  const has = (name: string): boolean => flags.changed(name);
  const wanted = flags.get<string>("mode");
  const most = flags.get<number>("replicas-max-per-node") > 0;
  const replicas = has("replicas") ? flags.get<number>("replicas") : 1;
  if (wanted === "global") {
    if (has("replicas")) throw failure("service-cli-replicas");
    if (most) throw failure("service-cli-max-replicas");
    if (has("max-concurrent")) throw failure("service-cli-max-concurrent");
    return { Global: {} };
  }
  if (wanted === "global-job") {
    if (most) throw failure("service-cli-max-replicas");
    if (has("max-concurrent")) throw failure("service-cli-max-concurrent");
    if (has("replicas")) throw failure("service-cli-replicas");
    return { GlobalJob: {} };
  }
  if (wanted === "replicated") {
    if (has("max-concurrent")) throw failure("service-cli-max-concurrent");
    return { Replicated: { Replicas: replicas } };
  }
  if (wanted === "replicated-job") {
    // Where no number of completions is asked for, the engine takes as many as may run at once.
    const concurrent = has("max-concurrent") ? flags.get<number>("max-concurrent") : replicas;
    return { ReplicatedJob: { MaxConcurrent: concurrent, TotalCompletions: has("replicas") ? replicas : concurrent } };
  }
  throw failure("service-cli-mode", { mode: wanted });
}

/** How a task is started again, where any of that was given: the rest is docker's own. */
export function restartPolicy(flags: Flags, base?: RestartPolicy): RestartPolicy | undefined {
  if (!["condition", "delay", "max-attempts", "window"].some((name) => flags.changed(`restart-${name}`))) return base;
  const from = base ?? { Condition: "any", Delay: 5_000_000_000, MaxAttempts: 0 };
  const pick = <T>(name: string, fallback: T): T => (flags.changed(`restart-${name}`) ? flags.get<T>(`restart-${name}`) : fallback);
  return compact({
    Condition: pick("condition", from.Condition) || "any",
    Delay: pick("delay", from.Delay),
    MaxAttempts: pick("max-attempts", from.MaxAttempts),
    Window: pick("window", from.Window),
  });
}

/** The log driver of the command line, its options with it; undefined where none was named. */
export function logDriver(context: CommandContext, flags: Flags): Driver | undefined {
  const Name = flags.get<string>("log-driver");
  const options = flags.get<string[]>("log-opt").map((text) => withValue(text, context.env));
  return Name === "" ? undefined : { Name, ...(options.length > 0 && { Options: toMap(options) }) };
}

async function container(context: CommandContext, flags: Flags, image: string, args: string[]): Promise<ContainerSpec> {
  const caps = effectiveCapabilities(flags.get("cap-add"), flags.get("cap-drop"));
  const env = await readEnvironment(context, flags.get("env-file"), flags.get("env"));
  const grace = flags.changed("stop-grace-period") ? flags.get<number>("stop-grace-period") : undefined;
  const labels = toMap(flags.get("container-label"));
  return compact({
    Image: taggedImage(image),
    Labels: Object.keys(labels).length > 0 ? labels : undefined,
    Command: some(flags.get<string[]>("entrypoint")),
    Args: some(args),
    Hostname: flags.get<string>("hostname") || undefined,
    Env: some(env),
    Dir: flags.get<string>("workdir") || undefined,
    User: flags.get<string>("user") || undefined,
    Groups: some(flags.get<string[]>("group")),
    Init: flags.get<boolean>("init"),
    StopSignal: flags.get<string>("stop-signal") || undefined,
    TTY: flags.get<boolean>("tty") || undefined,
    ReadOnly: flags.get<boolean>("read-only") || undefined,
    Mounts: some(flags.get("mount")),
    StopGracePeriod: grace,
    Healthcheck: healthcheck(flags),
    Hosts: some(flags.get<string[]>("host").map(swappedHost)),
    DNSConfig: compact({
      Nameservers: some(flags.get<string[]>("dns")),
      Search: some(flags.get<string[]>("dns-search")),
      Options: some(flags.get<string[]>("dns-option")),
    }),
    Isolation: flags.get<string>("isolation") || undefined,
    Sysctls: flags.get<string[]>("sysctl").length > 0 ? toMap(flags.get("sysctl")) : undefined,
    CapabilityAdd: some(caps.add),
    CapabilityDrop: some(caps.drop),
    Ulimits: some(flags.get("ulimit")),
    OomScoreAdj: flags.get<number>("oom-score-adj") || undefined,
  });
}

/** "name:ip" as swarm keeps it: "ip name". */
export function swappedHost(host: string): string {
  const at = host.indexOf(":");
  return `${host.slice(at + 1)} ${host.slice(0, at)}`;
}

/** The specification that `docker service create` sends: field for field the command line's. Fails in docker's order of checks. */
export async function createSpec(context: CommandContext, [image = "", ...args]: readonly string[], flags: Flags): Promise<ServiceSpec> {
  const containerSpec = await container(context, flags, image, args);
  const serviceMode = mode(flags);
  const [update, rollback] = [updateConfig(flags, "update"), updateConfig(flags, "rollback")];
  if ((update || rollback) && (serviceMode.ReplicatedJob || serviceMode.GlobalJob)) throw failure("service-cli-job-update");
  const networks = sortNetworks(await resolveNetworks(context, flags.get<NetworkOption[]>("network")));
  const generic = parseGeneric(flags.get("generic-resource"));
  const credentials = flags.get<CredentialSpec | undefined>("credential-spec");
  const secrets = await resolveSecrets(context, flags.get("secret"));
  const configs = await resolveConfigs(context, flags.get("config"), credentials?.Config);
  if (credentials && (credentials.Config || credentials.File || credentials.Registry)) putCredentials(containerSpec, credentials, configs);
  const number = (name: string): number | undefined => flags.get<number>(name) || undefined;
  const ports = flags.get<unknown[]>("publish");
  return compact({
    Name: flags.get<string>("name"),
    Labels: toMap(flags.get("label")),
    TaskTemplate: compact({
      ContainerSpec: { ...containerSpec, ...(secrets.length > 0 && { Secrets: secrets }), ...(configs.length > 0 && { Configs: configs }) },
      Resources: {
        Limits: compact({ NanoCPUs: number("limit-cpu"), MemoryBytes: number("limit-memory"), Pids: number("limit-pids") }),
        Reservations: compact({ NanoCPUs: number("reserve-cpu"), MemoryBytes: number("reserve-memory"), GenericResources: some(generic) }),
        ...swapLimits(flags),
      },
      RestartPolicy: restartPolicy(flags),
      Placement: compact({
        Constraints: some(flags.get<string[]>("constraint")),
        Preferences: some(flags.get<PlacementPreference[]>("placement-pref")),
        MaxReplicas: number("replicas-max-per-node"),
      }),
      Networks: some(networks),
      LogDriver: logDriver(context, flags),
      ForceUpdate: 0,
    }),
    Mode: serviceMode,
    UpdateConfig: update,
    RollbackConfig: rollback,
    EndpointSpec: compact({ Mode: flags.get<string>("endpoint-mode").toLowerCase() || "vip", Ports: ports.length > 0 ? (ports as never) : undefined }),
  });
}
