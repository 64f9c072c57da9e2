import { type EngineReading, failure, type NetworkInspect, type SwarmReading } from "../api/index.ts";
import { complete } from "./complete.ts";
import { jsonValues } from "./json-values.ts";

type Found = Record<string, unknown>;
const isObject = (value: unknown): value is Found => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where objects of a real swarm come from: a file, or a live engine by its address. */
export interface Source {
  readonly file: string;
  /** Objects as the Engine API and `docker inspect` show them, or lists of such. */
  readonly values: readonly unknown[];
}

/** What sources say of a swarm, and in words what they do not agree on or lack, and what was assumed. */
export interface ReadDump {
  readonly reading: SwarmReading;
  readonly notes: readonly string[];
}

/** Kinds of objects that a reading has lists of. */
type Kind = "services" | "tasks" | "nodes" | "configs" | "secrets" | "networks";
const KINDS: readonly string[] = ["services", "tasks", "nodes", "configs", "secrets", "networks"] satisfies Kind[];

/** Kinds that say nothing of a swarm's network, and are passed over: containers, images, volumes and versions. */
const isOther = (value: Found): boolean =>
  "HostConfig" in value || "RootFS" in value || "Mountpoint" in value || "ApiVersion" in value || "Client" in value || "MemoryStats" in value;

/** What kind of object a piece of `docker inspect` is; undefined for what is none of a swarm. */
function kindOf(value: Found): Kind | "swarm" | "info" | "other" | "file" | undefined {
  if (isObject(value.Swarm) && "ServerVersion" in value) return "info";
  if ("JoinTokens" in value || "DefaultAddrPool" in value) return "swarm";
  if ("IPAM" in value && "Scope" in value) return "networks";
  if (isObject(value.Description) && "Engine" in value.Description) return "nodes";
  if ("ServiceID" in value && "DesiredState" in value) return "tasks";
  if (isObject(value.Spec) && "TaskTemplate" in value.Spec) return "services";
  if (isObject(value.Spec) && "Name" in value.Spec && typeof value.ID === "string") return "Data" in value.Spec ? "configs" : "file";
  return isOther(value) ? "other" : undefined;
}

