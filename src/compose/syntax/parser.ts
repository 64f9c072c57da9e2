import type { Dialect } from "../dialect.ts";
import { SyntaxProblem } from "./cursor.ts";
import { Scanner, type Token } from "./scanner.ts";

type Type = Token["type"];

/** Characters that a text must not hold, whatever stands around them. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Follows the grammar of YAML through the tokens of the first document, as libyaml does, and keeps nothing of it. */
class Parser {
  private readonly scanner: Scanner;
  private readonly anchors = new Set<string>();
  private readonly handles = new Set(["!", "!!"]);

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  private is(...types: Type[]): boolean {
    return types.includes(this.scanner.peek().type);
  }

  /** Goes over the next token if it is of a type. */
  private take(type: Type): boolean {
    if (!this.is(type)) return false;
    this.scanner.skip();
    return true;
  }

  private problem(text: string, context: number): SyntaxProblem {
    return new SyntaxProblem(text, context, this.scanner.peek().line, false);
  }

  document(): void {
    this.take("stream-start");
    if (this.is("stream-end")) return;
    if (this.is("directive", "document-start")) {
      this.directives();
      if (!this.take("document-start")) throw this.problem("did not find expected <document start>", 0);
      if (!this.is("directive", "document-start", "document-end", "stream-end")) this.node(true, false);
    } else this.node(true, false);
    this.take("document-end");
  }

  private directives(): void {
    let isVersioned = false;
    while (this.is("directive")) {
      const [name, value = ""] = (this.scanner.peek().text ?? "").split(" ");
      if (name === "YAML") {
        if (isVersioned) throw this.problem("found duplicate %YAML directive", 0);
        if (value !== "1.1") throw this.problem("found incompatible YAML document", 0);
        isVersioned = true;
      } else this.handles.add(value);
      this.scanner.skip();
    }
  }

  private node(block: boolean, indentless: boolean): void {
    const start = this.scanner.peek().line;
    if (this.is("alias")) {
      const name = this.scanner.peek().text as string;
      if (!this.anchors.has(name)) throw new SyntaxProblem(`unknown anchor '${name}' referenced`, 0, 0, false);
      this.scanner.skip();
      return;
    }
    const hasProperties = this.properties(start);
    if (indentless && this.is("block-entry")) this.indentlessSequence();
    else if (this.take("scalar")) return;
    else if (this.is("flow-sequence")) this.flowSequence();
    else if (this.is("flow-mapping")) this.flowMapping();
    else if (block && this.is("block-sequence")) this.blockSequence();
    else if (block && this.is("block-mapping")) this.blockMapping();
    else if (!hasProperties) throw this.problem("did not find expected node content", start);
  }

  /** An anchor and a tag, in either order; gives whether there was one. */
  private properties(start: number): boolean {
    let tag: string | undefined;
    const takeTag = (): void => {
      if (this.is("tag")) tag = this.scanner.peek().text;
      this.take("tag");
    };
    takeTag();
    const isAnchored = this.is("anchor");
    if (isAnchored) this.anchors.add(this.scanner.peek().text as string);
    this.take("anchor");
    if (isAnchored && tag === undefined) takeTag();
    if (tag && !this.handles.has(tag)) throw this.problem("found undefined tag handle", start);
    return isAnchored || tag !== undefined;
  }

  /** The line of a token that opens a collection, which is gone over. */
  private open(): number {
    const { line } = this.scanner.peek();
    this.scanner.skip();
    return line;
  }

  private blockSequence(): void {
    const start = this.open();
    while (!this.take("block-end")) {
      if (!this.take("block-entry")) throw this.problem("did not find expected '-' indicator", start);
      if (!this.is("block-entry", "block-end")) this.node(true, false);
    }
  }

  private indentlessSequence(): void {
    while (this.take("block-entry")) if (!this.is("block-entry", "key", "value", "block-end")) this.node(true, false);
  }

  private blockMapping(): void {
    const start = this.open();
    const part = (): void => {
      if (!this.is("key", "value", "block-end")) this.node(true, true);
    };
    while (!this.take("block-end")) {
      if (!this.take("key")) throw this.problem("did not find expected key", start);
      part();
      if (this.take("value")) part();
    }
  }

  private flowSequence(): void {
    const start = this.open();
    for (let first = true; !this.is("flow-sequence-end"); first = false) {
      if (!first && !this.take("flow-entry")) throw this.problem("did not find expected ',' or ']'", start);
      if (this.take("key")) this.pair();
      else if (!this.is("flow-sequence-end")) this.node(false, false);
      else break;
    }
    this.take("flow-sequence-end");
  }

  /** `key: value` alone in a flow sequence; libyaml loses the token after a key that is not there. */
  private pair(): void {
    if (this.is("value", "flow-entry", "flow-sequence-end")) this.scanner.skip();
    else this.node(false, false);
    if (this.take("value") && !this.is("flow-entry", "flow-sequence-end")) this.node(false, false);
  }

  private flowMapping(): void {
    const start = this.open();
    for (let first = true; !this.is("flow-mapping-end"); first = false) {
      if (!first && !this.take("flow-entry")) throw this.problem("did not find expected ',' or '}'", start);
      if (this.take("key")) {
        if (!this.is("value", "flow-entry", "flow-mapping-end")) this.node(false, false);
        if (this.take("value") && !this.is("flow-entry", "flow-mapping-end")) this.node(false, false);
      } else if (!this.is("flow-mapping-end")) this.node(false, false);
      else break;
    }
    this.take("flow-mapping-end");
  }
}

/** What docker's reader of YAML (libyaml in Go) says of a text that it cannot read; undefined for one that it can. */
export function syntaxProblem(text: string, { linesWhereFound }: Pick<Dialect, "linesWhereFound">): string | undefined {
  if (CONTROL.test(text)) return "control characters are not allowed";
  try {
    new Parser(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.words(linesWhereFound);
    throw error;
  }
}
