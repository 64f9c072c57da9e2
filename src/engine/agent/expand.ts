import type { ContainerSpec, Mount, StringMap } from "../../api/index.ts";
import { taskName } from "../../store/derived.ts";
import type { Cluster, StoredTask } from "../../store/schema.ts";
import { own } from "../../values/own.ts";

/** Values of one task for the templates of its service: texts, and maps of texts. */
type Context = Readonly<Record<string, unknown>>;

function contextOf(cluster: Cluster, task: StoredTask): Context {
  const node = cluster.Nodes[task.NodeID ?? ""];
  const { Architecture = "", OS = "" } = node?.Description.Platform ?? {};
  return {
    Service: { ID: task.ServiceID ?? "", Name: task.ServiceName ?? "", Labels: cluster.Services[task.ServiceID ?? ""]?.Spec.Labels ?? {} },
    Node: { ID: task.NodeID ?? "", Hostname: node?.Description.Hostname ?? "", Platform: { Architecture, OS } },
    Task: { ID: task.ID, Name: taskName(task), Slot: task.Slot === undefined ? (task.NodeID ?? "") : String(task.Slot) },
  };
}

const ACTION = /\{\{(?:(-)\s)?\s*((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`}])*?)\s*(?:\s(-))?\}\}/g;
const WORD = /"(?:\\.|[^"\\])*"|`[^`]*`|[^\s]+/g;

/** Value of one word of an action: a chain of fields or a text in quotes; undefined for anything else. */
function wordValue(word: string, context: Context): unknown {
  if (word.startsWith("`")) return word.slice(1, -1);
  if (word.startsWith('"')) return JSON.parse(word);
  if (!/^\$?(\.\w+)+$/.test(word)) return undefined;
  return word
    .replace(/^\$?\./, "")
    .split(".")
    .reduce<unknown>((value, name) => own(value as Record<string, unknown> | undefined, name), context);
}

/** Result of an action: a field, a text, `index` of a map, `print`, `printf` with texts, a comment; undefined for more than that. */
function evaluate(action: string, context: Context): string | undefined {
  if (action.startsWith("/*")) return "";
  const [first = "", ...rest] = action.match(WORD) ?? [];
  const args = rest.map((word) => wordValue(word, context));
  const texts = args.filter((value) => typeof value === "string");
  if (first === "index" && args.length === 2 && typeof args[1] === "string") return String(own(args[0] as StringMap | undefined, args[1]) ?? "");
  if (first === "print" && texts.length === args.length) return texts.join("");
  if (first === "printf" && texts.length === args.length && texts.length > 0) {
    const [pattern = "", ...values] = texts;
    return pattern.replace(/%[sv]/g, () => values.shift() ?? "%!s(MISSING)");
  }
  const value = rest.length === 0 ? wordValue(first, context) : undefined;
  return typeof value === "string" ? value : undefined;
}

/** A text with its templates expanded; an action that is more than a dry run understands stays as it is written. */
function expand(text: string, context: Context): string {
  if (!text.includes("{{")) return text;
  let trims = false;
  let out = "";
  let end = 0;
  for (const match of text.matchAll(ACTION)) {
    const [whole, left, action = "", right] = match;
    const before = text.slice(end, match.index);
    const kept = trims ? before.trimStart() : before;
    out += left ? kept.trimEnd() : kept;
    out += evaluate(action, context) ?? whole;
    trims = right !== undefined;
    end = match.index + whole.length;
  }
  return out + (trims ? text.slice(end).trimStart() : text.slice(end));
}

function expandMap(map: StringMap, context: Context): StringMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, expand(value, context)]));
}

function expandMount(mount: Mount, context: Context): Mount {
  const { VolumeOptions: options } = mount;
  const driver = options?.DriverConfig;
  return {
    ...mount,
    ...(mount.Source !== undefined && { Source: expand(mount.Source, context) }),
    ...(mount.Target !== undefined && { Target: expand(mount.Target, context) }),
    ...(options && {
      VolumeOptions: {
        ...options,
        ...(options.Labels && { Labels: expandMap(options.Labels, context) }),
        ...(driver && { DriverConfig: { ...driver, ...(driver.Options && { Options: expandMap(driver.Options, context) }) } }),
      },
    }),
  };
}

/** The specification of a task's container as its node sees it: templates in variables, mounts and the host name are expanded. */
export function expandedSpec(cluster: Cluster, task: StoredTask): ContainerSpec {
  const spec = task.Spec.ContainerSpec ?? {};
  if (!JSON.stringify([spec.Env, spec.Mounts, spec.Hostname]).includes("{{")) return spec;
  const context = contextOf(cluster, task);
  const variable = (text: string): string => {
    const at = text.indexOf("=");
    return at < 0 ? text : text.slice(0, at + 1) + expand(text.slice(at + 1), context);
  };
  return {
    ...spec,
    ...(spec.Env && { Env: spec.Env.map(variable) }),
    ...(spec.Mounts && { Mounts: spec.Mounts.map((mount) => expandMount(mount, context)) }),
    ...(spec.Hostname && { Hostname: expand(spec.Hostname, context) }),
  };
}
