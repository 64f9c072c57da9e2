import { TemplateError } from "./error.ts";
import { Lexer, type Token, type TokenKind } from "./lexer.ts";
import type { Command, Node, Operand, Pipe, Template } from "./nodes.ts";
import { unquote } from "./unquote.ts";

/** Functions that a template may call; the parser refuses others. */
export type FunctionNames = ReadonlySet<string>;

interface Block {
  readonly nodes: Node[];
  /** Keyword that ended the list. */
  readonly end: "end" | "else" | "eof";
}

/** Deepest nesting of parentheses and of control structures; Go's parser allows more, and grows its stack for it. */
const MAX_DEPTH = 500;

const DESCRIBE: Partial<Record<TokenKind, (text: string) => string>> = { eof: () => "EOF", keyword: (text) => `<${text}>` };

/** A token as Go's parser shows it in "unexpected …". */
function describe(token: Token): string {
  const own = DESCRIBE[token.kind];
  if (own) return own(token.text);
  return token.text.length > 10 ? `${JSON.stringify(token.text.slice(0, 10))}...` : JSON.stringify(token.text);
}

/** Reads a template; throws a TemplateError with Go's words. One recursive descent in one file, hence its length. */
export class Parser {
  readonly #tokens: readonly Token[];
  readonly #defined = new Map<string, readonly Node[]>();
  #at = 0;
  #variables: string[] = ["$"];
  #loops = 0;
  #depth = 0;

  constructor(
    private readonly source: string,
    private readonly functions: FunctionNames,
    private readonly name: string,
  ) {
    this.#tokens = new Lexer(source).tokens();
  }

