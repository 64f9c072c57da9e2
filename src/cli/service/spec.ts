import {
  type ContainerSpec,
  type Driver,
  failure,
  type HealthConfig,
  type ResourceRequirements,
  type RestartPolicy,
  type ServiceMode,
  type ServiceSpec,
  type UpdateConfig,
} from "../../api/index.ts";
import { effectiveCapabilities } from "../../values/capabilities.ts";
import type { CommandContext } from "../command.ts";
import { toMap } from "../options/values.ts";
import { readEnvironment, withValue } from "./environment.ts";
import type { CommonFlags, CommonValues, CreateFlags, LimitFlag } from "./flags.ts";
import { parseGeneric } from "./generic.ts";
import { putCredentials, resolveConfigs, resolveNetworks, resolveSecrets, sortNetworks, taggedImage } from "./resolve.ts";

/** Limits of swap, as given; a command line that does not have the flags gives none. */
function swapLimits(flags: CommonFlags): Partial<Pick<ResourceRequirements, "SwapBytes" | "MemorySwappiness">> {
  return {
    ...(flags.changed("memory-swap") && { SwapBytes: flags.get("memory-swap") }),
    ...(flags.changed("memory-swappiness") && { MemorySwappiness: flags.get("memory-swappiness") }),
  };
}

/** Settings of updates that the engine starts from. */
const UPDATE_DEFAULTS: UpdateConfig = { Parallelism: 1, FailureAction: "pause", Monitor: 5_000_000_000, MaxFailureRatio: 0, Order: "stop-first" };

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Drops what is undefined. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/** The value of a flag that was given; undefined for one that was not. */
const givenOf =
  (flags: CommonFlags) =>
  <Name extends keyof CommonValues>(name: Name): CommonValues[Name] | undefined =>
    flags.changed(name) ? flags.get(name) : undefined;

/** Update or rollback settings of the command line; undefined where none was given. */
export function updateConfig(flags: CommonFlags, kind: "update" | "rollback", base?: UpdateConfig): UpdateConfig | undefined {
  const names = ["parallelism", "delay", "monitor", "failure-action", "max-failure-ratio", "order"] as const;
  if (!names.some((name) => flags.changed(`${kind}-${name}`))) return base;
  const from = base ?? UPDATE_DEFAULTS;
  const given = givenOf(flags);
  const Delay = given(`${kind}-delay`) ?? from.Delay;
  return compact({
    Parallelism: given(`${kind}-parallelism`) ?? from.Parallelism,
    Delay: Delay || undefined,
    FailureAction: given(`${kind}-failure-action`) ?? from.FailureAction,
    Monitor: given(`${kind}-monitor`) ?? from.Monitor,
    MaxFailureRatio: given(`${kind}-max-failure-ratio`) ?? from.MaxFailureRatio,
    Order: given(`${kind}-order`) ?? from.Order,
  });
}

