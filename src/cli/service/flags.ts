import type { FlagSpec, Flags, FlagValue, ValuesOf } from "../command.ts";
import { fileReference } from "../options/file-reference.ts";
import { flag } from "../options/flag.ts";
import { mount } from "../options/mount.ts";
import { network } from "../options/network.ts";
import { publish } from "../options/publish.ts";
import { credentialSpec, preference, ulimit, validateDomain, validateEnv, validateGeneric, validateHost, validateIP } from "../options/service-values.ts";
import {
  bool,
  bytes,
  command,
  decimal,
  duration,
  float,
  int64,
  list,
  listOf,
  positiveDuration,
  string,
  uint64,
  type ValueFactory,
  validateLabel,
} from "../options/values.ts";
import type { CliProfile } from "../profiles/index.ts";

/** A value whose help shows a default that is the engine's, not one that is sent. */
const shown =
  <T>(factory: ValueFactory<T>, text: string): ValueFactory<T> =>
  () => ({ ...factory(), defaultText: text });

function updateFlags<const Kind extends "update" | "rollback">(kind: Kind, what: string) {
  return [
    flag(`${kind}-delay`, shown(duration(), "0s"), `Delay between ${what}s of tasks`),
    flag(`${kind}-failure-action`, shown(string(), '"pause"'), `What to do when ${what === "update" ? "an update" : "a rollback"} fails`),
    flag(`${kind}-max-failure-ratio`, shown(float(), "0"), `Share of failed tasks that ${what === "update" ? "an update" : "a rollback"} tolerates`),
    flag(`${kind}-monitor`, shown(duration(), "5s"), `How long a task is watched after its ${what}`),
    flag(`${kind}-order`, shown(string(), '"stop-first"'), `Order of ${what}: start-first or stop-first`),
    flag(`${kind}-parallelism`, shown(uint64(), "1"), `Tasks to ${what === "update" ? "update" : "roll back"} at once (0: all)`),
  ] as const;
}

/** Flags that `service create` and `service update` share. */
export const COMMON_FLAGS = [
  flag("cap-add", list(), "Linux capabilities to add"),
  flag("cap-drop", list(), "Linux capabilities to drop"),
  flag("credential-spec", credentialSpec(), "Credentials of a managed service account (Windows)"),
  flag("detach", bool(), "Do not wait for the service to converge", { short: "d" }),
  flag("endpoint-mode", shown(string(), '"vip"'), "How the service is found: vip or dnsrr"),
  flag("entrypoint", command(), "Replace the entrypoint of the image"),
  flag("health-cmd", string(), "Command that checks health"),
  flag("health-interval", positiveDuration(), "Time between checks"),
  flag("health-retries", int64(), "Failures in a row until unhealthy"),
  flag("health-start-interval", positiveDuration(), "Time between checks while starting"),
  flag("health-start-period", positiveDuration(), "Time to start before failures count"),
  flag("health-timeout", positiveDuration(), "Longest time of a check"),
  flag("hostname", string(), "Host name of the containers"),
  flag("init", bool(), "Run an init in each container"),
  flag("isolation", string(), "Isolation of the containers"),
  flag("limit-cpu", decimal(), "Limit of CPUs"),
  flag("limit-memory", bytes(), "Limit of memory"),
  flag("limit-pids", int64(), "Limit of processes (0: none)"),
  flag("log-driver", string(), "Logging driver"),
  flag("log-opt", list(validateEnv), "Options of the logging driver"),
  flag("max-concurrent", uint64(), "Tasks of a job to run at once"),
  flag("memory-swap", bytes(), "Swap that containers may use"),
  flag("memory-swappiness", () => ({ ...int64(-1)(), defaultText: "-1" }), "Readiness to swap memory: 0 to 100, -1 for the default"),
  flag("no-healthcheck", bool(), "Switch off the image's health check"),
  flag("no-resolve-image", bool(), "Do not ask a registry for the image (a dry run never does)"),
  flag("oom-score-adj", int64(), "Preference of the kernel when memory runs out"),
  flag("quiet", bool(), "Show no progress", { short: "q" }),
  flag("read-only", bool(), "Mount the root file system read only"),
  flag("replicas", uint64(), "Number of tasks"),
  flag("replicas-max-per-node", uint64(), "Most tasks on a node (0: no limit)"),
  flag("reserve-cpu", decimal(), "CPUs to reserve"),
  flag("reserve-memory", bytes(), "Memory to reserve"),
  flag("restart-condition", shown(string(), '"any"'), "When to restart: none, on-failure or any"),
  flag("restart-delay", shown(duration(), "5s"), "Delay between restarts"),
  flag("restart-max-attempts", uint64(), "Most restarts"),
  flag("restart-window", duration(), "Time in which restarts are counted"),
  ...updateFlags("rollback", "rollback"),
  flag("stop-grace-period", shown(duration(), "10s"), "Time to stop before being killed"),
  flag("stop-signal", string(), "Signal that stops a container"),
  flag("tty", bool(), "Give the containers a terminal", { short: "t" }),
  ...updateFlags("update", "update"),
  flag("user", string(), "User that the containers run as", { short: "u" }),
  flag("with-registry-auth", bool(), "Send registry credentials along (a dry run needs none)"),
  flag("workdir", string(), "Working directory of the containers", { short: "w" }),
];

