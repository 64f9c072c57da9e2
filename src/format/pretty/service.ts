import type { ContainerSpec, Driver, Limit, Service, UpdateConfig } from "../../api/index.ts";
import { since } from "../contexts/shared.ts";
import { bytesSize, goDuration } from "../units.ts";

type Lines = string[];

function update(title: string, config: UpdateConfig | undefined, order: string): Lines {
  if (!config) return [];
  return [
    `${title}:`,
    ` Parallelism:\t${config.Parallelism}`,
    ...(config.Delay ? [` Delay:\t\t${goDuration(config.Delay)}`] : []),
    ` On failure:\t${config.FailureAction ?? ""}`,
    ...(config.Monitor ? [` Monitoring Period: ${goDuration(config.Monitor)}`] : []),
    ` Max failure ratio: ${config.MaxFailureRatio}`,
    ` ${order}${config.Order}`,
  ];
}

function mode({ Spec: { Mode } }: Service): Lines {
  if (Mode.Replicated) return ["Service Mode:\tReplicated", ` Replicas:\t${Mode.Replicated.Replicas ?? 0}`];
  return [Mode.Global ? "Service Mode:\tGlobal" : "Service Mode:"];
}

function status(service: Service, now: Date): Lines {
  const one = service.UpdateStatus;
  if (!one?.State) return [];
  return [
    "UpdateStatus:",
    ` State:\t\t${one.State}`,
    ...(one.StartedAt ? [` Started:\t${since(one.StartedAt, now)} ago`] : []),
    ...(one.State === "completed" && one.CompletedAt ? [` Completed:\t${since(one.CompletedAt, now)} ago`] : []),
    ` Message:\t${one.Message ?? ""}`,
  ];
}

function placement({ Spec: { TaskTemplate } }: Service): Lines {
  const { Constraints = [], Preferences = [], MaxReplicas = 0 } = TaskTemplate.Placement ?? {};
  return [
    "Placement:",
    ...(Constraints.length > 0 ? [` Constraints:\t[${Constraints.join(" ")}]`] : []),
    ...(Preferences.length > 0 ? [` Preferences:   [${Preferences.map((one) => `spread=${one.Spread?.SpreadDescriptor}`).join(" ")}]`] : []),
    ...(MaxReplicas > 0 ? [` Max Replicas Per Node:   ${MaxReplicas}`] : []),
  ];
}

function container(spec: ContainerSpec): Lines {
  const list = (words: readonly string[]): string => words.map((one) => `${one} `).join("");
  const capabilities = [
    ...(spec.CapabilityAdd?.length ? [` Add: ${spec.CapabilityAdd.join(", ")}`] : []),
    ...(spec.CapabilityDrop?.length ? [` Drop: ${spec.CapabilityDrop.join(", ")}`] : []),
  ];
  return [
    "ContainerSpec:",
    ` Image:\t\t${spec.Image ?? ""}`,
    ...(spec.Args?.length ? [` Args:\t\t${list(spec.Args)}`] : []),
    ...(spec.Env?.length ? [` Env:\t\t${list(spec.Env)}`] : []),
    ...(spec.Dir ? [` Dir:\t\t${spec.Dir}`] : []),
    ...(spec.Init !== undefined ? [` Init:\t\t${spec.Init}`] : []),
    ...(spec.User ? [` User: ${spec.User}`] : []),
    ...(capabilities.length > 0 ? ["Capabilities:", ...capabilities] : []),
    ...titled("SysCtls:", entries(spec.Sysctls, " ", ": ")),
    ...(spec.Ulimits?.length ? ["Ulimits:", ...spec.Ulimits.map((one) => ` ${one.Name}: ${one.Soft}:${one.Hard}`)] : []),
    ...(spec.Mounts?.length
      ? [
          "Mounts:",
          ...spec.Mounts.flatMap((one) => [
            ` Target:\t${one.Target ?? ""}`,
            `  Source:\t${one.Source ?? ""}`,
            `  ReadOnly:\t${one.ReadOnly ?? false}`,
            `  Type:\t\t${one.Type ?? ""}`,
          ]),
        ]
      : []),
    ...files(
      "Configs",
      (spec.Configs ?? []).map((one) => [one.File?.Name ?? "", one.ConfigName]),
    ),
    ...files(
      "Secrets",
      (spec.Secrets ?? []).map((one) => [one.File?.Name ?? "", one.SecretName]),
    ),
  ];
}

