import { type Alias, type Document, isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, parseAllDocuments, visit } from "yaml";
import { type DryswarmError, failure } from "../api/errors.ts";
import { type Dialect, NEWEST_DIALECT } from "./dialect.ts";
import { goSyntax, resolveScalar } from "./scalars.ts";
import { syntaxProblem } from "./syntax/parser.ts";

/** A mapping as it stands in a stack file, keys in the file's order. One with a key that is no text is a Map instead. */
export type Mapping = Record<string, unknown>;

/** Whether a decoded value is a mapping whose keys are all texts. */
export const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);

/** How deep a file may nest; docker's own limit is 10,000 levels. */
const MAX_DEPTH = 1000;
/** How many values aliases may stand for, before a small file is taken for an attack. */
const MAX_ALIASED = 400_000;
/** How many keys that stand twice are spoken of, about: they come in pairs, so a file of one key alone has millions. */
const MAX_TWICE = 10_000;

/**
 * The mapping that the first document of a text holds, read as docker reads it (gopkg.in/yaml.v3): YAML 1.2 with the
 * octal numbers and merge keys of 1.1. Throws compose-yaml for a text that is no YAML, compose-yaml-decode for keys that
 * are there twice, compose-not-mapping for anything but a mapping.
 */
export function parseYAML(text: string, reads: Pick<Dialect, "wordBooleans" | "lastKeyWins" | "linesWhereFound"> = NEWEST_DIALECT): Mapping {
  if (isTooDeep(text)) throw tooDeep();
  const problem = syntaxProblem(text, reads);
  if (problem) throw failure("compose-yaml", { problem });
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const document = "empty" in documents ? undefined : (documents[0] as Document.Parsed);
  const error = document?.errors[0];
  // What docker's parser takes and ours does not is hardly ever met.
  if (error) throw failure("compose-yaml", { problem: `line ${lines.linePos(error.pos[0]).line}: ${error.message}` });
  const value = document?.contents ? new Decoder(document, lines, reads).decode() : null;
  if (reads.lastKeyWins) checkKeys(value, "");
  if (!isMapping(value)) throw failure("compose-not-mapping");
  return value;
}