  /** The whole template. */
  parse(): Template {
    const block = this.#list(true);
    if (block.end !== "eof") this.#fail(`unexpected {{${block.end}}}`);
    return { name: this.name, source: this.source, body: block.nodes, defined: this.#defined };
  }

  /** Reads something that may hold its like. */
  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail("max expression depth exceeded");
    const value = read();
    this.#depth--;
    return value;
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== "eof" && token.kind !== "error") this.#at++;
    return token;
  }

  #nextWord(): Token {
    while (this.#peek().kind === "space") this.#at++;
    return this.#next();
  }

  #peekWord(): Token {
    while (this.#peek().kind === "space") this.#at++;
    return this.#peek();
  }

  #fail(message: string, token = this.#tokens[Math.max(0, this.#at - 1)] as Token): never {
    throw new TemplateError(`template: ${this.name}:${token.line}: ${message}`);
  }

  #unexpected(token: Token, context: string): never {
    if (token.kind === "error") this.#fail(token.text, token);
    this.#fail(`unexpected ${describe(token)} in ${context}`, token);
  }

  #list(top = false): Block {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === "text") nodes.push({ kind: "text", text: token.text });
      else if (token.kind === "left") {
        const result = this.#action(top);
        if (typeof result === "string") return { nodes, end: result };
        if (result) nodes.push(result);
      } else if (token.kind === "eof") {
        if (!top) this.#fail("unexpected EOF", token);
        return { nodes, end: "eof" };
      } else this.#unexpected(token, "input");
    }
  }

  /** One action; "end" and "else" end a list. */
  #action(top: boolean): Node | "end" | "else" | undefined {
    const token = this.#peekWord();
    if (token.kind === "keyword") {
      this.#nextWord();
      const place = { at: token.at, line: token.line, text: `{{${token.text}}}` };
      switch (token.text) {
        case "end":
          this.#right("end");
          return "end";
        case "else":
          if (this.#peekWord().kind === "keyword" && ["if", "with"].includes(this.#peekWord().text)) return "else";
          this.#right("else");
          return "else";
        case "if":
        case "range":
        case "with":
          return this.#nested(() => this.#control(token.text as "if" | "range" | "with", token));
        case "define":
          if (!top) this.#fail("unexpected {{define}}");
          this.#define();
          return undefined;
        case "block":
          return this.#block(token);
        case "template":
          return this.#template(token);
        default:
          if (this.#loops === 0) this.#fail(`{{${token.text}}} outside {{range}}`);
          this.#right(token.text);
          return { kind: token.text as "break" | "continue", ...place };
      }
    }
    const pipe = this.#pipe("command", "right");
    return { kind: "action", pipe, at: pipe.at, line: pipe.line, text: pipe.text };
  }

  #right(context: string): void {
    const token = this.#nextWord();
    if (token.kind !== "right") this.#unexpected(token, context);
  }

  #control(kind: "if" | "range" | "with", token: Token): Node {
    const scope = this.#variables.length;
    const pipe = this.#pipe(kind, "right");
    if (kind === "range") this.#loops++;
    const body = this.#list();
    if (kind === "range") this.#loops--;
    let otherwise: Node[] | undefined;
    if (body.end === "else") {
      const chained = this.#peekWord();
      if (chained.kind === "keyword" && (chained.text === "if" || chained.text === "with")) {
        if (chained.text !== kind) this.#fail(`unexpected <${chained.text}> in else`, chained);
        this.#nextWord();
        otherwise = [this.#nested(() => this.#control(kind, chained))];
      } else {
        const rest = this.#list();
        if (rest.end !== "end") this.#fail("expected end; found {{else}}");
        otherwise = rest.nodes;
      }
    }
    this.#variables.length = scope;
    return { kind, pipe, body: body.nodes, otherwise, at: token.at, line: token.line, text: `{{${kind} ${pipe.text}}}` };
  }

  #stringToken(context: string): string {
    const token = this.#nextWord();
    if (token.kind !== "string" && token.kind !== "raw") this.#unexpected(token, context);
    return unquote(token.text) ?? "";
  }

  #define(): void {
    const name = this.#stringToken("define clause");
    this.#right("define clause");
    const body = this.#ownBody();
    if (body.end !== "end") this.#fail(`unexpected {{${body.end}}} in define clause`);
    this.#defined.set(name, body.nodes);
  }

  /** The body of a template of its own: it sees no variable and no loop of what is around it. */
  #ownBody(): Block {
    const [variables, loops] = [this.#variables, this.#loops];
    this.#variables = ["$"];
    this.#loops = 0;
    const body = this.#list();
    this.#variables = variables;
    this.#loops = loops;
    return body;
  }

  #block(token: Token): Node {
    const name = this.#stringToken("block clause");
    const pipe = this.#pipe("block clause", "right");
    const body = this.#nested(() => this.#ownBody());
    if (!this.#defined.has(name)) this.#defined.set(name, body.nodes);
    return { kind: "template", name, pipe, at: token.at, line: token.line, text: `{{template ${JSON.stringify(name)} ${pipe.text}}}` };
  }

  #template(token: Token): Node {
    const at = this.#peekWord().at;
    const name = this.#stringToken("template clause");
    let pipe: Pipe | undefined;
    if (this.#peekWord().kind !== "right") pipe = this.#pipe("template clause", "right");
    else this.#nextWord();
    return { kind: "template", name, pipe, at, line: token.line, text: `{{template ${JSON.stringify(name)}${pipe ? ` ${pipe.text}` : ""}}}` };
  }

  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    const saved = this.#at;
    for (;;) {
      if (this.#peekWord().kind !== "variable") break;
      const variable = this.#nextWord();
      const next = this.#peekWord();
      if (next.kind === ":=" || next.kind === "=") {
        this.#nextWord();
        variables.push(variable.text);
        if (next.kind === ":=") this.#variables.push(...variables);
        return { variables, assigns: next.kind === "=" };
      }
      if (next.kind === "," && context === "range" && variables.length === 0) {
        this.#nextWord();
        variables.push(variable.text);
        continue;
      }
      break;
    }
    this.#at = saved;
    return { variables: [], assigns: false };
  }

  #pipe(context: string, end: "right" | ")"): Pipe {
    const start = this.#peekWord();
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#nextWord();
      if (token.kind === end) {
        if (commands.length === 0) this.#fail(`missing value for ${context}`);
        commands.forEach((command, at) => {
          const first = command.args[0] as Operand;
          if (at > 0 && ["bool", "dot", "nil", "number", "string"].includes(first.kind)) this.#fail(`non executable command in pipeline stage ${at + 1}`);
        });
        const text = `${variables.length > 0 ? `${variables.join(", ")} ${assigns ? "=" : ":="} ` : ""}${commands.map((command) => command.text).join(" | ")}`;
        return { variables, assigns, commands, at: start.at, line: start.line, text };
      }
      if (!["bool", "char", "dot", "field", "identifier", "number", "nil", "raw", "string", "variable", "("].includes(token.kind))
        this.#unexpected(token, context);
      this.#at--;
      commands.push(this.#command());
    }
  }

  #command(): Command {
    const args: Operand[] = [];
    for (;;) {
      this.#peekWord();
      const operand = this.#operand();
      if (operand) args.push(operand);
      const token = this.#next();
      if (token.kind === "space") continue;
      if (token.kind === "right" || token.kind === ")") this.#at--;
      else if (token.kind !== "pipe") this.#unexpected(token, "operand");
      if (args.length === 0) this.#fail("empty command");
      const first = args[0] as Operand;
      return { args, at: first.at, line: first.line, text: args.map((arg) => arg.text).join(" ") };
    }
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    if (!term) return undefined;
    if (this.#peek().kind !== "field") return term;
    const names: string[] = [];
    let text = term.text;
    // Go places a chained field at its second part.
    const at = this.#peek().at;
    while (this.#peek().kind === "field") {
      const field = this.#next();
      names.push(field.text.slice(1));
      text += field.text;
    }
    if (term.kind === "field") return { ...term, names: [...term.names, ...names], text, at };
    if (term.kind === "variable") return { ...term, names: [...term.names, ...names], text, at };
    if (["bool", "string", "number", "nil", "dot"].includes(term.kind)) this.#fail(`unexpected . after term ${JSON.stringify(term.text)}`);
    return { kind: "chain", head: term, names, at, line: term.line, text };
  }

  #term(): Operand | undefined {
    const token = this.#nextWord();
    const place = { at: token.at, line: token.line, text: token.text };
    switch (token.kind) {
      case "identifier":
        if (!this.functions.has(token.text)) this.#fail(`function ${JSON.stringify(token.text)} not defined`, token);
        return { kind: "identifier", name: token.text, ...place };
      case "dot":
        return { kind: "dot", ...place };
      case "nil":
        return { kind: "nil", ...place };
      case "variable":
        if (!this.#variables.includes(token.text)) this.#fail(`undefined variable ${JSON.stringify(token.text)}`, token);
        return { kind: "variable", names: [token.text], ...place };
      case "field":
        return { kind: "field", names: [token.text.slice(1)], ...place };
      case "bool":
        return { kind: "bool", value: token.text === "true", ...place };
      case "char": {
        const char = unquote(token.text);
        if (char === undefined || [...char].length !== 1) this.#fail(`malformed character constant: ${token.text}`, token);
        return { kind: "number", value: char.codePointAt(0) as number, isInt: true, ...place };
      }
      case "number":
        return this.#number(token);
      case "string":
      case "raw": {
        const value = unquote(token.text);
        if (value === undefined) this.#fail("invalid syntax", token);
        return { kind: "string", value, ...place };
      }
      case "(": {
        const pipe = this.#nested(() => this.#pipe("parenthesized pipeline", ")"));
        return { kind: "pipe", pipe, at: token.at, line: token.line, text: `(${pipe.text})` };
      }
      default:
        // The last token is never passed: going back from it would be going back too far.
        if (token === this.#peek()) return undefined;
        this.#at--;
        return undefined;
    }
  }

  #number(token: Token): Operand {
    const text = token.text.replace(/_/g, "");
    const sign = text.startsWith("-") ? -1 : 1;
    const digits = text.replace(/^[+-]/, "");
    const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
    const value = sign * Number(octal);
    if (!Number.isFinite(value)) this.#fail(`illegal number syntax: ${JSON.stringify(token.text)}`, token);
    const isInt = /^0[xX]/.test(digits) || !/[.eE]/.test(digits);
    if (isInt && (value >= 2 ** 64 || value < -(2 ** 63))) this.#fail(`integer overflow: ${JSON.stringify(token.text)}`, token);
    return { kind: "number", value, isInt, at: token.at, line: token.line, text: token.text };
  }
}
