import type { PortConfig } from "../../api/index.ts";
import type { Cluster, Host, StoredTask } from "../../store/schema.ts";
import { isLive } from "../tasks/states.ts";

/** First of the ports that a host hands out by itself. */
const FIRST = 32_768;

/**
 * The host-mode ports of a task as its node publishes them, each for IPv4 and for IPv6 (so each twice, as the Engine
 * shows them); a port without a number gets the next free one of the host.
 */
export function hostPortStatus(cluster: Cluster, host: Host, task: StoredTask): { Ports?: PortConfig[] } {
  const requested = (cluster.Services[task.ServiceID ?? ""]?.Spec.EndpointSpec?.Ports ?? []).filter((port) => port.PublishMode === "host");
  if (requested.length === 0) return {};
  const used = new Set(
    Object.values(cluster.Tasks)
      .filter((other) => other !== task && isLive(other) && cluster.Nodes[other.NodeID ?? ""]?.Host === host.Name)
      .flatMap((other) => (other.Status.PortStatus.Ports ?? []).map((port) => `${port.Protocol}/${port.PublishedPort}`)),
  );
  const Ports = requested.flatMap((port) => {
    const Protocol = port.Protocol ?? "tcp";
    let PublishedPort = port.PublishedPort ?? FIRST;
    while (!port.PublishedPort && used.has(`${Protocol}/${PublishedPort}`)) PublishedPort++;
    used.add(`${Protocol}/${PublishedPort}`);
    const one = { Protocol, TargetPort: port.TargetPort, PublishedPort, PublishMode: "host" };
    return [one, { ...one }];
  });
  return { Ports };
}
