import { createInterface } from "node:readline";
import type * as A from "../api/index.ts";
import { open, type Query, refusal, request, type Server } from "./request.ts";

const seg = encodeURIComponent;

/** An engine behind HTTP: each method is one request of the Engine API. One line per endpoint, hence the length. */
export class RemoteEngine implements A.EngineClient {
  constructor(private readonly server: Server) {}

  readonly #get = <T>(path: string, query: Query = {}): Promise<T> => request<T>(this.server, "GET", path, query);
  readonly #post = <T>(path: string, body?: unknown, query: Query = {}): Promise<T> => request<T>(this.server, "POST", path, query, body);
  readonly #delete = (path: string, query: Query = {}): Promise<void> => request<void>(this.server, "DELETE", path, query);

  info = (): Promise<A.SystemInfo> => this.#get("/info");
  version = (): Promise<A.SystemVersion> => this.#get("/version");
  async *events({ since, until, filters }: A.EventsOptions = {}): AsyncGenerator<A.EventMessage> {
    const seconds = (ns: bigint): string => `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, "0")}`.replace(/\.0{9}$/, "");
    const query = { ...(since !== undefined && { since: seconds(since) }), ...(until !== undefined && { until: seconds(until) }), filters };
    const answer = await open(this.server, "GET", "/events", query);
    if ((answer.statusCode ?? 500) >= 400) throw await refusal(answer);
    try {
      for await (const line of createInterface({ input: answer })) yield JSON.parse(line) as A.EventMessage;
    } finally {
      answer.destroy();
    }
  }

  networkList = (filters: A.Filters = {}): Promise<A.NetworkInspect[]> => this.#get("/networks", { filters });
  networkInspect = (ref: string, options: { verbose?: boolean; scope?: string } = {}): Promise<A.NetworkInspect> =>
    this.#get(`/networks/${seg(ref)}`, { ...options });
  networkCreate = (body: A.NetworkCreateRequest): Promise<A.NetworkCreateResponse> => this.#post("/networks/create", body);
  networkRemove = (ref: string): Promise<void> => this.#delete(`/networks/${seg(ref)}`);
  networkConnect = (ref: string, body: { Container: string; EndpointConfig?: A.EndpointSettingsRequest }): Promise<void> =>
    this.#post(`/networks/${seg(ref)}/connect`, body);
  networkDisconnect = (ref: string, body: { Container: string; Force: boolean }): Promise<void> => this.#post(`/networks/${seg(ref)}/disconnect`, body);
  networkPrune = (filters: A.Filters = {}): Promise<A.NetworkPruneReport> => this.#post("/networks/prune", undefined, { filters });

  swarmInspect = (): Promise<A.Swarm> => this.#get("/swarm");
  swarmInit = (body: A.SwarmInitRequest): Promise<string> => this.#post("/swarm/init", body);
  swarmJoin = (body: A.SwarmJoinRequest): Promise<void> => this.#post("/swarm/join", body);
  swarmLeave = (force: boolean): Promise<void> => this.#post("/swarm/leave", undefined, { force });
  swarmUpdate = (version: number, spec: A.SwarmSpec, flags: A.SwarmUpdateFlags = {}): Promise<void> => this.#post("/swarm/update", spec, { version, ...flags });
  swarmUnlockKey = (): Promise<{ UnlockKey: string }> => this.#get("/swarm/unlockkey");
  swarmUnlock = (body: { UnlockKey: string }): Promise<void> => this.#post("/swarm/unlock", body);

  nodeList = (filters: A.Filters = {}): Promise<A.Node[]> => this.#get("/nodes", { filters });
  nodeInspect = (ref: string): Promise<A.Node> => this.#get(`/nodes/${seg(ref)}`);
  nodeUpdate = (id: string, version: number, spec: A.NodeSpec): Promise<void> => this.#post(`/nodes/${seg(id)}/update`, spec, { version });
  nodeRemove = (ref: string, force: boolean): Promise<void> => this.#delete(`/nodes/${seg(ref)}`, { force });

  serviceList = (filters: A.Filters = {}, options: { status?: boolean } = {}): Promise<A.Service[]> => this.#get("/services", { filters, ...options });
  serviceInspect = (ref: string, options: { insertDefaults?: boolean } = {}): Promise<A.Service> => this.#get(`/services/${seg(ref)}`, { ...options });
  serviceCreate = (spec: A.ServiceSpec): Promise<A.ServiceCreateResponse> => this.#post("/services/create", spec);
  serviceUpdate = (ref: string, version: number, spec: A.ServiceSpec, options: { rollback?: "previous" } = {}): Promise<A.ServiceUpdateResponse> =>
    this.#post(`/services/${seg(ref)}/update`, spec, { version, ...options });
  serviceRemove = (ref: string): Promise<void> => this.#delete(`/services/${seg(ref)}`);
  /** The server finds bursts by itself: requests within 50 ms of each other. */
  burst = <T>(requests: () => Promise<T>): Promise<T> => requests();

