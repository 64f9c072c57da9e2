import type * as A from "../api/index.ts";
import type { Cluster, Host, State } from "../store/schema.ts";
import { dematerialise } from "./agent/overlays.ts";
import * as containers from "./containers/containers.ts";
import { inspectContainer } from "./containers/inspect.ts";
import { listContainers } from "./containers/list.ts";
import { updateContainer } from "./containers/settings.ts";
import { swarmAttach } from "./containers/swarm-attach.ts";
import { preparePatterns } from "./filters.ts";
import { profileOfHost } from "./hosts/host-profile.ts";
import { inspectImage, listImages, pullImage, removeImage, tagImage } from "./images/images.ts";
import type { Transactions } from "./index.ts";
import { createNetwork, inspectNetwork, listNetworks, removeNetwork } from "./networks/networks.ts";
import { pruneNetworks } from "./networks/prune.ts";
import { apiNode, findNode, listNodes, removeNode, updateNode } from "./nodes/nodes.ts";
import { apiSecret, CONFIGS, createObject, findObject, listObjects, removeObject, SECRETS, updateObject } from "./objects.ts";
import { statesByService } from "./orchestrator/service-tasks.ts";
import type { EngineProfile } from "./profiles/index.ts";
import { hasHiddenValues, keepHidden } from "./services/hidden-values.ts";
import { createService, findService, listServices, removeService, updateService } from "./services/services.ts";
import { withDefaults } from "./services/spec.ts";
import { serviceStatus } from "./services/status.ts";
import { initSwarm } from "./swarm/init.ts";
import { inspectSwarm } from "./swarm/inspect.ts";
import { joinSwarm } from "./swarm/join.ts";
import { leaveSwarm } from "./swarm/leave.ts";
import { unlockSwarm } from "./swarm/unlock.ts";
import { updateSwarm } from "./swarm/update.ts";
import { systemInfo, systemVersion } from "./system.ts";
import { apiTask, findTask, listTasks } from "./tasks/tasks.ts";
import { managedCluster, type Tx } from "./tx.ts";
import { createVolume, inspectVolume, listVolumes, pruneVolumes, removeVolume } from "./volumes/volumes.ts";

/** Events for a command on its own: none, since it is over before anything else happens. */
const NOTHING: AsyncIterable<A.EventMessage> = { async *[Symbol.asyncIterator]() {} };

/** Warning to a client that asks for a MAC address in the old way. */
const MAC_DEPRECATED = "The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.";

type Change = <T>(change: (tx: Tx, cluster: Cluster) => T) => Promise<T>;
type Read = <T>(read: (cluster: Cluster, state: State, host: Host) => T) => Promise<T>;

/** The simulated engine of one host: each method is one transaction, or one read, of the rooms behind it. One line per endpoint, hence the length. */
export class HostEngine implements A.EngineClient {
  constructor(private readonly transactions: Transactions) {}

  /** A change of the swarm by a manager; the swarm settles before it is stored. */
  readonly #change: Change = (change) => this.transactions.update((tx) => ({ settle: tx.manager(), result: change(tx, tx.manager()) }));
  readonly #read: Read = (read) => this.transactions.view((state, host) => read(managedCluster(state, host), state, host));
  readonly #local = <T>(change: (tx: Tx) => T | A.DryswarmError): Promise<T> =>
    this.transactions.update((tx) => {
      const result = change(tx);
      dematerialise(tx.host);
      return { result, settle: tx.cluster() };
    });

