import { failure } from "../../api/index.ts";
import type { Host, StoredContainer } from "../../store/schema.ts";

/** A port of a host that a container has: "" or an address, number, protocol. */
interface Held {
  readonly ip: string;
  readonly port: number;
  readonly protocol: string;
}

/** The first port that is handed out where none is asked for. */
const FIRST = 32_768;

const isAny = (ip: string): boolean => ip === "" || ip === "0.0.0.0" || ip === "::";

function heldBy({ HostConfig, HostPorts }: StoredContainer): Held[] {
  return Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }, at) => ({
      ip: HostIp,
      port: Number(HostPorts?.[port]?.[at] ?? HostPort),
      protocol: port.split("/")[1] ?? "tcp",
    })),
  );
}

/**
 * Takes the ports of the host that a container publishes: those it asks for, and the next free ones for the rest. Fails where another
 * running container has one.
 */
export function bindPorts(host: Host, container: StoredContainer): void {
  const endpoints = Object.entries(container.Endpoints).filter(([name, { EndpointID }]) => EndpointID && name !== "host" && name !== "none");
  const [, endpoint] = endpoints.find(([, { Gateway }]) => Gateway) ?? endpoints[0] ?? [];
  const requested = container.HostConfig.PortBindings ?? {};
  if (!endpoint || Object.keys(requested).length === 0) return;
  const held = Object.values(host.Containers).flatMap((other) => (other !== container && other.State === "running" ? heldBy(other) : []));
  const taken = (one: Held): Held | undefined =>
    held.find(({ ip, port, protocol }) => port === one.port && protocol === one.protocol && (isAny(ip) || isAny(one.ip) || ip === one.ip));
  const take = (ip: string, request: string, protocol: string): string => {
    let port = Number(request) || FIRST;
    if (!Number(request)) while (taken({ ip, port, protocol })) port++;
    const other = taken({ ip, port, protocol });
    if (other) {
      const address = isAny(ip) ? (isAny(other.ip) ? "0.0.0.0" : other.ip) : ip;
      throw failure("container-port-taken", { name: container.Name, id: endpoint.EndpointID, address, port });
    }
    held.push({ ip, port, protocol });
    return String(port);
  };
  container.HostPorts = Object.fromEntries(
    Object.entries(requested).map(([port, bindings]) => [
      port,
      (bindings ?? []).map(({ HostIp, HostPort }) => take(HostIp, HostPort, port.split("/")[1] ?? "tcp")),
    ]),
  );
}
