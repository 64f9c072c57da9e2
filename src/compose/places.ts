import { isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";

/** A place in a file, from 1 on. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A note in a file that silences a rule, and its line. */
export interface IgnoreNote {
  readonly rule: string;
  readonly line: number;
}

/** Where the services and networks of a stack file stand. */
export interface Places {
  /** The place of a service's or network's key, or of one of `keys` below it, the first that is there. */
  find(section: "services" | "networks", name: string, keys?: readonly string[]): Place | undefined;
  /** Names of networks by what the swarm calls them, where the file gives them a `name` of their own. */
  readonly named: ReadonlyMap<string, string>;
  readonly ignores: readonly IgnoreNote[];
}

const pairOf = (map: unknown, name: string) =>
  isMap(map) ? (map as YAMLMap<Node, Node | null>).items.find(({ key }) => isScalar(key) && String(key.value) === name) : undefined;

/** Reads where things stand in a stack file; one that is no YAML has no places. */
export function placesOf(text: string): Places {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const at = (node: Node): Place => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  };
  const networks = pairOf(document.contents, "networks")?.value;
  const named = new Map<string, string>();
  if (isMap(networks))
    for (const { key, value } of (networks as YAMLMap<Node, Node | null>).items) {
      const name = pairOf(value, "name")?.value;
      if (isScalar(key) && isScalar(name)) named.set(String(name.value), String(key.value));
    }
  const ignores = text
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(/#\s*dryswarm-ignore\s+(DS\d{3})/g)].map(([, rule = ""]) => ({ rule, line: index + 1 })));
  return {
    named,
    ignores,
    find: (section, name, keys = []) => {
      const own = pairOf(pairOf(document.contents, section)?.value, name);
      if (!own) return undefined;
      const inner = keys.map((key) => pairOf(own.value, key)).find((pair) => pair !== undefined);
      return at((inner ?? own).key);
    },
  };
}
