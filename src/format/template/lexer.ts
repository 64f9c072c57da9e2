/** Kinds of tokens inside and between actions. */
export type TokenKind =
  | "text"
  | "field"
  | "variable"
  | "identifier"
  | "string"
  | "raw"
  | "char"
  | "number"
  | "bool"
  | "nil"
  | "dot"
  | "pipe"
  | "("
  | ")"
  | ":="
  | "="
  | ","
  | "space"
  | "keyword"
  | "left"
  | "right"
  | "eof"
  | "error";

/** A token with its place: `at` counts bytes of the text from 0, `line` lines from 1. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
  readonly line: number;
}

const KEYWORDS = new Set(["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"]);
const PLAIN_WORD = /[A-Za-z0-9_]/;
const SPACE = /[ \t\r\n]/;

/** Whether a character is part of a word. The classes of Unicode take long to compile and are rarely needed. */
const isWord = (char: string): boolean => PLAIN_WORD.test(char) || (char > "\x7f" && /[\p{L}\p{Nd}_]/u.test(char));

/** Cuts a template into tokens; the last is "eof", or "error" with Go's message as its text. */
export class Lexer {
  readonly #tokens: Token[] = [];
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  /** Bytes of the input before `#counted`: a whole template is counted once, not once for each token. */
  #bytes = 0;
  #counted = 0;
  #depth = 0;

  constructor(private readonly input: string) {}

  /** All tokens of the template. */
  tokens(): readonly Token[] {
    while (this.#text());
    return this.#tokens;
  }

  #emit(kind: TokenKind, text = this.input.slice(this.#start, this.#at)): void {
    this.#tokens.push({ kind, text, at: this.#offset(), line: this.#startLine });
    this.#begin();
  }

