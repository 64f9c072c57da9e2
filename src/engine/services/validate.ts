import {
  type ConfigReference,
  type ContainerSpec,
  type CredentialSpec,
  failure,
  type HealthConfig,
  type PortConfig,
  type ResourceRequirements,
  type Resources,
  type SecretReference,
  type ServiceSpec,
  type UpdateConfig,
} from "../../api/index.ts";
import type { Cluster } from "../../store/schema.ts";
import { validateExitLabel } from "../agent/exit-status.ts";
import { ingressOf, needsIngress } from "../allocator/services.ts";
import { validateName } from "../names.ts";
import { parseConstraint } from "../scheduler/constraints.ts";
import { isImageReference } from "./image.ts";
import { validateTemplates } from "./templates.ts";

const MIN_CPU = 1e6;
const MIN_MEMORY = 4 * 1024 * 1024;
const MOUNT_TYPES = ["bind", "volume", "tmpfs", "npipe", "cluster"];
const PROPAGATIONS = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];
const CONDITIONS = ["none", "on-failure", "any"];

/** Refuses what the daemon refuses when it converts the API's words into swarmkit's, before swarmkit sees them. */
export function validateWords(spec: ServiceSpec): void {
  if (spec.TaskTemplate.Resources) validateSwap(spec.TaskTemplate.Resources);
  const container = spec.TaskTemplate.ContainerSpec;
  const runtime = spec.TaskTemplate.Runtime ?? "container";
  if (!["container", "plugin"].includes(runtime)) throw failure("service-unknown-runtime");
  if ((runtime === "plugin") !== (!container && spec.TaskTemplate.PluginSpec !== undefined)) throw failure("service-runtime");
  if (!container && !spec.TaskTemplate.PluginSpec && !spec.TaskTemplate.NetworkAttachmentSpec) throw failure("service-runtime");
  for (const mount of container?.Mounts ?? [])
    if (mount.Type && !MOUNT_TYPES.includes(mount.Type.toLowerCase())) throw failure("service-mount-type", { type: mount.Type });
  for (const { BindOptions } of container?.Mounts ?? []) {
    const propagation = BindOptions?.Propagation ?? "";
    if (propagation !== "" && !PROPAGATIONS.includes(propagation)) throw failure("service-mount-propagation", { propagation });
  }
  validateExitLabel(container?.Labels);
  validateCredentials(container?.Privileges?.CredentialSpec ?? undefined);
  for (const { File, Runtime } of container?.Configs ?? []) {
    if (!File && !Runtime) throw failure("service-config-target", { problem: "either File or Runtime should be set" });
    if (File && Runtime) throw failure("service-config-target", { problem: "cannot specify both File and Runtime" });
  }
  const condition = spec.TaskTemplate.RestartPolicy?.Condition ?? "";
  if (condition !== "" && !CONDITIONS.includes(condition)) throw failure("service-restart-condition", { condition });
  validateUpdateWords(spec.UpdateConfig);
  validateUpdateWords(spec.RollbackConfig);
  const mode = spec.EndpointSpec?.Mode ?? "";
  if (!["", "vip", "dnsrr"].includes(mode)) throw failure("service-endpoint-mode", { mode });
}

/** Refuses credentials that come from nowhere, or from two places. */
function validateCredentials(spec: CredentialSpec | undefined): void {
  if (!spec) return;
  const given = (["Config", "File", "Registry"] as const).filter((key) => spec[key]).map((key) => key.toLowerCase());
  if (given.length === 0) throw failure("service-credentials-none");
  if (given.length > 1) throw failure("service-credentials-two", { one: given[0] as string, other: given[1] as string });
}

function validateUpdateWords(config: UpdateConfig | undefined): void {
  const { FailureAction: action = "", Order: order = "" } = config ?? {};
  if (!["", "pause", "continue", "rollback"].includes(action)) throw failure("service-failure-action", { action });
  if (!["", "stop-first", "start-first"].includes(order)) throw failure("service-update-order", { order });
}

/** A number as Go's %g prints it, for the CPU error. */
function goFloat(value: number): string {
  return value.toString().replace(/e-(\d)$/, "e-0$1");
}

function validateResources(resources: Resources | undefined): void {
  const { NanoCPUs = 0, MemoryBytes = 0 } = resources ?? {};
  if (NanoCPUs !== 0 && NanoCPUs < MIN_CPU) throw failure("service-cpu", { value: goFloat(Number(NanoCPUs) / 1e9) });
  if (MemoryBytes !== 0 && MemoryBytes < MIN_MEMORY) throw failure("service-memory", { value: MemoryBytes });
}

/** Refuses swap without a limit of memory. */
function validateSwap({ Limits, SwapBytes }: ResourceRequirements): void {
  if (SwapBytes !== undefined && !Limits?.MemoryBytes) throw failure("service-swap-without-memory");
}

function validateUpdateNumbers(config: UpdateConfig | undefined): void {
  if ((config?.Delay ?? 0) < 0) throw failure("service-negative", { field: "update-delay" });
  if ((config?.Monitor ?? 0) < 0) throw failure("service-negative", { field: "update-monitor" });
  const ratio = config?.MaxFailureRatio ?? 0;
  if (ratio < 0 || ratio > 1) throw failure("service-failure-ratio");
}

function validatePorts(spec: ServiceSpec): void {
  const ports = spec.EndpointSpec?.Ports ?? [];
  const isIngress = (port: PortConfig): boolean => (port.PublishMode ?? "ingress") === "ingress";
  if (spec.EndpointSpec?.Mode === "dnsrr" && ports.some(isIngress)) throw failure("service-dnsrr-ingress");
  const seen = new Set<string>();
  for (const port of ports) {
    if (!port.PublishedPort) continue;
    const key = `${port.Protocol ?? "tcp"}/${port.PublishedPort}`;
    if (seen.has(key)) throw failure("service-duplicate-ports");
    seen.add(key);
  }
}