/** Refuses mappings with keys that are no texts, in the words of command lines before 28 (docker/cli v26.1.5, cli/compose/loader). */
function checkKeys(value: unknown, place: string): void {
  if (Array.isArray(value)) for (const [at, item] of value.entries()) checkKeys(item, `${place}[${at}]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of entriesOf(value)) {
      if (typeof key !== "string") throw failure("compose-key", { key: goSyntax(key), place: place === "" ? "at top level" : `in ${place}` });
      checkKeys(item, place === "" ? key : `${place}.${key}`);
    }
}

const tooDeep = (): DryswarmError => failure("compose-yaml", { problem: "exceeded max depth of 10000" });

/**
 * Whether a text nests deeper than the parser may follow it: the parser recurses, and V8 ends the process, without an
 * exception to catch, where a regular expression is compiled at the end of the stack.
 */
function isTooDeep(text: string): boolean {
  if (new RegExp(`^[-? ]{${MAX_DEPTH}}`, "m").test(text)) return true;
  let open = 0;
  for (const token of text.split(/[[{]/, MAX_DEPTH + 2).length > MAX_DEPTH ? new Lexer().lex(text) : []) {
    if (token === "[" || token === "{") open++;
    if (token === "]" || token === "}") open--;
    if (open > MAX_DEPTH) return true;
  }
  return false;
}

const isMerge = (key: Node): boolean => isScalar(key) && key.value === "<<" && key.type === "PLAIN";

/** What each alias of a document stands for: the last node of its name that is anchored before it. */
function aliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchored = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = anchored.get(node.source);
        if (target) targets.set(node, target);
      } else if (isNode(node) && "anchor" in node && node.anchor) anchored.set(node.anchor, node);
    },
  });
  return targets;
}

/** Turns nodes into values; gathers keys that stand twice in a mapping. */
class Decoder {
  private readonly twice: string[] = [];
  private readonly open = new Set<Alias>();
  private aliased = 0;
  private targets: Map<Alias, Node> | undefined;

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly reads: Pick<Dialect, "wordBooleans" | "lastKeyWins">,
  ) {}

  decode(): unknown {
    const value = this.value(this.document.contents as Node, 0);
    if (this.twice.length > 0) throw failure("compose-yaml-decode", { problems: this.twice.map((one) => `\n  ${one}`).join("") });
    return value;
  }

  private value(node: Node | null, depth: number): unknown {
    if (depth > MAX_DEPTH) throw tooDeep();
    if (this.open.size > 0 && ++this.aliased > MAX_ALIASED) throw failure("compose-yaml", { problem: "document contains excessive aliasing" });
    if (node === null) return null;
    if (isAlias(node)) return this.alias(node, depth);
    if (isScalar(node)) return node.type === "PLAIN" || node.tag ? resolveScalar(String(node.value ?? ""), node.tag, this.reads.wordBooleans) : node.value;
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node, depth + 1));
    return isMap(node) ? this.mapping(node.items as Pair<Node, Node | null>[], depth) : null;
  }

  private target(alias: Alias): Node {
    this.targets ??= aliasTargets(this.document);
    const target = this.targets.get(alias);
    if (!target) throw failure("compose-yaml", { problem: `unknown anchor '${alias.source}' referenced` });
    return target;
  }

  private alias(node: Alias, depth: number): unknown {
    const target = this.target(node);
    if (this.open.has(node)) throw failure("compose-yaml", { problem: `anchor '${node.source}' value contains itself` });
    this.open.add(node);
    const value = this.value(target, depth + 1);
    this.open.delete(node);
    return value;
  }

  private mapping(pairs: Pair<Node, Node | null>[], depth: number): Mapping | Map<unknown, unknown> {
    const { lastKeyWins } = this.reads;
    if (!lastKeyWins && this.hasTwice(pairs)) return {};
    const entries: [unknown, unknown][] = [];
    let plain = true;
    for (const { key, value } of pairs) {
      if (isMerge(key)) {
        // The second version of go-yaml puts a merge where it stands; of several mappings the first goes before the others.
        if (lastKeyWins) entries.push(...this.merged(value, depth).reverse().flatMap(entriesOf));
        continue;
      }
      const name = this.value(key, depth + 1);
      if (typeof name === "object" && name !== null) throw failure("compose-yaml", { problem: `invalid map key: ${goSyntax(name)}` });
      plain &&= this.isText(key, name);
      entries.push([name, this.value(value, depth + 1)]);
    }
    if (lastKeyWins) return plain ? Object.fromEntries(entries) : new Map(entries);
    const merged = pairs.filter(({ key }) => isMerge(key)).flatMap(({ value }) => this.merged(value, depth).flatMap(entriesOf));
    if (merged.length > 0) {
      const own = new Set(entries.map(([name]) => name));
      for (const [name, value] of merged) {
        if (own.has(name)) continue;
        own.add(name);
        entries.push([name, value]);
      }
    }
    return plain ? Object.fromEntries(entries) : new Map(entries);
  }

  /** Whether a key is a text for yaml.v3: a time is none, though it is shown as one. */
  private isText(key: Node, value: unknown): boolean {
    const node = isAlias(key) ? this.target(key) : key;
    return typeof value === "string" && isScalar(node) && value === node.value;
  }

  /** Notes the keys that stand twice, by their text as written; values below are then not looked at. */
  private hasTwice(pairs: readonly Pair<Node, Node | null>[]): boolean {
    const texts = pairs.map(({ key }) => (isScalar(key) ? `=${key.value ?? ""}` : isAlias(key) ? `*${key.source}` : isSeq(key) ? "[" : "{"));
    const places = new Map<string, Node[]>();
    for (const [at, { key }] of pairs.entries()) {
      const text = texts[at] as string;
      const same = places.get(text);
      if (same) same.push(key);
      else places.set(text, [key]);
    }
    if (places.size === pairs.length) return false;
    for (const text of texts) {
      if (this.twice.length > MAX_TWICE) break;
      const [first, ...later] = places.get(text) as Node[];
      for (const one of later)
        this.twice.push(`line ${this.line(one)}: mapping key ${JSON.stringify(text.slice(1))} already defined at line ${this.line(first as Node)}`);
      places.set(text, later);
    }
    return true;
  }

  private line(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** The mappings that a merge key names. */
  private merged(node: Node | null, depth: number): object[] {
    const value = this.value(node, depth + 1);
    const list = Array.isArray(value) ? value : [value];
    if (list.some((one) => typeof one !== "object" || one === null || Array.isArray(one)))
      throw failure("compose-yaml", { problem: "map merge requires map or sequence of maps as the value" });
    return list as object[];
  }
}

const entriesOf = (value: object): [unknown, unknown][] => (value instanceof Map ? [...value] : Object.entries(value));
