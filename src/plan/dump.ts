import { failure, type NetworkInspect, type Node, type Service, type Swarm, type Task } from "../api/index.ts";
import { EMPTY_SNAPSHOT, type Snapshot } from "./snapshot.ts";

type Found = Record<string, unknown>;
const isObject = (value: unknown): value is Found => typeof value === "object" && value !== null && !Array.isArray(value);

/** What kind of object a piece of `docker inspect` is; undefined for what says nothing of a swarm's network. */
function kindOf(value: Found): keyof Snapshot | undefined {
  if ("JoinTokens" in value) return "swarm";
  if ("IPAM" in value && "Scope" in value) return "networks";
  if ("Description" in value && isObject(value.Description) && "Engine" in value.Description) return "nodes";
  if ("ServiceID" in value && "DesiredState" in value) return "tasks";
  if (isObject(value.Spec) && "TaskTemplate" in value.Spec) return "services";
  return undefined;
}

/** Whether a text is a state file, as its first member says, and no dump. */
export function isStateText(text: string): boolean {
  return /^\s*\{\s*"format":\s*"dryswarm"/.test(text);
}

/**
 * The objects of a dump: JSON as `docker network inspect`, `service inspect`, `node inspect` and `inspect` of tasks print it, one
 * list after the other, or a snapshot as `plan --out` saves it. Throws plan-dump with the file.
 */
export function readDump(text: string, file: string): Snapshot {
  const values = parseLists(text, file);
  const whole = values.length === 1 && isObject(values[0]) && Array.isArray(values[0].networks) && Array.isArray(values[0].services);
  if (whole) return { ...EMPTY_SNAPSHOT, ...(values[0] as object) };
  const snapshot: { -readonly [K in keyof Snapshot]: Snapshot[K] } = { ...EMPTY_SNAPSHOT };
  for (const [at, value] of values.flat().entries()) {
    const kind = isObject(value) ? kindOf(value) : undefined;
    if (!kind) throw failure("plan-dump", { file, problem: `object ${at + 1} is no network, service, node, task or swarm as docker inspect prints them` });
    if (kind === "swarm") snapshot.swarm = value as unknown as Swarm;
    else if (kind === "networks") snapshot.networks = [...snapshot.networks, value as unknown as NetworkInspect];
    else if (kind === "nodes") snapshot.nodes = [...snapshot.nodes, value as unknown as Node];
    else if (kind === "tasks") snapshot.tasks = [...snapshot.tasks, value as unknown as Task];
    else if (kind === "services") snapshot.services = [...snapshot.services, { Endpoint: {}, ...(value as Found) } as unknown as Service];
  }
  return snapshot;
}

/** Several JSON values, one after the other, as several inspects appended to one file give them. */
function parseLists(text: string, file: string): unknown[] {
  const parts = text.trim().split(/(?<=^[\]}])\s*(?=^[[{])/m);
  return parts.map((part) => {
    try {
      return JSON.parse(part) as unknown;
    } catch (error) {
      throw failure("plan-dump", { file, problem: `it is no JSON: ${(error as Error).message}` });
    }
  });
}
