import { DryswarmError, type NetworkInspect, type Service } from "../../api/index.ts";
import { convertNetworks } from "../../compose/convert/objects.ts";
import { convertService } from "../../compose/convert/service.ts";
import { parseEnvFile } from "../../compose/env-file.ts";
import { portsWithAddress } from "../../compose/shapes/ports.ts";
import type { StackConfig } from "../../compose/types.ts";
import { ignoredKeys } from "../../compose/warnings.ts";
import { isMapping, type Mapping, parseYAML } from "../../compose/yaml.ts";
import { subnetsOf } from "../../plan/facts.ts";
import type { StackFact, Subject } from "../../plan/rules/index.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import { own } from "../../values/own.ts";
import type { CommandContext, CommandResult, Flags } from "../command.ts";
import { errorText } from "../dispatch/exit.ts";
import { loadFiles } from "../stack/files.ts";

/** A stack file as text. */
export interface StackText {
  readonly file: string;
  readonly text: string;
}

/** Stack files as they are written: loaded, where docker loads them, and what is to be noticed in them. */
export interface WrittenStack {
  /** Undefined where docker's loader refuses the files. */
  readonly config: StackConfig | undefined;
  readonly facts: readonly StackFact[];
}

/** Variables that a text takes without a default or an error of their own. */
const VARIABLE = /(?<!\$)(?:\$\$)*\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

/** Every text in a file's values. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isMapping(value)) for (const item of Object.values(value)) yield* textsIn(item);
}

const servicesOf = (file: Mapping): [string, Mapping][] =>
  isMapping(file.services) ? Object.entries(file.services).filter((entry): entry is [string, Mapping] => isMapping(entry[1])) : [];

/** Names of labels, written as a mapping or a list. */
const labelNames = (labels: unknown): string[] =>
  Array.isArray(labels) ? labels.map((label) => String(label).split("=", 1)[0] as string) : isMapping(labels) ? Object.keys(labels) : [];

function serviceFacts(file: Mapping, full: (name: string) => string): StackFact[] {
  return servicesOf(file).flatMap(([name, service]): StackFact[] => {
    const label = labelNames(service.labels).find((one) => one.startsWith("traefik."));
    const deployed = labelNames(isMapping(service.deploy) ? service.deploy.labels : undefined).some((one) => one.startsWith("traefik."));
    return [
      ...addressesOf(service.ports).map(
        ({ text, address }): StackFact => ({ kind: "host-ip", service: full(name), address, port: text.split(":").at(-2) || (text.split(":").at(-1) ?? "") }),
      ),
      ...(label && !deployed ? [{ kind: "proxy-labels" as const, service: full(name), label }] : []),
    ];
  });
}

/** Ports that name an address of the host; none where a port cannot be read, which is docker's to say. */
function addressesOf(ports: unknown): { text: string; address: string }[] {
  try {
    return portsWithAddress(ports);
  } catch {
    return [];
  }
}

async function variableFacts(context: CommandContext, files: readonly Mapping[], first: string): Promise<StackFact[]> {
  const used = new Set(
    files.flatMap((file) => [...textsIn(file)]).flatMap((text) => [...text.matchAll(VARIABLE)].map((match) => match[1] ?? (match[2] as string))),
  );
  const unset = [...used].filter((name) => own(context.env, name) === undefined);
  const dotenv = first === "-" ? ".env" : first.replace(/[^/]*$/, ".env");
  let known: string[] = [];
  try {
    known = parseEnvFile(Buffer.from(await context.readFile(dotenv)).toString(), dotenv, () => "").map(([name]) => name);
  } catch {
    // There is none, or none that docker compose could read.
  }
  const inFile = unset.filter((name) => known.includes(name));
  return [
    ...(inFile.length > 0 ? [{ kind: "dotenv" as const, file: dotenv, variables: inFile }] : []),
    ...unset.filter((name) => !inFile.includes(name)).map((variable): StackFact => ({ kind: "unset", variable })),
  ];
}

/** Reads stack files as they are written, for the stack of a name. */
export async function readWritten(
  context: CommandContext,
  flags: Flags<{ readonly "compose-file": string[] }>,
  texts: readonly StackText[],
  stack: string,
): Promise<WrittenStack> {
  const full = (name: string): string => `${stack}_${name}`;
  let files: Mapping[] = [];
  try {
    files = texts.map(({ text }) => parseYAML(text, context.profile.stackFiles));
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
  }
  const facts: StackFact[] = [
    ...files.flatMap((file) => [...ignoredKeys(file).map((fact): StackFact => ({ ...fact, service: full(fact.service) })), ...serviceFacts(file, full)]),
    ...(await variableFacts(context, files, texts[0]?.file ?? "-")),
  ];
  try {
    const quiet = {
      ...context,
      streams: { ...context.streams, err: () => undefined, readStdin: async () => Buffer.from(texts.find(({ file }) => file === "-")?.text ?? "") },
    };
    return { config: (await loadFiles(quiet, flags)).config, facts };
  } catch (error) {
    if (error instanceof DryswarmError) return { config: undefined, facts };
    throw error;
  }
}