function files(title: string, references: readonly (readonly [string, string] | string[])[]): Lines {
  return references.length > 0 ? [`${title}:`, ...references.flatMap(([target, source]) => [` Target:\t${target}`, `  Source:\t${source}`])] : [];
}

function limits(title: string, limit: Limit | undefined): Lines {
  if (!limit || !(limit.NanoCPUs || limit.MemoryBytes || limit.Pids)) return [];
  return [
    ` ${title}:`,
    ...(limit.NanoCPUs ? [`  CPU:\t\t${Number(limit.NanoCPUs) / 1e9}`] : []),
    ...(limit.MemoryBytes ? [`  Memory:\t${bytesSize(limit.MemoryBytes)}`] : []),
    ...(limit.Pids ? [`  PIDs:\t\t${limit.Pids}`] : []),
  ];
}

function ports(service: Service): string {
  const all = service.Endpoint.Ports ?? [];
  if (all.length === 0) return "";
  const lines = all.map(
    (port) =>
      `\n PublishedPort = ${port.PublishedPort ?? 0}\n  Protocol = ${port.Protocol ?? ""}\n  TargetPort = ${port.TargetPort ?? 0}\n  PublishMode = ${port.PublishMode ?? ""}`,
  );
  return `Ports:${lines.join("")} \n`;
}

/** Health checks, every setting said; the last test ends with a space. */
function health({ Healthcheck: check }: ContainerSpec): string {
  if (!check) return "";
  const tests = check.Test?.length ? `  Tests:\n${check.Test.map((one) => `\t Test = ${one}`).join("\n")} \n` : "";
  const time = (ns = 0): string => goDuration(ns);
  return ` Healthcheck:\n  Interval = ${time(check.Interval)}\n  Retries = ${check.Retries ?? 0}\n  StartPeriod =\t${time(check.StartPeriod)}\n  Timeout =\t${time(check.Timeout)}\n${tests}`;
}

/** Entries of a map by key, each with its value where it has one. */
function entries(map: Record<string, string> | null | undefined, before: string, between: string): Lines {
  const all = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([key, value]) => `${before}${key}${value === "" ? "" : between + value}`);
}

const titled = (title: string, lines: Lines): Lines => (lines.length > 0 ? [title, ...lines] : []);

function logDriver(log: Driver | null | undefined): Lines {
  if (!log) return [];
  return ["Log Driver:", ...(log.Name ? [` Name:\t\t${log.Name}`] : []), ...titled(" LogOpts:", entries(log.Options, "  ", ":       ")), ""];
}

/** `docker service inspect --pretty` of one service; `networks` are the names of its networks. */
export function prettyService(service: Service, networks: readonly string[], now: Date): string {
  const { Spec } = service;
  const spec = Spec.TaskTemplate.ContainerSpec ?? {};
  const lines = [
    "",
    `ID:\t\t${service.ID}`,
    `Name:\t\t${Spec.Name ?? ""}`,
    ...titled("Labels:", entries(Spec.Labels, " ", "=")),
    ...mode(service),
    ...status(service, now),
    ...placement(service),
    ...update("UpdateConfig", Spec.UpdateConfig, "Update order:      "),
    ...update("RollbackConfig", Spec.RollbackConfig, "Rollback order:    "),
    ...container(spec),
    ...logDriver(Spec.TaskTemplate.LogDriver),
    ...(Spec.TaskTemplate.Resources ? ["Resources:"] : []),
    ...limits("Reservations", Spec.TaskTemplate.Resources?.Reservations),
    ...limits("Limits", Spec.TaskTemplate.Resources?.Limits),
    ...(networks.length > 0 ? [`Networks: ${networks.join(" ")} `] : []),
    `Endpoint Mode:\t${Spec.EndpointSpec?.Mode ?? ""}`,
  ];
  return `${lines.join("\n")}\n${ports(service)}${health(spec)}`;
}