/** Whether a text is a state file, as its first member says, and no dump. */
export function isStateText(text: string): boolean {
  return /^\s*\{\s*"format":\s*"dryswarm"/.test(text);
}

/** The source that a file is. Throws plan-dump. */
export function sourceOf(text: string, file: string): Source {
  try {
    return { file, values: jsonValues(text) };
  } catch (error) {
    throw failure("plan-dump", { file, problem: `it is no JSON: ${(error as Error).message}` });
  }
}

interface Versioned {
  readonly Version?: { readonly Index: number };
}

/** Objects that are gathered by ID from all sources: of two forms of one object the newer one counts. */
class Gathered {
  readonly lists: Record<Kind, Map<string, Found>> = {
    services: new Map(),
    tasks: new Map(),
    nodes: new Map(),
    configs: new Map(),
    secrets: new Map(),
    networks: new Map(),
  };
  /** The source of each object, by ID. */
  readonly files = new Map<string, string>();
  /** Secrets, and configs that were shown without their data: which of both, services say. */
  readonly undecided = new Map<string, Found>();
  readonly engines: EngineReading[] = [];
  swarm: Found | undefined;

  add(kind: Kind, value: Found, file: string): void {
    const id = String(value.ID ?? value.Id ?? "");
    const known = this.lists[kind].get(id) as Versioned | undefined;
    if (known && (known.Version?.Index ?? 0) >= ((value as Versioned).Version?.Index ?? 0)) return;
    this.lists[kind].set(id, value);
    this.files.set(id, file);
  }
}

/** Reads what one source holds. Throws plan-dump for an object that is nothing of a swarm. */
function readSource(gathered: Gathered, { file, values }: Source): void {
  const networks: NetworkInspect[] = [];
  let [node, name] = ["", ""];
  let isEngine = false;
  const read = (value: unknown, at: number): void => {
    const kind = isObject(value) ? kindOf(value) : undefined;
    if (!isObject(value) || !kind)
      throw failure("plan-dump", { file, problem: `object ${at + 1} is no network, service, node, task or swarm as docker inspect prints them` });
    if (kind === "info") {
      const { NodeID = "", Cluster } = value.Swarm as { NodeID?: string; Cluster?: Found };
      [node, name, isEngine] = [NodeID, String(value.Name ?? ""), true];
      if (Cluster && "DefaultAddrPool" in Cluster) gathered.swarm ??= Cluster;
    } else if (kind === "swarm") gathered.swarm = value;
    else if (kind === "file") gathered.undecided.set(String(value.ID), value);
    else if (kind === "networks") networks.push(value as unknown as NetworkInspect);
    else if (kind !== "other") gathered.add(kind, kind === "services" ? { Endpoint: {}, ...value } : value, file);
  };
  for (const [at, value] of values.flat().entries()) {
    const lists = isObject(value) ? Object.entries(value).filter(([key, list]) => KINDS.includes(key) && Array.isArray(list)) : [];
    if (lists.length === 0) read(value, at);
    for (const [kind, list] of lists as [Kind, Found[]][])
      for (const item of list) {
        if (kind === "networks") networks.push(item as unknown as NetworkInspect);
        else gathered.add(kind, item, file);
      }
    if (lists.length > 0 && isObject(value) && isObject(value.swarm)) gathered.swarm = value.swarm;
  }
  for (const network of networks) if (network.Scope === "swarm") addNetwork(gathered, network, file);
  if (networks.length > 0 || isEngine) gathered.engines.push({ NodeID: node, Name: name, Networks: networks });
}

/** Takes a swarm network in: the form that has its subnet goes before one without. */
function addNetwork({ lists, files }: Gathered, network: NetworkInspect, file: string): void {
  const known = lists.networks.get(network.Id) as NetworkInspect | undefined;
  const says = ({ Driver, IPAM }: NetworkInspect): number => (Driver ? 1 : 0) + (IPAM.Config?.length ? 2 : 0);
  if (known && says(known) >= says(network)) return;
  lists.networks.set(network.Id, network as unknown as Found);
  files.set(network.Id, file);
}

/** Tells secrets from configs without data, by what services use them as; what none uses is a secret. */
function decide({ lists, undecided, files }: Gathered, file: string): void {
  const used = new Set(
    [...lists.services.values()].flatMap((service) => {
      const { TaskTemplate } = service.Spec as { TaskTemplate: { ContainerSpec?: { Configs?: { ConfigID: string }[] } } };
      return (TaskTemplate.ContainerSpec?.Configs ?? []).map(({ ConfigID }) => ConfigID);
    }),
  );
  for (const [id, value] of undecided) {
    const kind = used.has(id) ? "configs" : "secrets";
    if (!lists.configs.has(id) && !lists.secrets.has(id)) lists[kind].set(id, value);
    files.set(id, file);
  }
}

/** Puts together what was read of one engine in several files; networks of files without `docker info` are those of the only engine that was read. */
function enginesOf({ engines }: Gathered): EngineReading[] {
  const named = [...new Map(engines.filter(({ NodeID, Name }) => NodeID || Name).map((engine) => [engine.NodeID || engine.Name, engine])).keys()];
  const only = named.length === 1 ? (named[0] as string) : "";
  const byKey = new Map<string, EngineReading>();
  for (const engine of engines) {
    const key = engine.NodeID || engine.Name || only;
    const known = byKey.get(key);
    const first = known && (known.NodeID || known.Name) ? known : engine;
    byKey.set(key, { NodeID: first.NodeID, Name: first.Name, Networks: [...(known?.Networks ?? []), ...engine.Networks] });
  }
  return [...byKey.values()];
}

/**
 * What sources say of a swarm, in whatever mix, order and shape: JSON as `docker network inspect`, `service inspect`, `node inspect`,
 * `info` and their kin print it, API answers, a snapshot as `plan --out` saves it, what `dryswarm collect` gathers. Throws plan-dump with
 * the file.
 */
export function readDump(sources: readonly Source[]): ReadDump {
  const gathered = new Gathered();
  for (const source of sources) readSource(gathered, source);
  decide(gathered, sources.map(({ file }) => file).join(", "));
  const { swarm, lists, files } = gathered;
  const { JoinTokens: _tokens, ...told } = swarm ?? {};
  const list = <T>(kind: Kind): T[] => [...lists[kind].values()] as unknown as T[];
  const reading: SwarmReading = {
    ...(swarm && { swarm: told as unknown as NonNullable<SwarmReading["swarm"]> }),
    networks: [...list<NetworkInspect>("networks"), ...localNetworks(gathered)],
    services: list("services"),
    tasks: list("tasks"),
    nodes: list("nodes"),
    configs: list("configs"),
    secrets: list("secrets"),
    engines: enginesOf(gathered),
  };
  return complete(reading, (id) => files.get(id) ?? "");
}

/** Local networks of the first engine that was read: what a host that is asked shows beside those of the swarm. */
function localNetworks({ engines }: Gathered): NetworkInspect[] {
  return (engines[0]?.Networks ?? []).filter(({ Scope }) => Scope !== "swarm");
}
