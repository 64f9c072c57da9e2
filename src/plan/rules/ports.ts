import type { PortConfig, Service } from "../../api/index.ts";
import { isIngress, portsOf, swarmNetworks } from "../facts.ts";
import { ofService, type Rule } from "./types.ts";

/** What the hosts of a swarm listen on themselves. */
const HOST_PORTS: Readonly<Record<string, string>> = {
  "22/tcp": "SSH",
  "2377/tcp": "the managers of the swarm",
  "7946/tcp": "the gossip of the nodes",
  "7946/udp": "the gossip of the nodes",
};

const protocolOf = ({ Protocol }: PortConfig): string => Protocol ?? "tcp";
const published = (service: Service): PortConfig[] => portsOf(service).filter(({ PublishedPort }) => PublishedPort);
const hostPorts = (service: Service): PortConfig[] => published(service).filter((port) => !isIngress(port));

/** Rules on published ports. */
export const PORT_RULES: readonly Rule[] = [
  {
    id: "DS030",
    keys: ["ports", "deploy"],
    name: "dnsrr-with-ingress-port",
    severity: "error",
    explanation:
      "The routing mesh sends to a VIP, which a service in dnsrr mode has not: the engine refuses it. Publish in host mode, or use --endpoint-mode vip.",
    check: ({ snapshot }) =>
      snapshot.services
        .filter(({ Spec }) => Spec.EndpointSpec?.Mode === "dnsrr" && Spec.EndpointSpec.Ports?.some(isIngress))
        .map((service) => ofService(service, "it publishes a port through the routing mesh and has no VIP (endpoint mode dnsrr)")),
  },
  {
    id: "DS031",
    keys: ["ports", "deploy"],
    name: "ingress-port-conflict",
    severity: "error",
    explanation: "A port of the routing mesh is taken on every node and can be of one service only; a port in host mode may not be one of them either.",
    check: ({ snapshot: { services } }) =>
      services.flatMap((service, at) =>
        published(service).flatMap((port) =>
          services
            .slice(0, at)
            .filter((other) =>
              published(other).some(
                (taken) => taken.PublishedPort === port.PublishedPort && protocolOf(taken) === protocolOf(port) && (isIngress(taken) || isIngress(port)),
              ),
            )
            .map((other) => ofService(service, `its port ${port.PublishedPort}/${protocolOf(port)} is published by service ${other.Spec.Name ?? ""} too`)),
        ),
      ),
  },
  {
    id: "DS032",
    keys: ["ports", "deploy"],
    name: "ingress-port-host-service",
    severity: "error",
    explanation:
      "The published port is one that the hosts themselves listen on: SSH, or the swarm's own 2377/tcp, 7946/tcp+udp and the data path port (4789/udp). Publish another.",
    check: ({ snapshot: { services, swarm } }) =>
      services.flatMap((service) =>
        published(service).flatMap((port) => {
          const name = `${port.PublishedPort}/${protocolOf(port)}`;
          const what = name === `${swarm?.DataPathPort || 4789}/udp` ? "the data path of the overlays" : HOST_PORTS[name];
          return what ? [ofService(service, `it publishes ${name}, which the hosts need for ${what}`)] : [];
        }),
      ),
  },
  {
    id: "DS033",
    keys: ["ports", "deploy"],
    name: "host-port-replicas",
    severity: "error",
    explanation:
      "A port in host mode is taken once per node: replicas beyond the nodes that are free of it stay Pending. Use --mode global, fewer replicas, or the routing mesh.",
    check: ({ snapshot }) =>
      snapshot.services.flatMap((service) => {
        const waiting = snapshot.tasks.filter(
          ({ ServiceID, DesiredState, Status }) =>
            ServiceID === service.ID && DesiredState === "running" && Status.State === "pending" && Status.Err?.includes("host-mode port"),
        );
        const names = hostPorts(service).map((port) => `${port.PublishedPort}/${protocolOf(port)}`);
        return waiting.length > 0 ? [ofService(service, `${waiting.length} of its tasks find no node where ${names.join(", ")} is free`)] : [];
      }),
  },
  {
    id: "DS034",
    keys: ["ports", "deploy"],
    name: "host-port-start-first",
    severity: "error",
    explanation:
      "With --update-order start-first the new task must start beside the old one, which still holds the node's port: the update hangs unless another node is free. Use stop-first.",
    check: ({ snapshot }) =>
      snapshot.services
        .filter((service) => service.Spec.UpdateConfig?.Order === "start-first" && hostPorts(service).length > 0)
        .map((service) => ofService(service, "it updates start-first while its tasks hold ports in host mode")),
  },
  {
    id: "DS036",
    keys: ["ports", "deploy"],
    name: "ingress-missing",
    severity: "error",
    explanation:
      "A port is published through the routing mesh and the swarm has no ingress network: tasks wait for it. Make it again with `network create --ingress -d overlay`.",
    check: ({ snapshot }) =>
      snapshot.swarm && !swarmNetworks(snapshot).some(({ Ingress }) => Ingress)
        ? snapshot.services
            .filter((service) => (service.Spec.EndpointSpec?.Ports ?? []).some(isIngress))
            .map((service) => ofService(service, "it publishes ports and there is no ingress network"))
        : [],
  },
];
