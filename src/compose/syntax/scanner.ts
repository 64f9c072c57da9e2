import { Cursor } from "./cursor.ts";
import { scanAnchor, scanBlockScalar, scanDirective, scanPlain, scanQuoted, scanTag } from "./scalars.ts";

/** What a text is made of, blocks by indentation among it. */
export interface Token {
  readonly type:
    | ("stream-start" | "stream-end" | "directive" | "document-start" | "document-end" | "block-sequence" | "block-mapping" | "block-end" | "block-entry")
    | ("flow-sequence" | "flow-sequence-end" | "flow-mapping" | "flow-mapping-end" | "flow-entry" | "key" | "value" | "alias" | "anchor" | "tag" | "scalar");
  readonly line: number;
  /** Name of an anchor, handle of a tag, words of a directive. */
  readonly text?: string;
}

/** A place where a key may have begun that only the colon after it tells. */
interface SimpleKey {
  possible: boolean;
  required: boolean;
  number: number;
  at: number;
  line: number;
  column: number;
}

const NO_KEY: SimpleKey = { possible: false, required: false, number: 0, at: 0, line: 0, column: 0 };
/** A key must end within so many characters. */
const MAX_KEY = 1024;
const SINGLE: Record<string, Token["type"]> = { "[": "flow-sequence", "{": "flow-mapping", "]": "flow-sequence-end", "}": "flow-mapping-end" };