  info = (): Promise<A.SystemInfo> => this.transactions.view((state, host) => systemInfo(state, host, this.#profileOf(host).version, this.#now()));
  version = (): Promise<A.SystemVersion> => this.transactions.view((_state, host) => systemVersion(host, this.#profileOf(host)));

  events = (options: A.EventsOptions = {}): AsyncIterable<A.EventMessage> =>
    this.transactions.dependencies.events?.read(this.transactions.hostName, options) ?? NOTHING;

  #profileOf(host: Host): EngineProfile {
    return profileOfHost(host, this.transactions.dependencies);
  }

  #now(): string {
    return new Date(Number(this.transactions.dependencies.clock.now() / 1_000_000n)).toISOString();
  }

  networkList = async (filters: A.Filters = {}): Promise<A.NetworkInspect[]> => {
    await preparePatterns(filters);
    return this.transactions.view((state, host) => listNetworks(this.#networkView(state, host), filters));
  };
  networkInspect = (ref: string, options: { verbose?: boolean; scope?: string } = {}): Promise<A.NetworkInspect> =>
    this.transactions.view((state, host) => inspectNetwork(this.#networkView(state, host), ref, options));
  networkCreate = (body: A.NetworkCreateRequest): Promise<A.NetworkCreateResponse> =>
    this.transactions.update((tx) => {
      const { response, swarm } = createNetwork(tx, body);
      const cluster = tx.cluster();
      const added = cluster?.Networks[response.Id];
      return { result: response, ...(swarm && { settle: cluster, ...(added && { added }) }) };
    });
  networkRemove = (ref: string): Promise<void> =>
    this.transactions.update((tx) => {
      const swarm = removeNetwork(tx, ref);
      return { result: undefined, ...(swarm && { settle: tx.cluster() }) };
    });
  networkConnect = (ref: string, body: { Container: string; EndpointConfig?: A.EndpointSettingsRequest }): Promise<void> =>
    this.#local((tx) => containers.connectContainer(tx, swarmAttach(tx), ref, body.Container, body.EndpointConfig ?? {}));
  networkDisconnect = (ref: string, body: { Container: string; Force: boolean }): Promise<void> =>
    this.#local((tx) => containers.disconnectContainer(tx, swarmAttach(tx), ref, body.Container, body.Force));
  networkPrune = (filters: A.Filters = {}): Promise<A.NetworkPruneReport> =>
    this.transactions.update((tx) => ({ result: pruneNetworks(tx, filters), settle: tx.cluster() }));

  #networkView(state: State, host: Host): Parameters<typeof listNetworks>[0] {
    return { state, host, profile: this.#profileOf(host) };
  }

  swarmInspect = (): Promise<A.Swarm> => this.#read(inspectSwarm);
  swarmInit = async (body: A.SwarmInitRequest): Promise<string> => {
    const makeCA = await this.transactions.dependencies.loadCA();
    return this.transactions.update((tx) => {
      const result = initSwarm(tx, body, makeCA);
      return { result, settle: tx.cluster() };
    });
  };
  swarmJoin = (body: A.SwarmJoinRequest): Promise<void> => this.transactions.update((tx) => ({ settle: joinSwarm(tx, body), result: undefined }));
  swarmLeave = (force: boolean): Promise<void> => this.transactions.update((tx) => ({ settle: leaveSwarm(tx, force), result: undefined }));
  swarmUpdate = async (version: number, spec: A.SwarmSpec, flags: A.SwarmUpdateFlags = {}): Promise<void> => {
    const makeCA = await this.transactions.dependencies.loadCA();
    return this.#change((tx, cluster) => updateSwarm(tx, cluster, version, spec, flags, makeCA));
  };
  swarmUnlockKey = (): Promise<{ UnlockKey: string }> => this.#read((cluster) => ({ UnlockKey: cluster.UnlockKey }));
  swarmUnlock = (body: { UnlockKey: string }): Promise<void> =>
    this.transactions.update((tx) => ({ result: unlockSwarm(tx, body.UnlockKey), settle: tx.cluster() }));

  nodeList = (filters: A.Filters = {}): Promise<A.Node[]> => this.#read((cluster) => listNodes(cluster, filters).map(this.#asRun));
  nodeInspect = (ref: string): Promise<A.Node> => this.#read((cluster) => this.#asRun(apiNode(findNode(cluster, ref))));
  /** A node with the version that it runs here. */
  readonly #asRun = (node: A.Node): A.Node => {
    const { Description } = node;
    return this.transactions.dependencies.everywhere
      ? { ...node, Description: { ...Description, Engine: { ...Description.Engine, EngineVersion: this.transactions.dependencies.profile.version } } }
      : node;
  };
  nodeUpdate = (id: string, version: number, spec: A.NodeSpec): Promise<void> => this.#change((tx, cluster) => updateNode(tx, cluster, id, version, spec));
  nodeRemove = (ref: string, force: boolean): Promise<void> => this.#change((tx, cluster) => removeNode(tx, cluster, ref, force));

  serviceList = (filters: A.Filters = {}, options: { status?: boolean } = {}): Promise<A.Service[]> =>
    this.#read((cluster) => {
      const services = listServices(cluster, filters);
      const tasks = options.status ? statesByService(cluster) : new Map<string, never[]>();
      return options.status ? services.map((service) => ({ ...service, ServiceStatus: serviceStatus(service, tasks.get(service.ID) ?? []) })) : services;
    });
  serviceInspect = (ref: string, options: { insertDefaults?: boolean } = {}): Promise<A.Service> =>
    this.#read((cluster) => {
      const service = findService(cluster, ref);
      return options.insertDefaults ? { ...service, Spec: withDefaults(service.Spec) } : service;
    });
  serviceCreate = (spec: A.ServiceSpec): Promise<A.ServiceCreateResponse> =>
    this.transactions.update((tx) => {
      const cluster = tx.manager();
      const added = createService(tx, cluster, spec);
      return { settle: cluster, added, result: { ID: added.ID, Warnings: null } };
    });
  serviceUpdate = async (ref: string, version: number, spec: A.ServiceSpec, options: { rollback?: "previous" } = {}): Promise<A.ServiceUpdateResponse> => {
    const isHidden = await this.#read((cluster) => Object.values(cluster.Services).some(({ Spec }) => hasHiddenValues(Spec))).catch(() => false);
    const seal = isHidden ? await this.transactions.dependencies.loadSeal() : undefined;
    return this.transactions.update((tx) => {
      const cluster = tx.manager();
      const body = seal ? keepHidden(spec, findService(cluster, ref).Spec, seal) : spec;
      const grown = updateService(tx, cluster, ref, version, body, options.rollback === "previous");
      return { settle: cluster, result: { Warnings: null }, ...(grown && { grown }) };
    });
  };
  serviceRemove = (ref: string): Promise<void> => this.#change((tx, cluster) => removeService(tx, cluster, ref));

  burst = <T>(requests: () => Promise<T>): Promise<T> => this.transactions.burst(requests);

  taskList = (filters: A.Filters = {}): Promise<A.Task[]> => this.#read((cluster) => listTasks(cluster, filters));
  taskInspect = (ref: string): Promise<A.Task> => this.#read((cluster) => apiTask(findTask(cluster, ref)));

  secretList = (filters: A.Filters = {}): Promise<A.Secret[]> => this.#read((cluster) => listObjects(SECRETS, cluster, filters).map(apiSecret));
  secretInspect = (ref: string): Promise<A.Secret> => this.#read((cluster) => apiSecret(findObject(SECRETS, cluster, ref)));
  secretCreate = async (spec: A.SecretSpec): Promise<A.IDResponse> => {
    const seal = await this.transactions.dependencies.loadSeal();
    return this.#change((tx, cluster) => ({ ID: createObject(SECRETS, tx, cluster, spec, seal).ID }));
  };
  secretUpdate = async (ref: string, version: number, spec: A.SecretSpec): Promise<void> => {
    const seal = await this.transactions.dependencies.loadSeal();
    return this.#change((tx, cluster) => updateObject(SECRETS, tx, cluster, ref, version, spec, seal));
  };
  secretRemove = (ref: string): Promise<void> => this.#change((_tx, cluster) => removeObject(SECRETS, cluster, ref));

  configList = (filters: A.Filters = {}): Promise<A.Config[]> => this.#read((cluster) => listObjects(CONFIGS, cluster, filters));
  configInspect = (ref: string): Promise<A.Config> => this.#read((cluster) => findObject(CONFIGS, cluster, ref));
  configCreate = (spec: A.ConfigSpec): Promise<A.IDResponse> => this.#change((tx, cluster) => ({ ID: createObject(CONFIGS, tx, cluster, spec).ID }));
  configUpdate = (ref: string, version: number, spec: A.ConfigSpec): Promise<void> =>
    this.#change((tx, cluster) => updateObject(CONFIGS, tx, cluster, ref, version, spec));
  configRemove = (ref: string): Promise<void> => this.#change((_tx, cluster) => removeObject(CONFIGS, cluster, ref));

  volumeList = (filters: A.Filters = {}): Promise<A.VolumeListResponse> => this.transactions.view((_state, host) => listVolumes(host, filters));
  volumeInspect = (name: string): Promise<A.Volume> => this.transactions.view((_state, host) => inspectVolume(host, name));
  volumeCreate = (body: A.VolumeCreateRequest): Promise<A.Volume> => this.#local((tx) => createVolume(tx, body));
  volumeRemove = (name: string, force = false): Promise<void> => this.#local((tx) => removeVolume(tx.host, name, force));
  volumePrune = (filters: A.Filters = {}): Promise<A.VolumePruneReport> => this.#local((tx) => pruneVolumes(tx.host, filters));

  imageList = (filters: A.Filters = {}): Promise<A.ImageSummary[]> => this.transactions.view((_state, host) => listImages(host, filters));
  imageInspect = (ref: string, options: { known?: boolean } = {}): Promise<A.ImageInspect> =>
    this.transactions.view((state, host) => inspectImage(host, state.settings, ref, options.known ?? false));
  imagePull = (ref: string): Promise<string> => this.#local((tx) => pullImage(tx.host, tx.state.settings, ref));
  imageTag = (ref: string, target: string): Promise<void> => this.#local((tx) => tagImage(tx.host, tx.state.settings, ref, target));
  imageRemove = (ref: string, force: boolean): Promise<A.ImageRemoved[]> => this.#local((tx) => removeImage(tx.host, ref, force));

  containerList = async (options: { all?: boolean; filters?: A.Filters } = {}): Promise<A.ContainerSummary[]> => {
    await preparePatterns(options.filters ?? {});
    return this.transactions.view((_state, host) => listContainers(host, options.all ?? false, options.filters ?? {}, Date.parse(this.#now())));
  };
  containerInspect = (ref: string): Promise<A.ContainerInspect> =>
    this.transactions.view((_state, host) => inspectContainer(containers.findContainer(host, ref)));
  containerCreate = (name: string, body: A.ContainerCreateRequest): Promise<{ Id: string; Warnings: string[] }> =>
    this.#local((tx) => ({ Id: containers.createContainer(tx, swarmAttach(tx), name, body).Id, Warnings: body.MacAddress ? [MAC_DEPRECATED] : [] }));
  /** Starts a container; one whose command is known to end ends right away, as a change of its own: whoever waits for it hears of both. */
  containerStart = async (ref: string): Promise<void> => {
    const started = await this.#local((tx) => containers.startContainer(tx, swarmAttach(tx), containers.findContainer(tx.host, ref)));
    if (started?.exit !== undefined)
      await this.#local((tx) => containers.stopContainer(tx, swarmAttach(tx), containers.findContainer(tx.host, started.id), started.exit));
  };
  containerStop = (ref: string): Promise<void> => this.#local((tx) => containers.stopContainer(tx, swarmAttach(tx), containers.findContainer(tx.host, ref)));
  containerKill = (ref: string): Promise<void> => this.#local((tx) => containers.killContainer(tx, swarmAttach(tx), ref));
  containerPrune = (filters: A.Filters = {}): Promise<A.ContainerPruneReport> => this.#local((tx) => containers.pruneContainers(tx, swarmAttach(tx), filters));
  containerUpdate = (ref: string, changes: Readonly<Record<string, unknown>>): Promise<void> =>
    this.#local((tx) => updateContainer(containers.findContainer(tx.host, ref), changes));
  containerRename = (ref: string, name: string): Promise<void> =>
    this.#local((tx) => containers.renameContainer(tx.host, containers.findContainer(tx.host, ref), name));
  containerRemove = (ref: string, force: boolean): Promise<void> =>
    this.#local((tx) => containers.removeContainer(tx, swarmAttach(tx), containers.findContainer(tx.host, ref), force));
}
