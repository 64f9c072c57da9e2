import { type Document, isCollection, isScalar, visit, type YAMLError } from "yaml";

/** Index of the line (from 0) in which an offset stands. */
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length - 1;
const at = (line: number, problem: string): string => (line > 0 ? `line ${line}: ${problem}` : problem);

/** Offset where the innermost node of a kind begins that is still open at `offset`. */
function openNode(document: Document.Parsed, offset: number, isKind: (node: unknown) => boolean): number | undefined {
  let start: number | undefined;
  visit(document, {
    Node(_key, node) {
      const range = (node as { range?: [number, number, number] }).range;
      if (range && isKind(node) && range[0] <= offset && range[2] >= offset) start = range[0];
    },
  });
  return start;
}

/** First line (from 0) of the block mapping or list that a badly indented line breaks off. */
function brokenBlock(text: string, line: number): number {
  const rows = text.split("\n");
  const indent = (row: string): number => row.search(/\S|$/);
  const filled = (row: string): boolean => row.trim() !== "" && !row.trim().startsWith("#");
  const column = indent(rows[line] ?? "");
  let start = line;
  let own: number | undefined;
  for (let row = line - 1; row >= 0; row--) {
    if (!filled(rows[row] as string)) continue;
    const depth = indent(rows[row] as string);
    if (own === undefined ? depth >= column : depth > own) continue;
    if (own !== undefined && depth < own) break;
    own = depth;
    start = row;
  }
  return start;
}

/** A flow list or mapping without its end: what docker's parser misses, and the line it counts from. */
function openFlow(text: string, document: Document.Parsed, offset: number, end: "]" | "}"): string {
  const before = text.slice(0, offset).trimEnd();
  if (/[[{,]$/.test(before) && offset >= text.trimEnd().length) return at(lineAt(text, text.length), "did not find expected node content");
  const start = openNode(document, offset, (node) => isCollection(node) && node.flow === true) ?? 0;
  return at(lineAt(text, start) || lineAt(text, offset), `did not find expected ',' or '${end}'`);
}

const SCANNER: Record<string, string> = {
  TAB_AS_INDENT: "found a tab character that violates indentation",
  BAD_SCALAR_START: "found character that cannot start any token",
  BAD_DQ_ESCAPE: "found unknown escape character",
  BAD_DIRECTIVE: "found unknown directive name",
  KEY_OVER_1024_CHARS: "could not find expected ':'",
};

/**
 * What docker's parser (libyaml in Go) says of a text where ours found `error`: its words, and the line as it counts:
 * from 1 where its scanner stumbled, from 0 where its parser did, and none at the very top.
 */
export function parserProblem(text: string, document: Document.Parsed, error: YAMLError): string {
  const [offset] = error.pos;
  if (/closing ["']/.test(error.message)) {
    const start = openNode(document, offset, (node) => isScalar(node) && String(node.type).startsWith("QUOTE")) ?? offset;
    return at(lineAt(text, start) + (lineAt(text, start) > 0 ? 1 : 0), "found unexpected end of stream");
  }
  if (/end with a [\]}]/.test(error.message)) return openFlow(text, document, offset, error.message.includes("]") ? "]" : "}");
  if (error.code === "BLOCK_AS_IMPLICIT_KEY" || error.code === "MULTILINE_IMPLICIT_KEY") {
    const colon = text.slice(offset).search(/:(?=\s|$)/);
    const line = lineAt(text, offset + Math.max(colon, 0));
    return at(line > 0 ? line + 1 : 0, "mapping values are not allowed in this context");
  }
  const words = SCANNER[error.code];
  const line = lineAt(text, offset);
  if (words) return at(line > 0 ? line + 1 : 0, words);
  if (error.code === "MISSING_CHAR") return at(line > 0 ? line + 1 : 0, "could not find expected ':'");
  const start = brokenBlock(text, line);
  return at(start > 0 ? start : line, "did not find expected key");
}