/** What a deploy that failed is about: the service or network that its error names. */
function subjectOf(error: DryswarmError, stack: string): Subject | undefined {
  const { noun, name, service } = error.blanks;
  if (error.code === "stack-failed" && (noun === "service" || noun === "network")) return { kind: noun, name: String(name) };
  return typeof service === "string" ? { kind: "service", name: `${stack}_${service}` } : undefined;
}

/** What the end of a deploy says: an external network that is missing, or any other failure. */
export function deployFacts({ status, error, stderr }: CommandResult, stack: string): StackFact[] {
  if (status === 0) return [];
  if (error?.code === "stack-external-missing" || error?.code === "stack-external-scope") {
    const name = JSON.parse(String(error.blanks.name)) as string;
    return [{ kind: "external", network: name, problem: error.message.replace(`network ${error.blanks.name} `, "it ") }];
  }
  const subject = error && subjectOf(error, stack);
  return [{ kind: "failed", problem: (error ? errorText(error) : stderr).trim(), ...(subject && { subject }) }];
}

/** Settings of a stack's networks that differ from those of the networks that are there, and cannot be changed. */
export function immutableFacts({ config }: WrittenStack, stack: string, before: Snapshot): StackFact[] {
  if (!config) return [];
  return convertNetworks(stack, config).create.flatMap(({ Name, Driver = "", Internal = false, Attachable = false, IPAM, Options }): StackFact[] => {
    const there = before.networks.find((network) => network.Name === Name && network.Scope === "swarm");
    if (!there) return [];
    const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []));
    const pairs: [key: string, before: string, after: string][] = [
      ["driver", there.Driver || Driver, Driver],
      ["internal", String(there.Internal), String(Internal)],
      ["attachable", String(there.Attachable), String(Attachable)],
      ["encryption", String(there.Options?.encrypted !== undefined), String(Options?.encrypted !== undefined)],
      ...(subnets.length > 0 ? [["subnet", subnetsOf(there).join(", ") || "none", subnets.join(", ")] as [string, string, string]] : []),
    ];
    return pairs.filter(([, was, is]) => was !== is).map(([key, was, is]) => ({ kind: "immutable", network: Name, key, before: was, after: is }));
  });
}

/** A snapshot with the networks and services of a stack that a failed deploy has not made, as far as the files say what they are. */
export function withWritten(snapshot: Snapshot, { config }: WrittenStack, stack: string): Snapshot {
  if (!config) return snapshot;
  const time = "0001-01-01T00:00:00Z";
  const networks = convertNetworks(stack, config)
    .create.filter(({ Name }) => !snapshot.networks.some((network) => network.Name === Name))
    .map(
      ({ Name, Driver = "overlay", Labels, Options, Internal = false, Attachable = false, IPAM }): NetworkInspect => ({
        Name,
        Id: Name,
        Created: time,
        Scope: "swarm",
        Driver,
        EnableIPv4: true,
        EnableIPv6: false,
        IPAM: { Driver: "default", Options: null, Config: IPAM?.Config ?? [] },
        Internal,
        Attachable,
        Ingress: false,
        ConfigFrom: { Network: "" },
        ConfigOnly: false,
        Containers: null,
        Options: Options ?? null,
        Labels: Labels ?? null,
      }),
    );
  const services = Object.entries(config.services).flatMap(([name, service]): Service[] => {
    const full = `${stack}_${name}`;
    if (snapshot.services.some(({ Spec }) => Spec.Name === full)) return [];
    try {
      const Spec = convertService(stack, name, service, config, { secrets: [], configs: [] });
      return [{ ID: full, Version: { Index: 0 }, CreatedAt: time, UpdatedAt: time, Spec, Endpoint: { Spec: Spec.EndpointSpec ?? {} } }];
    } catch (error) {
      if (error instanceof DryswarmError) return [];
      throw error;
    }
  });
  return { ...snapshot, networks: [...snapshot.networks, ...networks], services: [...snapshot.services, ...services] };
}