/** Shortest time that a health check may name, in nanoseconds. */
const MIN_HEALTH = 1_000_000;

function validateHealth(health: HealthConfig | undefined): void {
  for (const field of ["Interval", "Timeout", "StartPeriod", "StartInterval"] as const) {
    const value = health?.[field] ?? 0;
    if (value !== 0 && value < MIN_HEALTH) throw failure("service-health-time", { field });
  }
  if ((health?.Retries ?? 0) < 0) throw failure("service-health-retries");
}

/** Refuses two secrets, or two configs, for one file. */
function validateTargets(kind: "secret" | "config", references: readonly (SecretReference | ConfigReference)[]): void {
  const seen = new Map<string, string>();
  for (const one of references) {
    const [id, name] = "SecretName" in one ? [one.SecretID, one.SecretName] : [one.ConfigID, one.ConfigName];
    if (!id || !name) throw failure("service-reference", { kind });
    if (!one.File && !("Runtime" in one && one.Runtime)) throw failure("service-reference-target", { kind });
    if (!one.File) continue;
    if (one.File.Name === "") throw failure("service-reference-file", { kind });
    const other = seen.get(one.File.Name);
    if (other !== undefined) throw failure("service-target-twice", { kind, other, name, target: one.File.Name });
    seen.set(one.File.Name, name);
  }
}

/** Refuses credentials in a config that the service does not refer to for that. */
function validateCredentialConfig(container: ContainerSpec | undefined): void {
  const config = container?.Privileges?.CredentialSpec?.Config;
  if (config && !container.Configs?.some((one) => one.Runtime && one.ConfigID === config)) throw failure("service-credentials-config", { config });
}

/** Refuses what swarmkit refuses of a specification, in its order; of one that is not new, whatever its name is. */
export function validateSpec(spec: ServiceSpec, isNew: boolean): void {
  // Another name is refused as such.
  if (isNew) validateName(spec.Name ?? "");
  const template = spec.TaskTemplate;
  validateResources(template.Resources?.Limits);
  validateResources(template.Resources?.Reservations);
  for (const field of ["Delay", "Window"] as const)
    if ((template.RestartPolicy?.[field] ?? 0) < 0) throw failure("service-negative", { field: `restart-${field.toLowerCase()}` });
  for (const text of template.Placement?.Constraints ?? []) parseConstraint(text);
  validateTargets("secret", template.ContainerSpec?.Secrets ?? []);
  validateTargets("config", template.ContainerSpec?.Configs ?? []);
  validateCredentialConfig(template.ContainerSpec);
  if (template.ContainerSpec) validateTemplates(template.ContainerSpec);
  const image = template.ContainerSpec?.Image ?? "";
  if (template.ContainerSpec && image === "") throw failure("service-image-missing");
  if (template.ContainerSpec && !isImageReference(image)) throw failure("service-image-invalid", { image });
  const targets = (template.ContainerSpec?.Mounts ?? []).map(({ Target = "" }) => Target);
  const twice = targets.find((target, at) => targets.indexOf(target) !== at);
  if (twice !== undefined) throw failure("service-mount-twice", { target: twice });
  validateHealth(template.ContainerSpec?.Healthcheck);
  const isJob = spec.Mode.ReplicatedJob !== undefined || spec.Mode.GlobalJob !== undefined;
  if (isJob && spec.UpdateConfig) throw failure("service-job-update");
  // swarmkit never looks at the numbers of a rollback.
  validateUpdateNumbers(spec.UpdateConfig);
  validatePorts(spec);
}

/** Refuses fixed ports that another service of the swarm has published. */
export function checkPortConflicts(cluster: Cluster, spec: ServiceSpec, ownId: string): void {
  for (const port of spec.EndpointSpec?.Ports ?? []) {
    if (!port.PublishedPort) continue;
    for (const service of Object.values(cluster.Services)) {
      if (service.ID === ownId) continue;
      const other = [...(service.Spec.EndpointSpec?.Ports ?? []), ...(service.Endpoint.Ports ?? [])].find(
        (one) => one.PublishedPort === port.PublishedPort && (one.Protocol ?? "tcp") === (port.Protocol ?? "tcp"),
      );
      if (!other || (port.PublishMode === "host" && other.PublishMode === "host")) continue;
      throw failure(other.PublishMode === "host" ? "service-port-host" : "service-port-ingress", {
        port: port.PublishedPort,
        name: service.Spec.Name ?? "",
        id: service.ID,
      });
    }
  }
}

/** Refuses what the swarm as it is cannot serve: ports without an ingress network, secrets and configs that are not there. */
export function checkDependencies(cluster: Cluster, spec: ServiceSpec): void {
  if (needsIngress(spec) && !ingressOf(cluster)) throw failure("service-needs-ingress");
  const container = spec.TaskTemplate.ContainerSpec;
  const missing = (kind: string, names: string[]): void => {
    if (names.length > 0) throw failure("service-objects-missing", { kind: names.length > 1 ? `${kind}s` : kind, names: names.join(", ") });
  };
  missing(
    "secret",
    (container?.Secrets ?? []).filter((one) => cluster.Secrets[one.SecretID]?.Spec.Name !== one.SecretName).map((one) => one.SecretName),
  );
  missing(
    "config",
    (container?.Configs ?? []).filter((one) => cluster.Configs[one.ConfigID]?.Spec.Name !== one.ConfigName).map((one) => one.ConfigName),
  );
}
