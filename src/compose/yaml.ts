import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, parseAllDocuments } from "yaml";
import { type DryswarmError, failure } from "../api/errors.ts";
import { resolveScalar } from "./scalars.ts";
import { syntaxProblem } from "./syntax/parser.ts";

/** A mapping as it stands in a stack file, keys in the file's order. */
export type Mapping = Record<string, unknown>;

/** How deep a file may nest; docker's own limit is 10,000 levels. */
const MAX_DEPTH = 1000;
/** How many values aliases may stand for, before a small file is taken for an attack. */
const MAX_ALIASED = 400_000;

/**
 * The mapping that the first document of a text holds, read as docker reads it (gopkg.in/yaml.v3): YAML 1.2 with the
 * octal numbers and merge keys of 1.1. Throws compose-yaml for a text that is no YAML, compose-yaml-decode for keys that
 * are there twice, compose-not-mapping for anything but a mapping.
 */
export function parseYAML(text: string): Mapping {
  if (isTooDeep(text)) throw tooDeep();
  const problem = syntaxProblem(text);
  if (problem) throw failure("compose-yaml", { problem });
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const document = "empty" in documents ? undefined : (documents[0] as Document.Parsed);
  const error = document?.errors[0];
  // What docker's parser takes and ours does not is hardly ever met.
  if (error) throw failure("compose-yaml", { problem: `line ${lines.linePos(error.pos[0]).line}: ${error.message}` });
  const value = document?.contents ? new Decoder(document, lines).decode() : null;
  if (typeof value !== "object" || value === null || Array.isArray(value) || !hasTextKeys(document?.contents)) throw failure("compose-not-mapping");
  return value as Mapping;
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

/** Whether the keys of a mapping are all texts: docker takes no other mapping for a file. */
function hasTextKeys(node: unknown): boolean {
  return (
    isMap<Node>(node) &&
    node.items.every(({ key }) => !isScalar(key) || key.type !== "PLAIN" || typeof resolveScalar(String(key.value ?? ""), key.tag) === "string")
  );
}

/** A value in Go's syntax (%#v). */
function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (value === null) return "interface {}(nil)";
  if (typeof value !== "object") return typeof value === "string" ? JSON.stringify(value) : String(value);
  const items = Object.entries(value as Mapping).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${items.map(([key, item]) => `${JSON.stringify(key)}:${goSyntax(item)}`).join(", ")}}`;
}

/** Turns nodes into values; gathers keys that stand twice in a mapping. */
class Decoder {
  private readonly twice: string[] = [];
  private aliased = 0;
  private aliasDepth = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  decode(): unknown {
    const value = this.value(this.document.contents as Node, 0);
    if (this.twice.length > 0) throw failure("compose-yaml-decode", { problems: this.twice.map((one) => `\n  ${one}`).join("") });
    return value;
  }

  private value(node: Node | null, depth: number): unknown {
    if (depth > MAX_DEPTH) throw tooDeep();
    if (this.aliasDepth > 0 && ++this.aliased > MAX_ALIASED) throw failure("compose-yaml", { problem: "document contains excessive aliasing" });
    if (node === null) return null;
    if (isAlias(node)) return this.alias(node.source, () => this.value(node.resolve(this.document) ?? null, depth + 1), node.resolve(this.document));
    if (isScalar(node)) return node.type === "PLAIN" || node.tag ? resolveScalar(String(node.value ?? ""), node.tag) : node.value;
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node, depth + 1));
    return isMap(node) ? this.mapping(node.items as Pair<Node, Node | null>[], depth) : null;
  }

  private alias<T>(name: string, inner: () => T, target: unknown): T {
    if (target === undefined) throw failure("compose-yaml", { problem: `unknown anchor '${name}' referenced` });
    this.aliasDepth++;
    const value = inner();
    this.aliasDepth--;
    return value;
  }

  private mapping(pairs: Pair<Node, Node | null>[], depth: number): Mapping {
    const plain = pairs.filter(({ key }) => !isMerge(key)).map(({ key, value }) => ({ name: this.key(key, depth), key, value }));
    const before = this.twice.length;
    const places = new Map<string, number[]>();
    for (const { name, key } of plain) {
      const earlier = places.get(name) ?? [];
      for (const line of earlier) this.twice.push(`line ${this.line(key)}: mapping key ${JSON.stringify(name)} already defined at line ${line}`);
      places.set(name, [...earlier, this.line(key)]);
    }
    if (this.twice.length > before) return {};
    const result: Mapping = Object.create(null);
    for (const { name, value } of plain) result[name] = this.value(value, depth + 1);
    for (const { key, value } of pairs) if (isMerge(key)) for (const merged of this.merged(value, depth)) Object.assign(result, { ...merged, ...result });
    return { ...result };
  }

  private key(node: Node, depth: number): string {
    const value = this.value(node, depth + 1);
    if (typeof value === "object" && value !== null) throw failure("compose-yaml", { problem: `invalid map key: ${goSyntax(value)}` });
    return String(value);
  }

  private line(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** The mappings that a merge key names. */
  private merged(node: Node | null, depth: number): Mapping[] {
    const value = this.value(node, depth + 1);
    const list = Array.isArray(value) ? value : [value];
    if (list.some((one) => typeof one !== "object" || one === null || Array.isArray(one)))
      throw failure("compose-yaml", { problem: "map merge requires map or sequence of maps as the value" });
    return list as Mapping[];
  }
}
