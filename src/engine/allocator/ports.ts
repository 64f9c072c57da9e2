import type { PortConfig, Service } from "../../api/index.ts";
import type { Cluster } from "../../store/schema.ts";

const FIRST = 30_000;
const LAST = 32_767;

const protocolOf = (port: PortConfig): string => port.Protocol ?? "tcp";
const isIngress = (port: PortConfig): boolean => (port.PublishMode ?? "ingress") === "ingress";
const sameButPublished = (a: PortConfig, b: PortConfig): boolean => a.Name === b.Name && protocolOf(a) === protocolOf(b) && a.TargetPort === b.TargetPort;

/** Ports published in ingress mode by the other services of a swarm, as "tcp/8080". */
function taken(cluster: Cluster, service: Service): Set<string> {
  const used = new Set<string>();
  for (const other of Object.values(cluster.Services)) {
    if (other.ID === service.ID) continue;
    for (const port of other.Endpoint.Ports ?? []) if (isIngress(port) && port.PublishedPort) used.add(`${protocolOf(port)}/${port.PublishedPort}`);
  }
  return used;
}

/** The requested ports; a dynamic one keeps the number it has while the number of ports stays. Fixed and host ports come first. */
function reconcile(service: Service): PortConfig[] {
  const requested = service.Spec.EndpointSpec?.Ports ?? [];
  const had = service.Endpoint.Ports;
  if (!had || had.length !== requested.length) return requested.map((port) => ({ ...port }));
  const free = had.filter((port) => isIngress(port) && !requested.some((w) => w.PublishedPort === port.PublishedPort && sameButPublished(w, port)));
  const fixed = requested.filter((port) => !isIngress(port) || port.PublishedPort);
  const dynamic = requested.filter((port) => isIngress(port) && !port.PublishedPort);
  return [...fixed, ...dynamic].map((port) => {
    if (!isIngress(port) || port.PublishedPort) return { ...port };
    const at = free.findIndex((old) => sameButPublished(old, port));
    return at >= 0 ? { ...(free.splice(at, 1)[0] as PortConfig) } : { ...port };
  });
}

/**
 * The ports of a service with a number each: fixed ones as asked, dynamic ones (30000-32767) by the cursor of their
 * protocol, host-mode ones as they are. Undefined when a port cannot be had.
 */
export function allocatePorts(cluster: Cluster, service: Service): PortConfig[] | undefined {
  const ports = reconcile(service);
  const used = ports.some(isIngress) ? taken(cluster, service) : new Set<string>();
  const keyOf = (port: PortConfig): string => `${protocolOf(port)}/${port.PublishedPort}`;
  for (const port of ports) {
    if (!isIngress(port) || !port.PublishedPort) continue;
    if (used.has(keyOf(port))) return undefined;
    used.add(keyOf(port));
  }
  for (const port of ports) {
    if (!isIngress(port) || port.PublishedPort) continue;
    const number = nextPort(cluster, protocolOf(port), used);
    if (number === undefined) return undefined;
    port.PublishedPort = number;
    used.add(keyOf(port));
  }
  return ports.map(ordered);
}

function nextPort(cluster: Cluster, protocol: string, used: Set<string>): number | undefined {
  for (let tries = FIRST; tries <= LAST; tries++) {
    const port = cluster.Cursors.Ports[protocol] ?? FIRST;
    cluster.Cursors.Ports[protocol] = port >= LAST ? FIRST : port + 1;
    if (!used.has(`${protocol}/${port}`)) return port;
  }
  return undefined;
}

/** A port in the Engine's field order. */
function ordered(port: PortConfig): PortConfig {
  return {
    ...(port.Name && { Name: port.Name }),
    ...(port.Protocol && { Protocol: port.Protocol }),
    ...(port.TargetPort && { TargetPort: port.TargetPort }),
    ...(port.PublishedPort && { PublishedPort: port.PublishedPort }),
    ...(port.PublishMode && { PublishMode: port.PublishMode }),
  };
}