  /** Where the token starts, in bytes. */
  #offset(): number {
    this.#bytes += Buffer.byteLength(this.input.slice(this.#counted, this.#start));
    this.#counted = this.#start;
    return this.#bytes;
  }

  #begin(): void {
    this.#line += this.input.slice(this.#start, this.#at).split("\n").length - 1;
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  #fail(message: string): false {
    this.#tokens.push({
      kind: "error",
      text: message,
      at: this.#offset(),
      line: this.#line + this.input.slice(this.#start, this.#at).split("\n").length - 1,
    });
    return false;
  }

  #text(): boolean {
    const open = this.input.indexOf("{{", this.#at);
    if (open < 0) {
      this.#at = this.input.length;
      if (this.#at > this.#start) this.#emit("text");
      this.#emit("eof", "");
      return false;
    }
    const trims = this.#trimsLeft(open + 2);
    let text = this.input.slice(this.#start, open);
    if (trims) text = text.replace(/[ \t\r\n]+$/, "");
    this.#at = open;
    if (text !== "") this.#emit("text", text);
    else this.#begin();
    return this.#action(trims);
  }

  #trimsLeft(at: number): boolean {
    return this.input[at] === "-" && SPACE.test(this.input[at + 1] ?? "");
  }

  #trimsRight(): boolean {
    return SPACE.test(this.input[this.#at] ?? "") && this.input.startsWith("-}}", this.#at + 1);
  }

  #action(trims: boolean): boolean {
    this.#at += trims ? 4 : 2;
    if (this.input.startsWith("/*", this.#at)) return this.#comment();
    this.#emit("left", "{{");
    this.#depth = 0;
    while (this.#inside());
    return this.#tokens.at(-1)?.kind === "right";
  }

  #comment(): boolean {
    const end = this.input.indexOf("*/", this.#at);
    if (end < 0) return this.#fail("unclosed comment");
    this.#at = end + 2;
    if (this.#trimsRight()) this.#at += 4;
    else if (this.input.startsWith("}}", this.#at)) {
      this.#at += 2;
      this.#begin();
      return true;
    } else return this.#fail("comment ends before closing delimiter");
    this.#at += /^[ \t\r\n]*/.exec(this.input.slice(this.#at))?.[0].length ?? 0;
    this.#begin();
    return true;
  }

  /** One token of an action; false at its end, or at an error. */
  #inside(): boolean {
    const char = this.input[this.#at];
    if (this.input.startsWith("}}", this.#at) || this.#trimsRight()) return this.#close();
    if (char === undefined) return this.#fail("unclosed action");
    if (SPACE.test(char)) return this.#space();
    if (this.input.startsWith(":=", this.#at)) return this.#take(2, ":=");
    if (char === "=" || char === ",") return this.#take(1, char);
    if (char === ":") return this.#fail("expected :=");
    if (char === "|") return this.#take(1, "pipe");
    if (char === '"') return this.#quoted('"', "string", "unterminated quoted string");
    if (char === "`") return this.#raw();
    if (char === "'") return this.#quoted("'", "char", "unterminated character constant");
    if (char === "$") return this.#word("variable", 1);
    if (char === ".") return /[0-9]/.test(this.input[this.#at + 1] ?? "") ? this.#number() : this.#fieldOrDot();
    if (/[0-9+-]/.test(char)) return this.#number();
    if (isWord(char)) return this.#identifier();
    if (char === "(") {
      this.#depth++;
      return this.#take(1, "(");
    }
    if (char === ")") {
      this.#depth--;
      if (this.#depth < 0) return this.#fail("unexpected right paren");
      return this.#take(1, ")");
    }
    return this.#fail(`unrecognized character in action: ${unicode(char, this.input.codePointAt(this.#at) ?? 0)}`);
  }

  #take(length: number, kind: TokenKind): true {
    this.#at += length;
    this.#emit(kind);
    return true;
  }

  #close(): boolean {
    if (this.#depth > 0) return this.#fail("unclosed left paren");
    const trims = this.#trimsRight();
    this.#at += trims ? 4 : 2;
    this.#emit("right", "}}");
    if (trims) {
      this.#at += /^[ \t\r\n]*/.exec(this.input.slice(this.#at))?.[0].length ?? 0;
      this.#begin();
    }
    return false;
  }

  #space(): true {
    while (SPACE.test(this.input[this.#at] ?? "") && !this.#trimsRight()) this.#at++;
    this.#emit("space");
    return true;
  }

  #quoted(quote: string, kind: TokenKind, unterminated: string): boolean {
    for (let at = this.#at + 1; ; at++) {
      const char = this.input[at];
      if (char === "\\" && this.input[at + 1] !== undefined && this.input[at + 1] !== "\n") at++;
      else if (char === undefined || char === "\n") return this.#fail(unterminated);
      else if (char === quote) {
        this.#at = at + 1;
        this.#emit(kind);
        return true;
      }
    }
  }

  #raw(): boolean {
    const end = this.input.indexOf("`", this.#at + 1);
    if (end < 0) return this.#fail("unterminated raw quoted string");
    this.#at = end + 1;
    this.#emit("raw");
    return true;
  }

  #atTerminator(): boolean {
    const char = this.input[this.#at];
    return char === undefined || SPACE.test(char) || ".,|:)(=".includes(char) || this.input.startsWith("}}", this.#at);
  }

  #scanWord(): void {
    while (isWord(this.input[this.#at] ?? "")) this.#at++;
  }

  #word(kind: TokenKind, skip: number): boolean {
    this.#at += skip;
    this.#scanWord();
    if (!this.#atTerminator()) return this.#badCharacter();
    this.#emit(kind);
    return true;
  }

  #badCharacter(): false {
    const code = this.input.codePointAt(this.#at) ?? 0;
    return this.#fail(`bad character ${unicode(String.fromCodePoint(code), code)}`);
  }

  #fieldOrDot(): boolean {
    const next = this.input[this.#at + 1];
    if (next === undefined || !isWord(next)) {
      this.#at++;
      if (!this.#atTerminator()) return this.#badCharacter();
      this.#emit("dot");
      return true;
    }
    return this.#word("field", 1);
  }

  #identifier(): boolean {
    this.#scanWord();
    const word = this.input.slice(this.#start, this.#at);
    if (!this.#atTerminator()) return this.#badCharacter();
    this.#emit(KEYWORDS.has(word) ? "keyword" : word === "true" || word === "false" ? "bool" : word === "nil" ? "nil" : "identifier");
    return true;
  }

  #number(): boolean {
    const match = /^[+-]?(0[xX][0-9a-fA-F_]*|0[bB][01_]*|0[oO][0-7_]*|[0-9_]*(\.[0-9_]*)?([eE][+-]?[0-9_]*)?)i?/.exec(this.input.slice(this.#at))?.[0] ?? "";
    this.#at += match.length;
    if (isWord(this.input[this.#at] ?? "") || !/[0-9]/.test(match)) {
      if (isWord(this.input[this.#at] ?? "")) this.#at++;
      return this.#fail(`bad number syntax: ${JSON.stringify(this.input.slice(this.#start, Math.max(this.#at, this.#start + 1)))}`);
    }
    this.#emit("number");
    return true;
  }
}

function unicode(char: string, code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}${/[\p{Cc}]/u.test(char) ? "" : ` '${char}'`}`;
}
