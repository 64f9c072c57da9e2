import type { ContainerInspect, EndpointSettings } from "../../api/index.ts";
import type { StoredContainer, StoredEndpoint } from "../../store/schema.ts";

/** Command of the images that a dry run knows nothing about. */
export const DEFAULT_COMMAND = ["/docker-entrypoint.sh"];

const split = (cidr: string): [string, number] => {
  const [address = "", prefix = "0"] = cidr.split("/");
  return [address, Number(prefix)];
};

function dnsNames(container: StoredContainer, network: string, endpoint: StoredEndpoint): string[] | null {
  if (["bridge", "host", "none"].includes(network) || (endpoint.NetworkID === "" && !endpoint.Named)) return null;
  return [container.Name, ...(endpoint.Request.Aliases ?? []), container.Id.slice(0, 12)].filter((name, at, all) => all.indexOf(name) === at);
}

/** A container's endpoint as the API shows it. */
export function endpointSettings(container: StoredContainer, network: string, endpoint: StoredEndpoint): EndpointSettings {
  const [IPAddress, IPPrefixLen] = split(endpoint.IPv4);
  const [GlobalIPv6Address, GlobalIPv6PrefixLen] = split(endpoint.IPv6);
  const request = endpoint.Request;
  return {
    // The swarm chose the address of an attachment, and it shows as one that was asked for.
    IPAMConfig: container.TaskID || (endpoint.TaskID && IPAddress) ? { ...(IPAddress && { IPv4Address: IPAddress }) } : (request.IPAMConfig ?? null),
    Links: request.Links ?? null,
    Aliases: request.Aliases ?? null,
    MacAddress: endpoint.MacAddress,
    DriverOpts: request.DriverOpts ?? null,
    GwPriority: request.GwPriority ?? 0,
    NetworkID: endpoint.NetworkID,
    EndpointID: endpoint.EndpointID,
    Gateway: endpoint.Gateway,
    IPAddress,
    IPPrefixLen,
    IPv6Gateway: endpoint.IPv6Gateway,
    GlobalIPv6Address,
    GlobalIPv6PrefixLen,
    DNSNames: dnsNames(container, network, endpoint),
  };
}

/** Where a container is, by network name. */
export function networksOf(container: StoredContainer): Record<string, EndpointSettings> {
  const entries = Object.entries(container.Endpoints).map(([name, endpoint]) => [name, endpointSettings(container, name, endpoint)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The ports that a running container publishes, with where they are on the host. */
export function ports(container: StoredContainer): Record<string, { HostIp: string; HostPort: string }[]> {
  const endpoints = Object.values(container.Endpoints);
  // One that is on overlays alone shows none of its ports.
  if (container.State !== "running" || (endpoints.length > 0 && endpoints.every(({ TaskID }) => TaskID !== undefined))) return {};
  return Object.fromEntries(
    Object.entries(container.HostConfig.PortBindings ?? {}).map(([port, bindings]) => [
      port,
      (bindings ?? []).flatMap(({ HostIp, HostPort: wished }, at) => {
        const HostPort = container.HostPorts?.[port]?.[at] ?? wished;
        return HostIp
          ? [{ HostIp, HostPort }]
          : [
              { HostIp: "0.0.0.0", HostPort },
              { HostIp: "::", HostPort },
            ];
      }),
    ]),
  );
}

/** The volumes of a container as the API shows them. */
function mountPoints({ Volumes = [], MountPoints = [] }: StoredContainer): ContainerInspect["Mounts"] {
  return MountPoints.map(({ Destination, ReadOnly }, at) => ({
    Type: "volume",
    Name: Volumes[at] ?? "",
    Source: `/var/lib/docker/volumes/${Volumes[at]}/_data`,
    Destination,
    Driver: "local",
    Mode: "z",
    RW: !ReadOnly,
    Propagation: "",
  }));
}

/** Answer of `GET /containers/{id}/json`. */
export function inspectContainer(container: StoredContainer): ContainerInspect {
  const bridge = container.Endpoints.bridge;
  const legacy = bridge ? endpointSettings(container, "bridge", bridge) : undefined;
  const running = container.State === "running";
  const command = container.Cmd ?? DEFAULT_COMMAND;
  return {
    Id: container.Id,
    Created: container.Created,
    Path: command[0] ?? "",
    Args: command.slice(1),
    State: {
      Status: container.State,
      Running: running,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: running ? 1000 + (Number.parseInt(container.Id.slice(0, 4), 16) % 30_000) : 0,
      ExitCode: container.ExitCode,
      Error: "",
      StartedAt: container.StartedAt,
      FinishedAt: container.FinishedAt,
    },
    Image: container.Image,
    Name: `/${container.Name}`,
    RestartCount: 0,
    Driver: "overlay2",
    Platform: "linux",
    HostConfig: {
      NetworkMode: container.HostConfig.NetworkMode,
      PortBindings: container.HostConfig.PortBindings ?? {},
      AutoRemove: container.HostConfig.AutoRemove ?? false,
    },
    Mounts: mountPoints(container),
    Config: { Hostname: container.Hostname, Env: container.Env ?? [], Cmd: container.Cmd, Image: container.Image, Labels: container.Labels },
    NetworkSettings: {
      Bridge: "",
      SandboxID: running ? container.Id.split("").reverse().join("") : "",
      SandboxKey: running ? `/var/run/docker/netns/${container.Id.slice(-12)}` : "",
      Ports: ports(container),
      EndpointID: legacy?.EndpointID ?? "",
      Gateway: legacy?.Gateway ?? "",
      GlobalIPv6Address: legacy?.GlobalIPv6Address ?? "",
      GlobalIPv6PrefixLen: legacy?.GlobalIPv6PrefixLen ?? 0,
      IPAddress: legacy?.IPAddress ?? "",
      IPPrefixLen: legacy?.IPPrefixLen ?? 0,
      IPv6Gateway: legacy?.IPv6Gateway ?? "",
      MacAddress: legacy?.MacAddress ?? "",
      Networks: networksOf(container),
    },
  };
}
