import { DryswarmError, type EngineClient } from "../../api/index.ts";
import type { CommandContext, CommandSpec } from "../command.ts";
import { GLOBAL_FLAGS } from "../dispatch/globals.ts";
import { GROUPS, type Loader, TOP_LEVEL } from "../dispatch/tree.ts";

/** What may stand for a word, and what it is. */
export interface Candidate {
  readonly word: string;
  readonly text: string;
}

type Lister = (context: CommandContext) => Promise<Candidate[]>;
const named = (names: readonly string[], text: string): Candidate[] => names.map((word) => ({ word, text }));
const listed =
  (read: (client: EngineClient) => Promise<string[]>, text: string): Lister =>
  async ({ client }) =>
    named(await read(client), text);

const NETWORKS = listed(async (client) => (await client.networkList()).map(({ Name }) => Name), "network");
const SERVICES = listed(async (client) => (await client.serviceList()).map(({ Spec }) => Spec.Name ?? ""), "service");
const NODES = listed(async (client) => (await client.nodeList()).map(({ Description }) => Description.Hostname ?? ""), "node");
const SECRETS = listed(async (client) => (await client.secretList()).map(({ Spec }) => Spec.Name), "secret");
const CONFIGS = listed(async (client) => (await client.configList()).map(({ Spec }) => Spec.Name), "config");
const VOLUMES = listed(async (client) => ((await client.volumeList()).Volumes ?? []).map(({ Name }) => Name), "volume");
const CONTAINERS = listed(
  async (client) => (await client.containerList({ all: true })).flatMap(({ Names }) => Names.map((name) => name.replace(/^\//, ""))),
  "container",
);
const STACKS = listed(
  async (client) => [...new Set((await client.serviceList()).flatMap(({ Spec }) => Spec.Labels?.["com.docker.stack.namespace"] ?? []))],
  "stack",
);
const HOSTS: Lister = async ({ hosts }) => named((await hosts?.hostList())?.map(({ Name }) => Name) ?? [], "host");

/** Whose names the arguments of a noun's verbs are; those that make something new name nothing that is there. */
const ARGUMENTS: Readonly<Record<string, Lister>> = {
  network: NETWORKS,
  service: SERVICES,
  node: NODES,
  secret: SECRETS,
  config: CONFIGS,
  volume: VOLUMES,
  container: CONTAINERS,
  stack: STACKS,
  host: HOSTS,
  capacity: NETWORKS,
  drill: NODES,
  explain: SERVICES,
  firewall: NODES,
  rm: CONTAINERS,
  start: CONTAINERS,
  stop: CONTAINERS,
  rename: CONTAINERS,
};
const MAKERS = new Set(["create", "ls", "prune", "add", "apply", "init"]);
/** Whose names the values of flags are. */
const VALUES: Readonly<Record<string, Lister>> = {
  "--network": NETWORKS,
  "--network-add": NETWORKS,
  "--network-rm": NETWORKS,
  "--secret": SECRETS,
  "--config": CONFIGS,
};

const verbs = (loaders: Readonly<Record<string, Loader>>): Candidate[] =>
  Object.entries(loaders)
    .filter(([word]) => !word.startsWith("__"))
    .map(([word, { short }]) => ({ word, text: short }));

const flagsOf = ({ flags }: Pick<CommandSpec, "flags">): Candidate[] =>
  flags.filter(({ hidden }) => !hidden).map(({ name, usage }) => ({ word: `--${name}`, text: usage }));

/** The loader of a verb by its name or an alias. */
const loaderOf = (loaders: Readonly<Record<string, Loader>>, word: string): Loader | undefined =>
  Object.hasOwn(loaders, word) ? loaders[word] : Object.values(loaders).find(({ aliases }) => aliases?.includes(word));

/** What an engine lists; nothing where it refuses, outside a swarm for one. */
async function lookUp(lister: Lister | undefined, context: CommandContext): Promise<Candidate[]> {
  try {
    return (await lister?.(context)) ?? [];
  } catch (error) {
    if (error instanceof DryswarmError) return [];
    throw error;
  }
}

async function all(context: CommandContext, before: readonly string[], last: string): Promise<Candidate[]> {
  const [first = "", second = ""] = before.filter((word) => !word.startsWith("-"));
  const group = Object.hasOwn(GROUPS, first) ? GROUPS[first] : undefined;
  if (first === "")
    return last.startsWith("-")
      ? flagsOf({ flags: GLOBAL_FLAGS })
      : [...verbs(TOP_LEVEL), ...Object.entries(GROUPS).map(([word, { short }]) => ({ word, text: short }))];
  if (group && second === "") return verbs(group.verbs);
  const loader = group ? loaderOf(group.verbs, second) : loaderOf(TOP_LEVEL, first);
  if (!loader) return [];
  const asked = before.at(-1) ?? "";
  const value = Object.hasOwn(VALUES, asked) ? VALUES[asked] : undefined;
  if (value) return lookUp(value, context);
  if (last.startsWith("-")) return flagsOf((await loader.load()).command);
  if (first === "network" && ["connect", "disconnect"].includes(second) && before.length > 2) return lookUp(CONTAINERS, context);
  return group && MAKERS.has(second) ? [] : lookUp(Object.hasOwn(ARGUMENTS, first) ? ARGUMENTS[first] : undefined, context);
}

/** What may stand for the last of the words behind the program's name: nouns, verbs, flags, and names from the state. */
export async function complete(context: CommandContext, words: readonly string[]): Promise<Candidate[]> {
  const last = words.at(-1) ?? "";
  const found = await all(context, words.slice(0, -1), last);
  return found.filter(({ word }) => word.startsWith(last));
}
