import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments, type YAMLError } from "yaml";
import { failure } from "../api/errors.ts";
import { resolveScalar } from "./scalars.ts";

/** A mapping as it stands in a stack file, keys in the file's order. */
export type Mapping = Record<string, unknown>;

/** How deep a file may nest; docker's own limit is 10,000 levels. */
const MAX_DEPTH = 1000;
/** How many values aliases may stand for, before a small file is taken for an attack. */
const MAX_ALIASED = 400_000;

/** What docker's parser says where ours says it in another way. */
const PARSER_WORDS: Record<string, string> = {
  BLOCK_AS_IMPLICIT_KEY: "mapping values are not allowed in this context",
  BLOCK_IN_FLOW: "did not find expected node content",
  BAD_INDENT: "did not find expected key",
  MISSING_CHAR: "could not find expected ':'",
  MULTILINE_IMPLICIT_KEY: "mapping values are not allowed in this context",
  KEY_OVER_1024_CHARS: "could not find expected ':'",
  TAB_AS_INDENT: "found character that cannot start any token",
  BAD_SCALAR_START: "found character that cannot start any token",
  BAD_DIRECTIVE: "found unknown directive name",
  BAD_DQ_ESCAPE: "found unknown escape character",
  MULTIPLE_ANCHORS: "did not find expected node content",
  UNEXPECTED_TOKEN: "did not find expected key",
};

function parserWords(error: YAMLError): string {
  if (/Missing closing ["']/.test(error.message)) return "found unexpected end of stream";
  if (/must end with a \]|must be indented and end with a \]|end with a \]/.test(error.message)) return "did not find expected ',' or ']'";
  if (/end with a \}/.test(error.message)) return "did not find expected ',' or '}'";
  return PARSER_WORDS[error.code] ?? "did not find expected key";
}

/**
 * The mapping that the first document of a text holds, read as docker reads it (gopkg.in/yaml.v3): YAML 1.2 with the
 * octal numbers and merge keys of 1.1. Throws compose-yaml for a text that is no YAML, compose-yaml-decode for keys that
 * are there twice, compose-not-mapping for anything but a mapping.
 */
export function parseYAML(text: string): Mapping {
  const lines = new LineCounter();
  let document: Document.Parsed | undefined;
  try {
    const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
    document = "empty" in documents ? undefined : (documents[0] as Document.Parsed);
  } catch (error) {
    if (error instanceof RangeError) throw failure("compose-yaml", { problem: "exceeded max depth of 10000" });
    throw error;
  }
  const error = document?.errors[0];
  if (error) throw failure("compose-yaml", { problem: `line ${lines.linePos(error.pos[0]).line}: ${parserWords(error)}` });
  const value = document?.contents ? new Decoder(document, lines).decode() : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw failure("compose-not-mapping");
  return value as Mapping;
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
    if (depth > MAX_DEPTH) throw failure("compose-yaml", { problem: "exceeded max depth of 10000" });
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
    const result: Mapping = Object.create(null);
    const seen = new Map<string, number>();
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.value === "<<" && key.type === "PLAIN") continue;
      const name = String(this.value(key, depth + 1));
      const line = this.lines.linePos(key.range?.[0] ?? 0).line;
      const before = seen.get(name);
      if (before !== undefined) this.twice.push(`line ${line}: mapping key ${JSON.stringify(name)} already defined at line ${before}`);
      else seen.set(name, line);
      result[name] = this.value(value, depth + 1);
    }
    for (const { key, value } of pairs)
      if (isScalar(key) && key.value === "<<" && key.type === "PLAIN")
        for (const merged of this.merged(value, depth)) Object.assign(result, { ...merged, ...result });
    return { ...result };
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
