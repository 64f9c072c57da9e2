import { type ContainerCreateRequest, type ContainerPruneReport, DryswarmError, type EndpointSettingsRequest, type Filters, failure } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import { overlayEndpoint } from "../../store/derived.ts";
import type { Host, LocalNetwork, StoredContainer } from "../../store/schema.ts";
import { overlayMac } from "../../values/mac.ts";
import { own, put } from "../../values/own.ts";
import { exitStatus, validateExitLabel } from "../agent/exit-status.ts";
import { hasLabels, validateFilters } from "../filters.ts";
import { checkImage } from "../images/images.ts";
import { isOfSwarm } from "../networks/local/predefined.ts";
import type { Tx } from "../tx.ts";
import type { SwarmAttach } from "./attach.ts";
import { attachLocal, checkRequested, detachLocal, plannedEndpoint } from "./endpoints.ts";
import { bindPorts } from "./published.ts";
import { checkLogs, type LogConfig, processOf } from "./settings.ts";

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const NEVER = "0001-01-01T00:00:00Z";

/** A container by ID, name or unique ID prefix. */
export function findContainer(host: Host, ref: string): StoredContainer {
  const all = Object.values(host.Containers);
  const name = ref.replace(/^\//, "");
  const found = own(host.Containers, ref) ?? all.find((one) => one.Name === name);
  if (found) return found;
  const prefixed = ref === "" ? [] : all.filter((one) => one.Id.startsWith(ref));
  if (prefixed.length > 1) throw failure("container-ambiguous", { ref });
  if (!prefixed[0]) throw failure("container-not-found", { ref });
  return prefixed[0];
}

function checkName(host: Host, name: string): void {
  if (!NAME.test(name)) throw failure("container-name-invalid", { name });
  const other = Object.values(host.Containers).find((one) => one.Name === name);
  if (other) throw failure("container-name-taken", { name, id: other.Id });
}

function findLocal(host: Host, ref: string): LocalNetwork | undefined {
  const all = Object.values(host.Networks);
  return own(host.Networks, ref) ?? all.find((one) => one.Name === ref) ?? (ref === "" ? undefined : all.find((one) => one.Id.startsWith(ref)));
}

/** Creates a container (`POST /containers/create`); it has no addresses until it starts. */
export function createContainer(tx: Tx, swarm: SwarmAttach, name: string, body: ContainerCreateRequest): StoredContainer {
  const host = tx.host;
  const id = tx.hex();
  const chosen = name || `dry_${id.slice(0, 8)}`;
  checkName(host, chosen);
  checkImage(tx.state.settings, body.Image);
  validateExitLabel(body.Labels);
  checkLogs(host, body.HostConfig.LogConfig as LogConfig | undefined);
  const mode = body.HostConfig.NetworkMode || "default";
  const container: StoredContainer = {
    Id: id,
    Name: chosen,
    Created: tx.now(),
    Image: body.Image,
    Cmd: body.Cmd ?? null,
    Env: body.Env ?? null,
    Labels: body.Labels ?? {},
    Hostname: body.Hostname || id.slice(0, 12),
    HostConfig: body.HostConfig,
    ...(body.Config && Object.keys(body.Config).length > 0 && { Config: body.Config }),
    State: "created",
    StartedAt: NEVER,
    FinishedAt: NEVER,
    ExitCode: 0,
    Endpoints: {},
  };
  const requested = Object.entries(body.NetworkingConfig.EndpointsConfig);
  if (mode.startsWith("container:")) {
    host.Containers[id] = container;
    return container;
  }
  const first = mode === "default" ? "bridge" : mode;
  const requests = requested.some(([ref]) => ref === mode || ref === first) ? requested : [[first, {}] as const, ...requested];
  for (const [ref, request] of requests) {
    const name = ref === "default" ? "bridge" : ref;
    plan(tx, swarm, container, name, body.MacAddress && name === first ? { ...request, MacAddress: body.MacAddress } : request);
  }
  host.Containers[id] = container;
  return container;
}

/** Notes a network that a container is to join when it starts. A network that is nowhere is kept: the start fails then. */
function plan({ host, profile }: Tx, swarm: SwarmAttach, container: StoredContainer, ref: string, request: EndpointSettingsRequest): void {
  const local = findLocal(host, ref);
  checkRequested(local, request, { profile }, `invalid config for network ${local?.Name ?? ref}: `);
  const name = local?.Name ?? swarm.find(ref)?.name ?? ref;
  put(container.Endpoints, name, { ...plannedEndpoint("", request), MacAddress: request.MacAddress ?? "" });
}

/** Joins a running container to a network of the host, else of the swarm. */
function join(tx: Tx, swarm: SwarmAttach, container: StoredContainer, ref: string, request: EndpointSettingsRequest): void {
  const local = findLocal(tx.host, ref);
  if (local?.ConfigOnly) throw failure("network-config-endpoint");
  if (local && isOfSwarm(local) && !local.Attachable && container.TaskID === undefined) throw failure("container-not-attachable", { network: local.Name });
  if (local) {
    attachLocal(tx, tx.host, container, local.Name, request);
    return;
  }
  const nodeLocal = container.TaskID === undefined ? swarm.nodeLocal(ref) : undefined;
  if (nodeLocal !== undefined) {
    attachLocal(tx, tx.host, container, nodeLocal, request);
    return;
  }
  if (container.TaskID !== undefined) {
    const here = swarm.attachHere(ref, request.IPAMConfig?.IPv4Address);
    if (!here) throw failure("network-not-found", { ref });
    container.Endpoints[here.name] = { ...overlayEndpoint(here.networkId, tx.hex(), here.address), Request: request };
    return;
  }
  const { taskId, networkId, name, address } = swarm.attach(ref, container.Id, request);
  container.Endpoints[name] = {
    ...plannedEndpoint(networkId, request),
    EndpointID: tx.hex(),
    IPv4: address,
    MacAddress: overlayMac(address.split("/")[0] as string),
    TaskID: taskId,
  };
}

/**
 * Starts a container (`POST /containers/{id}/start`). What stops it is given as a value: the container keeps it as its error; one
 * that was run with --rm goes for good.
 */
export function startContainer(
  tx: Tx,
  swarm: SwarmAttach,
  container: StoredContainer,
): { readonly id: string; readonly exit?: number } | DryswarmError | undefined {
  if (container.State === "running") return undefined;
  try {
    bringUp(tx, swarm, container);
    const exit = exitStatus(processOf(container), false);
    return { id: container.Id, ...(exit !== undefined && { exit }) };
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    for (const name of Object.keys(container.Endpoints)) leave(tx, swarm, container, name);
    if (container.HostConfig.AutoRemove) removeContainer(tx, swarm, container, true);
    else Object.assign(container, { Error: error.message, ExitCode: 128 });
    return error;
  }
}

/** Gives a container its addresses: it runs now. */
function bringUp(tx: Tx, swarm: SwarmAttach, container: StoredContainer): void {
  checkShared(tx.host, container);
  try {
    for (const [name, endpoint] of Object.entries(container.Endpoints)) join(tx, swarm, container, name, endpoint.Request);
    bindPorts(tx.host, container);
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    if (!tx.profile.namesNetworkingFailures) throw error;
    throw new DryswarmError(error.code, `failed to set up container networking: ${error.message}`, error.http, error.exit);
  }
  delete container.Error;
  container.State = "running";
  container.StartedAt = tx.now();
  container.ExitCode = 0;
}

/** Refuses to start a container in the network namespace of one that is not there or does not run. */
function checkShared(host: Host, { HostConfig: { NetworkMode } }: StoredContainer): void {
  if (!NetworkMode.startsWith("container:")) return;
  const ref = NetworkMode.slice("container:".length);
  const other = Object.values(host.Containers).find((one) => one.Name === ref || one.Id.startsWith(ref));
  if (!other) throw failure("container-join-missing", { ref });
  if (other.State !== "running") throw failure("container-join-stopped", { name: other.Name, state: other.State });
}

function leave(tx: Tx, swarm: SwarmAttach, container: StoredContainer, name: string): void {
  const task = own(container.Endpoints, name)?.TaskID;
  if (task) swarm.detach(task);
  detachLocal(tx, tx.host, container, name);
}

/**
 * Stops a container; it keeps its networks, but no address (`POST /containers/{id}/stop`). One that was run with --rm goes.
 */
export function stopContainer(tx: Tx, swarm: SwarmAttach, container: StoredContainer, exitCode = 0): void {
  if (container.State !== "running") return;
  for (const name of Object.keys(container.Endpoints)) leave(tx, swarm, container, name);
  container.State = "exited";
  container.FinishedAt = tx.now();
  container.ExitCode = exitCode;
  if (container.HostConfig.AutoRemove) removeContainer(tx, swarm, container, false);
}

/** Ends a running container at once (`POST /containers/{id}/kill`). */
export function killContainer(tx: Tx, swarm: SwarmAttach, ref: string): void {
  const there = Object.values(tx.host.Containers).some((one) => one.Name === ref.replace(/^\//, "") || one.Id.startsWith(ref));
  if (!there) throw failure("container-kill-missing", { ref });
  const container = findContainer(tx.host, ref);
  if (container.State !== "running") throw failure("container-kill-stopped", { ref, id: container.Id });
  stopContainer(tx, swarm, container, 137);
}

/** Removes the containers that do not run (`POST /containers/prune`). */
export function pruneContainers(tx: Tx, swarm: SwarmAttach, filters: Filters): ContainerPruneReport {
  validateFilters(filters, ["label", "label!", "until"]);
  const stopped = Object.values(tx.host.Containers).filter(
    ({ State, Labels }) => State !== "running" && hasLabels(filters.label, Labels) && !(filters["label!"] && hasLabels(filters["label!"], Labels)),
  );
  for (const container of stopped) removeContainer(tx, swarm, container, false);
  return { ContainersDeleted: stopped.length > 0 ? stopped.map(({ Id }) => Id) : null, SpaceReclaimed: 0 };
}

/** Removes a container; a running one by force alone (`DELETE /containers/{id}`). */
export function removeContainer(tx: Tx, swarm: SwarmAttach, container: StoredContainer, force: boolean): void {
  if (container.State === "running" && !force) throw failure("container-running", { name: container.Name });
  for (const name of Object.keys(container.Endpoints)) leave(tx, swarm, container, name);
  delete tx.host.Containers[container.Id];
}

/** Gives a container another name. */
export function renameContainer(host: Host, container: StoredContainer, name: string): void {
  try {
    checkName(host, name);
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    throw new DryswarmError(error.code, `Error when allocating new name: ${error.message}`, error.http, error.exit);
  }
  container.Name = name;
}

/** Connects a container to one more network (`POST /networks/{id}/connect`). */
export function connectContainer(tx: Tx, swarm: SwarmAttach, ref: string, containerRef: string, request: EndpointSettingsRequest): void {
  if (containerRef === "") throw failure("container-ref-empty");
  const container = findContainer(tx.host, containerRef);
  const running = container.State === "running";
  const local = findLocal(tx.host, ref);
  const remote = local ? undefined : swarm.find(ref);
  const name = local?.Name ?? remote?.name ?? ref;
  if (running && container.HostConfig.NetworkMode.startsWith("container:")) throw failure("container-shared-network");
  if (local) checkRequested(local, request, tx);
  if (local?.Driver === "host" && container.HostConfig.NetworkMode !== "host") throw failure("container-host-network");
  const there = own(container.Endpoints, name) !== undefined;
  if (local && !there) checkPrivacy(container, local);
  if (there) {
    if (remote && running && container.TaskID === undefined) throw failure("container-already-attached", { name: container.Name, network: name });
    if (!running && (local || remoteHere(tx, swarm, ref))) return;
    if (running) throw failure("container-endpoint-exists", { name: container.Name, network: name });
  }
  if (running) {
    join(tx, swarm, container, ref, request);
    return;
  }
  const { MacAddress, ...kept } = request;
  // The address shows until the start, which chooses another.
  put(container.Endpoints, name, { ...plannedEndpoint("", kept), MacAddress: MacAddress ?? "", ...(local && { Named: true }) });
}

/** Refuses to put a container on a network beside the host's own, or beside none at all. */
function checkPrivacy(container: StoredContainer, { Driver, Name }: LocalNetwork): void {
  const names = Object.keys(container.Endpoints);
  if (names.length > 0 && (names.includes("host") || Driver === "host")) throw failure("container-shared-network");
  if (names.length > 0 && (names.includes("none") || Name === "none")) throw failure("container-private-network");
}

const remoteHere = (tx: Tx, swarm: SwarmAttach, ref: string): boolean => own(tx.host.Overlays, swarm.find(ref)?.id ?? "") !== undefined;

/**
 * Takes the load balancer of a swarm network off this host: by force it counts as a container, NETWORK-endpoint. True where it was there.
 */
function removeBalancer(host: Host, network: { readonly id: string; readonly name: string } | undefined, name: string): boolean {
  const overlay = network && own(host.Overlays, network.id);
  if (!overlay || overlay.LBRemoved || name !== `${network.name}-endpoint`) return false;
  overlay.LBRemoved = true;
  markHost(host);
  return true;
}

/** Takes a container off a network (`POST /networks/{id}/disconnect`). */
export function disconnectContainer(tx: Tx, swarm: SwarmAttach, ref: string, containerRef: string, force: boolean): void {
  const local = findLocal(tx.host, ref);
  if (containerRef === "") throw failure("container-ref-empty");
  // Only networks of this host are looked at: an overlay that nothing here is on is none of them.
  const found = local?.Name ?? (remoteHere(tx, swarm, ref) ? swarm.find(ref)?.name : undefined);
  const there = Object.values(tx.host.Containers).some((one) => one.Name === containerRef || one.Id.startsWith(containerRef));
  if (force && !there && removeBalancer(tx.host, swarm.find(ref), containerRef)) return;
  if (force && !there) throw found === undefined ? failure("network-not-found", { ref }) : failure("container-endpoint-missing", { name: containerRef });
  const container = findContainer(tx.host, containerRef);
  const running = container.State === "running";
  if (running && found === undefined && !force) throw failure("network-not-found", { ref });
  const name = found ?? ref;
  if (container.HostConfig.NetworkMode.startsWith("container:")) throw failure("container-not-on-network", { id: container.Id, network: name });
  if (running && local?.Driver === "host" && container.HostConfig.NetworkMode === "host") throw failure("container-host-disconnect");
  if (!own(container.Endpoints, name))
    throw failure(running && found !== undefined ? "container-not-connected" : "container-not-on-network", { id: container.Id, network: name });
  leave(tx, swarm, container, name);
  delete container.Endpoints[name];
}
