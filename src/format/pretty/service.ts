import type { ContainerSpec, Limit, Service, UpdateConfig } from "../../api/index.ts";
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
    ...(spec.Sysctls && Object.keys(spec.Sysctls).length > 0
      ? [
          "SysCtls:",
          ...Object.entries(spec.Sysctls)
            .sort()
            .map(([key, value]) => ` ${key}: ${value}`),
        ]
      : []),
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
    ...(limit.NanoCPUs ? [`  CPU:\t\t${limit.NanoCPUs / 1e9}`] : []),
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

function health({ Healthcheck: check }: ContainerSpec): Lines {
  if (!check) return [];
  return [
    " Healthcheck:",
    ...(check.Interval ? [`  Interval = ${goDuration(check.Interval)}`] : []),
    ...(check.Retries ? [`  Retries = ${check.Retries}`] : []),
    ...(check.StartPeriod ? [`  StartPeriod =\t${goDuration(check.StartPeriod)}`] : []),
    ...(check.Timeout ? [`  Timeout =\t${goDuration(check.Timeout)}`] : []),
    ...(check.Test?.length ? ["  Tests:", ...check.Test.map((one) => `\t Test = ${one}`)] : []),
  ];
}

/** `docker service inspect --pretty` of one service; `networks` are the names of its networks. */
export function prettyService(service: Service, networks: readonly string[], now: Date): string {
  const { Spec } = service;
  const spec = Spec.TaskTemplate.ContainerSpec ?? {};
  const labels = Object.entries(Spec.Labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const log = Spec.TaskTemplate.LogDriver;
  const lines = [
    "",
    `ID:\t\t${service.ID}`,
    `Name:\t\t${Spec.Name ?? ""}`,
    ...(labels.length > 0 ? ["Labels:", ...labels.map(([key, value]) => ` ${key}=${value}`)] : []),
    ...mode(service),
    ...status(service, now),
    ...placement(service),
    ...update("UpdateConfig", Spec.UpdateConfig, "Update order:      "),
    ...update("RollbackConfig", Spec.RollbackConfig, "Rollback order:    "),
    ...container(spec),
    ...(log
      ? [
          "Log Driver:",
          ` Name:\t\t${log.Name ?? ""}`,
          " LogOpts:",
          ...Object.entries(log.Options ?? {})
            .sort()
            .map(([key, value]) => `  ${key}:       ${value}`),
          "",
        ]
      : []),
    "Resources:",
    ...limits("Reservations", Spec.TaskTemplate.Resources?.Reservations),
    ...limits("Limits", Spec.TaskTemplate.Resources?.Limits),
    ...(networks.length > 0 ? [`Networks: ${networks.join(" ")} `] : []),
    ...(Spec.EndpointSpec?.Mode ? [`Endpoint Mode:\t${Spec.EndpointSpec.Mode}`] : []),
  ];
  const end = health(spec);
  return `${lines.join("\n")}\n${ports(service)}${end.length > 0 ? `${end.join("\n")}\n` : ""}`;
}
