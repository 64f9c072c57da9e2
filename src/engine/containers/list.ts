import { type ContainerSummary, type EndpointSettings, type Filters, failure } from "../../api/index.ts";
import type { Host, StoredContainer } from "../../store/schema.ts";
import { humanDuration } from "../../values/human-duration.ts";
import { imageId } from "../../values/image-id.ts";
import { anyOf, hasLabels, matches, validateFilters } from "../filters.ts";
import { findContainer } from "./containers.ts";
import { DEFAULT_COMMAND, networksOf, ports } from "./inspect.ts";

const KNOWN = "ancestor before exited expose health id is-task isolation label name network publish since status volume".split(" ");
const STATES = ["created", "restarting", "running", "removing", "paused", "exited", "dead"];

/** State and age in words, as `docker ps` shows them. */
function status({ State, StartedAt, FinishedAt, ExitCode }: StoredContainer, now: number): string {
  if (State === "running") return `Up ${humanDuration(now - Date.parse(StartedAt))}`;
  return State === "exited" ? `Exited (${ExitCode}) ${humanDuration(now - Date.parse(FinishedAt))} ago` : "Created";
}

function summaryPorts(container: StoredContainer): ContainerSummary["Ports"] {
  return Object.entries(ports(container)).flatMap(([port, bindings]) => {
    const [number = "0", Type = "tcp"] = port.split("/");
    return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort: Number(number), PublicPort: Number(HostPort), Type }));
  });
}

/** Whether "80", "80/udp" or "80-90/tcp" names a port. */
function names(filter: string, port: number, protocol: string): boolean {
  const [numbers = "", wanted = "tcp"] = filter.split("/");
  const [first, last = first] = numbers.split("-").map(Number);
  return wanted === protocol && port >= Number(first) && port <= Number(last);
}

function fits(container: StoredContainer, filters: Filters): boolean {
  const { Id, Name, State, Image, Endpoints, Labels, ExitCode, Volumes, TaskID } = container;
  const published = (): ContainerSummary["Ports"] => summaryPorts(container);
  return (
    anyOf(filters.id, (id) => matches(id, Id)) &&
    anyOf(filters.name, (name) => matches(name, Name) || matches(name, `/${Name}`)) &&
    anyOf(filters.status, (one) => State === one) &&
    anyOf(filters.exited, (code) => State === "exited" && ExitCode === Number(code)) &&
    anyOf(filters.health, (health) => health === "none") &&
    anyOf(filters["is-task"], (flag) => ["1", "true"].includes(flag) === (TaskID !== undefined)) &&
    anyOf(filters.volume, (volume) => (Volumes ?? []).includes(volume)) &&
    anyOf(filters.publish, (port) => published().some(({ PublicPort, Type }) => names(port, PublicPort ?? 0, Type))) &&
    anyOf(filters.expose, (port) => published().some(({ PrivatePort, Type }) => names(port, PrivatePort, Type))) &&
    anyOf(filters.ancestor, (image) => Image === image || Image === `${image}:latest`) &&
    anyOf(filters.network, (network) =>
      Object.entries(Endpoints).some(([name, endpoint]) => name === network || (network !== "" && endpoint.NetworkID.startsWith(network))),
    ) &&
    hasLabels(filters.label, Labels)
  );
}

/**
 * Containers of a host that pass the filters, newest first (`GET /containers/json`); only running ones unless `all`. `now` in
 * milliseconds since 1970.
 */
export function listContainers(host: Host, all: boolean, filters: Filters, now: number): ContainerSummary[] {
  validateFilters(filters, KNOWN);
  for (const value of filters.status ?? []) if (!STATES.includes(value)) throw failure("container-filter-status", { value });
  const wantsAll = all || (filters.status ?? []).length > 0 || (filters.exited ?? []).length > 0;
  const [before, since] = [filters.before, filters.since].map((refs) => refs?.[0] && findContainer(host, refs[0]).Created);
  return Object.values(host.Containers)
    .filter(
      (container) =>
        (wantsAll || container.State === "running") &&
        (!before || container.Created < before) &&
        (!since || container.Created > since) &&
        fits(container, filters),
    )
    .sort((a, b) => (a.Created < b.Created ? 1 : -1))
    .map((container) => ({
      Id: container.Id,
      Names: [`/${container.Name}`],
      Image: container.Image,
      ImageID: imageId(container.Image),
      Command: (container.Cmd ?? DEFAULT_COMMAND).join(" "),
      Created: Math.floor(Date.parse(container.Created) / 1000),
      Ports: summaryPorts(container),
      Labels: container.Labels,
      State: container.State,
      Status: status(container, now),
      HostConfig: { NetworkMode: container.HostConfig.NetworkMode },
      NetworkSettings: { Networks: withoutNames(networksOf(container)) },
      Mounts: [],
    }));
}

/** Endpoints as a list shows them: without DNS names. */
const withoutNames = (networks: Record<string, EndpointSettings>): Record<string, EndpointSettings> =>
  Object.fromEntries(Object.entries(networks).map(([name, endpoint]) => [name, { ...endpoint, DNSNames: null }]));