/**
 * Splits a text into tokens the way libyaml does, which docker reads YAML with: as far ahead, and with the same complaints at the
 * same places. Throws a SyntaxProblem.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly tokens: Token[] = [];
  private parsed = 0;
  private started = false;
  private ready = false;
  private indent = -1;
  private readonly indents: number[] = [];
  private flow = 0;
  private keys: SimpleKey[] = [];
  private keyAllowed = true;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    if (!this.ready) this.fetchMore();
    this.ready = true;
    return this.tokens[0] as Token;
  }

  /** Goes to the token after the next. */
  skip(): void {
    this.tokens.shift();
    this.parsed++;
    this.ready = false;
  }

  /** libyaml holds three tokens before it gives one, and more while the first may yet become a key. */
  private fetchMore(): void {
    for (;;) {
      if (this.tokens.length > 2) {
        const key = this.keys.find((one) => one.possible && one.number === this.parsed);
        if (!key || !this.isValid(key)) return;
      }
      this.fetch();
    }
  }

  private push(type: Token["type"], text?: string, line = this.cursor.line): void {
    this.tokens.push({ type, line, ...(text !== undefined && { text }) });
  }

  private fetch(): void {
    const { cursor } = this;
    if (!this.started) {
      this.started = true;
      this.keys.push({ ...NO_KEY });
      this.push("stream-start");
      return;
    }
    this.toNextToken();
    this.unroll(cursor.column);
    if (cursor.isEnd()) this.fetchEnd();
    else if (cursor.column === 0 && cursor.peek() === "%") this.fetchDirective();
    else if (cursor.isDocumentMark()) this.fetchMark();
    else this.fetchContent(cursor.peek());
  }

  private fetchContent(char: string): void {
    const { cursor } = this;
    const ends = cursor.isBlankOrEnd(1);
    if (SINGLE[char]) this.fetchFlow(char);
    else if (char === ",") {
      this.removeKey();
      this.keyAllowed = true;
      this.single("flow-entry");
    } else if (char === "-" && ends) this.fetchEntry();
    else if (char === "?" && (this.flow > 0 || ends)) this.fetchKey();
    else if (char === ":" && (this.flow > 0 || ends)) this.fetchValue();
    else if (char === "*" || char === "&") this.keyed(char === "*" ? "alias" : "anchor", () => scanAnchor(cursor));
    else if (char === "!") this.keyed("tag", () => scanTag(cursor));
    else if ((char === "|" || char === ">") && this.flow === 0) this.fetchBlockScalar();
    else if (char === "'" || char === '"') this.keyed("scalar", () => scanQuoted(cursor));
    else if (this.isPlain(char)) this.fetchPlain();
    else throw cursor.problem("found character that cannot start any token");
  }

  private isPlain(char: string): boolean {
    const { cursor } = this;
    if (char === "-") return !cursor.isBlank(1);
    if (char === "?" || char === ":") return this.flow === 0 && !cursor.isBlankOrEnd(1);
    return !cursor.isBlankOrEnd() && !/[,[\]{}#&*!|>'"%@`]/.test(char);
  }

  private toNextToken(): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.column === 0 && cursor.peek() === "\uFEFF") cursor.at++;
      while (cursor.peek() === " " || ((this.flow > 0 || !this.keyAllowed) && cursor.peek() === "\t")) cursor.skip();
      if (cursor.peek() === "#") cursor.skipRest();
      if (!cursor.isBreak()) return;
      cursor.skipLine();
      if (this.flow === 0) this.keyAllowed = true;
    }
  }

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.cursor.line && key.at + MAX_KEY >= this.cursor.at) return true;
    if (key.required) throw this.cursor.problem("could not find expected ':'", key.line);
    key.possible = false;
    return false;
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    const { at, line, column } = this.cursor;
    this.removeKey();
    const required = this.flow === 0 && this.indent === column;
    this.keys[this.keys.length - 1] = { possible: true, required, number: this.parsed + this.tokens.length, at, line, column };
  }

  private removeKey(): void {
    const key = this.keys.at(-1) as SimpleKey;
    if (key.possible && key.required) throw this.cursor.problem("could not find expected ':'", key.line);
    key.possible = false;
  }

  /** Opens a block at a column where none is open yet, before the token of a number or at the end. */
  private roll(column: number, type: Token["type"], line: number, number?: number): void {
    if (this.flow > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.tokens.splice(number === undefined ? this.tokens.length : number - this.parsed, 0, { type, line });
  }

  private unroll(column: number): void {
    if (this.flow > 0) return;
    while (this.indent > column) {
      this.push("block-end");
      this.indent = this.indents.pop() as number;
    }
  }

  /** A token of one character. */
  private single(type: Token["type"]): void {
    this.push(type);
    this.cursor.skip();
  }

  private keyed(type: Token["type"], scan: () => string | void): void {
    this.saveKey();
    this.keyAllowed = false;
    const { line } = this.cursor;
    const text = scan();
    this.push(type, text ?? undefined, line);
  }

  private fetchEnd(): void {
    if (this.cursor.column !== 0) {
      this.cursor.column = 0;
      this.cursor.line++;
    }
    this.closeBlocks();
    this.push("stream-end");
  }

  private closeBlocks(): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
  }

  private fetchDirective(): void {
    this.closeBlocks();
    const { line } = this.cursor;
    this.push("directive", scanDirective(this.cursor).join(" "), line);
  }

  private fetchMark(): void {
    this.closeBlocks();
    this.push(this.cursor.peek() === "-" ? "document-start" : "document-end");
    this.cursor.skip(3);
  }

  private fetchFlow(char: string): void {
    const opens = char === "[" || char === "{";
    if (opens) {
      this.saveKey();
      this.keys.push({ ...NO_KEY });
      this.flow++;
    } else {
      this.removeKey();
      if (this.flow > 0) {
        this.flow--;
        this.keys.pop();
      }
    }
    this.keyAllowed = opens;
    this.single(SINGLE[char] as Token["type"]);
  }

  private fetchEntry(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw this.cursor.problem("block sequence entries are not allowed in this context");
      this.roll(this.cursor.column, "block-sequence", this.cursor.line);
    }
    this.removeKey();
    this.keyAllowed = true;
    this.single("block-entry");
  }

  private fetchKey(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw this.cursor.problem("mapping keys are not allowed in this context");
      this.roll(this.cursor.column, "block-mapping", this.cursor.line);
    }
    this.removeKey();
    this.keyAllowed = this.flow === 0;
    this.single("key");
  }

  private fetchValue(): void {
    const key = this.keys.at(-1) as SimpleKey;
    if (this.isValid(key)) {
      this.tokens.splice(key.number - this.parsed, 0, { type: "key", line: key.line });
      this.roll(key.column, "block-mapping", key.line, key.number);
      key.possible = false;
      this.keyAllowed = false;
    } else {
      if (this.flow === 0) {
        if (!this.keyAllowed) throw this.cursor.problem("mapping values are not allowed in this context");
        this.roll(this.cursor.column, "block-mapping", this.cursor.line);
      }
      this.keyAllowed = this.flow === 0;
    }
    this.single("value");
  }

  private fetchBlockScalar(): void {
    this.removeKey();
    this.keyAllowed = true;
    const { line } = this.cursor;
    scanBlockScalar(this.cursor, this.indent);
    this.push("scalar", undefined, line);
  }

  private fetchPlain(): void {
    this.keyed("scalar", () => {
      if (scanPlain(this.cursor, this.indent + 1, this.flow > 0)) this.keyAllowed = true;
    });
  }
}