/** Health check of the command line; undefined where none was given. No command and no retries are as good as not given. */
function healthcheck({ profile }: CommandContext, flags: CommonFlags): HealthConfig | undefined {
  const part = (name: "interval" | "timeout" | "start-period" | "start-interval" | "retries"): number | undefined => flags.get(`health-${name}`) || undefined;
  const [cmd, retries] = [flags.get("health-cmd"), part("retries")];
  const times = ["interval", "timeout", ...(profile.startPeriodAlone ? (["start-period"] as const) : []), "start-interval"] as const;
  const isGiven = cmd !== "" || retries !== undefined || times.some((name) => flags.changed(`health-${name}`));
  if (flags.get("no-healthcheck")) {
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

function mode(flags: CreateFlags): ServiceMode {
  const has = (name: "replicas" | "max-concurrent"): boolean => flags.changed(name);
  const wanted = flags.get("mode");
  const most = flags.get("replicas-max-per-node") > 0;
  const replicas = has("replicas") ? flags.get("replicas") : 1;
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
    const concurrent = has("max-concurrent") ? flags.get("max-concurrent") : replicas;
    return { ReplicatedJob: { MaxConcurrent: concurrent, TotalCompletions: has("replicas") ? replicas : concurrent } };
  }
  throw failure("service-cli-mode", { mode: wanted });
}

/** How a task is started again, where any of that was given: the rest is docker's own. */
export function restartPolicy(flags: CommonFlags, base?: RestartPolicy): RestartPolicy | undefined {
  if (!(["condition", "delay", "max-attempts", "window"] as const).some((name) => flags.changed(`restart-${name}`))) return base;
  const from = base ?? { Condition: "any", Delay: 5_000_000_000, MaxAttempts: 0 };
  const given = givenOf(flags);
  return compact({
    Condition: (given("restart-condition") ?? from.Condition) || "any",
    Delay: given("restart-delay") ?? from.Delay,
    MaxAttempts: given("restart-max-attempts") ?? from.MaxAttempts,
    Window: given("restart-window") ?? from.Window,
  });
}

/** The log driver of the command line, its options with it; undefined where none was named. */
export function logDriver(context: CommandContext, flags: CommonFlags): Driver | undefined {
  const Name = flags.get("log-driver");
  const options = flags.get("log-opt").map((text) => withValue(text, context.env));
  return Name === "" ? undefined : { Name, ...(options.length > 0 && { Options: toMap(options) }) };
}

async function container(context: CommandContext, flags: CreateFlags, image: string, args: string[]): Promise<ContainerSpec> {
  const caps = effectiveCapabilities(flags.get("cap-add"), flags.get("cap-drop"));
  const env = await readEnvironment(context, flags.get("env-file"), flags.get("env"));
  const grace = flags.changed("stop-grace-period") ? flags.get("stop-grace-period") : undefined;
  const labels = toMap(flags.get("container-label"));
  return compact({
    Image: taggedImage(image),
    Labels: Object.keys(labels).length > 0 ? labels : undefined,
    Command: some(flags.get("entrypoint")),
    Args: some(args),
    Hostname: flags.get("hostname") || undefined,
    Env: some(env),
    Dir: flags.get("workdir") || undefined,
    User: flags.get("user") || undefined,
    Groups: some(flags.get("group")),
    Init: flags.get("init"),
    StopSignal: flags.get("stop-signal") || undefined,
    TTY: flags.get("tty") || undefined,
    ReadOnly: flags.get("read-only") || undefined,
    Mounts: some(flags.get("mount")),
    StopGracePeriod: grace,
    Healthcheck: healthcheck(context, flags),
    Hosts: some(flags.get("host").map(swappedHost)),
    DNSConfig: compact({
      Nameservers: some(flags.get("dns")),
      Search: some(flags.get("dns-search")),
      Options: some(flags.get("dns-option")),
    }),
    Isolation: flags.get("isolation") || undefined,
    Sysctls: flags.get("sysctl").length > 0 ? toMap(flags.get("sysctl")) : undefined,
    CapabilityAdd: some(caps.add),
    CapabilityDrop: some(caps.drop),
    Ulimits: some(flags.get("ulimit")),
    OomScoreAdj: flags.get("oom-score-adj") || undefined,
  });
}

/** "name:ip" as swarm keeps it: "ip name". */
export function swappedHost(host: string): string {
  const at = host.indexOf(":");
  return `${host.slice(at + 1)} ${host.slice(0, at)}`;
}

/** The specification that `docker service create` sends: field for field the command line's. Fails in docker's order of checks. */
export async function createSpec(context: CommandContext, [image = "", ...args]: readonly string[], flags: CreateFlags): Promise<ServiceSpec> {
  const containerSpec = await container(context, flags, image, args);
  const serviceMode = mode(flags);
  const [update, rollback] = [updateConfig(flags, "update"), updateConfig(flags, "rollback")];
  if ((update || rollback) && (serviceMode.ReplicatedJob || serviceMode.GlobalJob)) throw failure("service-cli-job-update");
  const networks = sortNetworks(await resolveNetworks(context, flags.get("network")));
  const generic = parseGeneric(flags.get("generic-resource"));
  const credentials = flags.get("credential-spec");
  const secrets = await resolveSecrets(context, flags.get("secret"));
  const configs = await resolveConfigs(context, flags.get("config"), credentials?.Config);
  if (credentials && (credentials.Config || credentials.File || credentials.Registry)) putCredentials(context, containerSpec, credentials, configs);
  const number = (name: LimitFlag): number | undefined => flags.get(name) || undefined;
  const ports = flags.get("publish");
  return compact({
    Name: flags.get("name"),
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
        Constraints: some(flags.get("constraint")),
        Preferences: some(flags.get("placement-pref")),
        MaxReplicas: flags.get("replicas-max-per-node") || undefined,
      }),
      Networks: some(networks),
      LogDriver: logDriver(context, flags),
      ForceUpdate: 0,
    }),
    Mode: serviceMode,
    UpdateConfig: update,
    RollbackConfig: rollback,
    EndpointSpec: compact({ Mode: flags.get("endpoint-mode").toLowerCase() || "vip", Ports: ports.length > 0 ? (ports as never) : undefined }),
  });
}