  taskList = (filters: A.Filters = {}): Promise<A.Task[]> => this.#get("/tasks", { filters });
  taskInspect = (ref: string): Promise<A.Task> => this.#get(`/tasks/${seg(ref)}`);

  secretList = (filters: A.Filters = {}): Promise<A.Secret[]> => this.#get("/secrets", { filters });
  secretInspect = (ref: string): Promise<A.Secret> => this.#get(`/secrets/${seg(ref)}`);
  secretCreate = (spec: A.SecretSpec): Promise<A.IDResponse> => this.#post("/secrets/create", spec);
  secretUpdate = (ref: string, version: number, spec: A.SecretSpec): Promise<void> => this.#post(`/secrets/${seg(ref)}/update`, spec, { version });
  secretRemove = (ref: string): Promise<void> => this.#delete(`/secrets/${seg(ref)}`);

  configList = (filters: A.Filters = {}): Promise<A.Config[]> => this.#get("/configs", { filters });
  configInspect = (ref: string): Promise<A.Config> => this.#get(`/configs/${seg(ref)}`);
  configCreate = (spec: A.ConfigSpec): Promise<A.IDResponse> => this.#post("/configs/create", spec);
  configUpdate = (ref: string, version: number, spec: A.ConfigSpec): Promise<void> => this.#post(`/configs/${seg(ref)}/update`, spec, { version });
  configRemove = (ref: string): Promise<void> => this.#delete(`/configs/${seg(ref)}`);

  volumeList = (filters: A.Filters = {}): Promise<A.VolumeListResponse> => this.#get("/volumes", { filters });
  volumeInspect = (name: string): Promise<A.Volume> => this.#get(`/volumes/${seg(name)}`);
  volumeCreate = (body: A.VolumeCreateRequest): Promise<A.Volume> => this.#post("/volumes/create", body);
  volumeRemove = (name: string, force = false): Promise<void> => this.#delete(`/volumes/${seg(name)}`, { force });
  volumePrune = (filters: A.Filters = {}): Promise<A.VolumePruneReport> => this.#post("/volumes/prune", undefined, { filters });

  imageList = (filters: A.Filters = {}): Promise<A.ImageSummary[]> => this.#get("/images/json", { filters });
  imageInspect = (ref: string): Promise<A.ImageInspect> => this.#get(`/images/${seg(ref)}/json`);
  imagePull = async (ref: string): Promise<string> => {
    await this.#post("/images/create", undefined, { fromImage: ref });
    return ref;
  };
  imageTag = (ref: string, target: string): Promise<void> => this.#post(`/images/${seg(ref)}/tag`, undefined, { repo: target });
  imageRemove = (ref: string, force: boolean): Promise<A.ImageRemoved[]> =>
    this.#delete(`/images/${seg(ref)}`, { force }) as Promise<unknown> as Promise<A.ImageRemoved[]>;

  containerList = (options: { all?: boolean; filters?: A.Filters } = {}): Promise<A.ContainerSummary[]> => this.#get("/containers/json", { ...options });
  containerInspect = (ref: string): Promise<A.ContainerInspect> => this.#get(`/containers/${seg(ref)}/json`);
  containerCreate = (name: string, body: A.ContainerCreateRequest): Promise<{ Id: string; Warnings: string[] }> =>
    this.#post("/containers/create", body, { ...(name && { name }) });
  containerStart = (ref: string): Promise<void> => this.#post(`/containers/${seg(ref)}/start`);
  containerStop = (ref: string): Promise<void> => this.#post(`/containers/${seg(ref)}/stop`);
  containerKill = (ref: string): Promise<void> => this.#post(`/containers/${seg(ref)}/kill`);
  containerUpdate = async (ref: string, changes: Readonly<Record<string, unknown>>): Promise<void> => {
    await this.#post(`/containers/${seg(ref)}/update`, changes);
  };
  containerRename = (ref: string, name: string): Promise<void> => this.#post(`/containers/${seg(ref)}/rename`, undefined, { name });
  containerRemove = (ref: string, force: boolean): Promise<void> => this.#delete(`/containers/${seg(ref)}`, { force });
  containerPrune = (filters: A.Filters = {}): Promise<A.ContainerPruneReport> => this.#post("/containers/prune", undefined, { filters });
}
