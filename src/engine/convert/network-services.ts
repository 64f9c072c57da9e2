import type { NetworkServiceInfo, NetworkTask } from "../../api/index.ts";
import type { Cluster, Host, State, StoredNetwork, StoredTask } from "../../store/schema.ts";
import { tasksOf } from "../../store/swarm-tasks.ts";
import { own } from "../../values/own.ts";

/** The first firewall mark of a load balancer. */
const FIRST_MARK = 257;

function taskInfo(state: State, cluster: Cluster, network: StoredNetwork, task: StoredTask): NetworkTask | undefined {
  const host = state.hosts[cluster.Nodes[task.NodeID ?? ""]?.Host ?? ""];
  const container = host?.Containers[task.ContainerID ?? ""];
  const endpoint = own(container?.Endpoints, network.Spec.Name);
  if (!host || !container || !endpoint || task.Status.State !== "running") return undefined;
  return {
    Name: container.Name,
    EndpointID: endpoint.EndpointID,
    EndpointIP: endpoint.IPv4.split("/")[0] ?? "",
    Info: { "Host IP": host.Swarm?.DataPathAddr ?? "" },
  };
}

function plainContainers(state: State, network: StoredNetwork): NetworkTask[] {
  return Object.values(state.hosts).flatMap((host) =>
    Object.values(host.Containers).flatMap((container) => {
      const endpoint = container.TaskID ? undefined : own(container.Endpoints, network.Spec.Name);
      if (!endpoint?.EndpointID || endpoint.NetworkID !== network.ID) return [];
      return [
        {
          Name: container.Name,
          EndpointID: endpoint.EndpointID,
          EndpointIP: endpoint.IPv4.split("/")[0] ?? "",
          Info: { "Host IP": host.Swarm?.DataPathAddr ?? "" },
        },
      ];
    }),
  );
}

/** The services on a network with their VIPs and tasks, by name: `Services` of `network inspect --verbose`. */
export function verboseServices(state: State, cluster: Cluster, host: Host, network: StoredNetwork): Record<string, NetworkServiceInfo> {
  const marks = host.Overlays[network.ID]?.LBIndexes ?? {};
  const entries: [string, NetworkServiceInfo][] = [];
  for (const service of Object.values(cluster.Services)) {
    const tasks = tasksOf(cluster, new Set([service.ID]));
    const Tasks = tasks.flatMap((task) => taskInfo(state, cluster, network, task) ?? []);
    if (Tasks.length === 0) continue;
    const vip = service.Endpoint.VirtualIPs?.find((one) => one.NetworkID === network.ID)?.Addr?.split("/")[0];
    const ports = network.Spec.Ingress ? (service.Endpoint.Ports ?? []).filter((port) => (port.PublishMode ?? "ingress") === "ingress") : [];
    const Ports = ports.map((port) => `Target: ${port.TargetPort}, Publish: ${port.PublishedPort}`);
    entries.push([service.Spec.Name ?? "", { VIP: vip ?? "<nil>", Ports, LocalLBIndex: marks[service.ID] ?? FIRST_MARK, Tasks }]);
  }
  const plain = plainContainers(state, network);
  if (plain.length > 0) entries.push(["", { VIP: "<nil>", Ports: [], LocalLBIndex: 0, Tasks: plain }]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