/** Flags of `service create` alone. */
export const CREATE_FLAGS = [
  flag("config", fileReference("config"), "Configs that the service uses"),
  flag("constraint", list(), "Constraints of placement"),
  flag("container-label", list(validateLabel), "Labels of the containers"),
  flag("dns", listOf(validateIP), "DNS servers"),
  flag("dns-option", list(), "DNS options"),
  flag("dns-search", list(validateDomain), "DNS search domains"),
  flag("env", list(validateEnv), "Environment variables", { short: "e" }),
  flag("env-file", list(), "Files of environment variables"),
  flag("generic-resource", list(validateGeneric), "Generic resources to reserve"),
  flag("group", list(), "Further groups of the containers' user"),
  flag("host", listOf(validateHost), "Further names of hosts (name:ip)"),
  flag("label", list(validateLabel), "Labels of the service", { short: "l" }),
  flag("mode", string("replicated"), "Mode of the service: replicated, global, replicated-job or global-job"),
  flag("mount", mount(), "Mounts of the containers"),
  flag("name", string(), "Name of the service"),
  flag("network", network(), "Networks that the service joins"),
  flag("placement-pref", preference(), "Preferences of placement"),
  flag("publish", publish(), "Ports to publish", { short: "p" }),
  flag("secret", fileReference("secret"), "Secrets that the service uses"),
  flag("sysctl", list(), "Kernel parameters"),
  flag("ulimit", ulimit(), "Limits of the containers"),
];

function pair<const Name extends string, Added>(name: Name, add: FlagSpec<string, Added>["value"], what: string) {
  return [flag(`${name}-add`, add, `Add or change ${what}`), flag(`${name}-rm`, list(), `Remove ${what}`)] as const;
}

/** A pair whose values are removed in the form in which they are added. */
function likePair<const Name extends string, Value>(name: Name, value: (profile: CliProfile) => FlagValue<Value>, what: string) {
  return [flag(`${name}-add`, value, `Add or change ${what}`), flag(`${name}-rm`, value, `Remove ${what}`)] as const;
}

/** Flags of `service update` alone. */
export const UPDATE_FLAGS = [
  flag("args", command(), "Arguments of the command"),
  flag("force", bool(), "Replace the tasks though nothing changed"),
  flag("image", string(), "Image of the service"),
  flag("rollback", bool(), "Take the service back to its previous specification"),
  ...pair("config", fileReference("config"), "a config"),
  ...pair("constraint", list(), "a constraint of placement"),
  ...pair("container-label", list(validateLabel), "a label of the containers"),
  ...pair("dns", listOf(validateIP), "a DNS server"),
  ...pair("dns-option", list(), "a DNS option"),
  ...pair("dns-search", list(validateDomain), "a DNS search domain"),
  ...pair("env", list(validateEnv), "an environment variable"),
  ...pair("generic-resource", list(validateGeneric), "a generic resource"),
  ...pair("group", list(), "a further group"),
  ...pair("host", listOf(validateHost), "a name of a host"),
  ...pair("label", list(validateLabel), "a label of the service"),
  ...pair("mount", mount(), "a mount"),
  ...pair("network", network(), "a network"),
  ...likePair("placement-pref", preference(), "a preference of placement"),
  ...likePair("publish", publish(), "a published port"),
  ...pair("secret", fileReference("secret"), "a secret"),
  ...pair("sysctl", list(), "a kernel parameter"),
  ...pair("ulimit", ulimit(), "a limit"),
];

/** Values of the flags that `service create` and `service update` share. */
export type CommonValues = ValuesOf<typeof COMMON_FLAGS>;
/** Flags that both commands give. */
export type CommonFlags = Flags<CommonValues>;
/** Flags of `service create`. */
export type CreateFlags = Flags<CommonValues & ValuesOf<typeof CREATE_FLAGS>>;
/** Values of the flags of `service update`. */
export type UpdateValues = CommonValues & ValuesOf<typeof UPDATE_FLAGS>;
/** Flags of `service update`. */
export type UpdateFlags = Flags<UpdateValues>;
/** Flags of what tasks may use and what is reserved for them, whose value 0 stands for none. */
export type LimitFlag = "limit-cpu" | "limit-memory" | "limit-pids" | "reserve-cpu" | "reserve-memory";
