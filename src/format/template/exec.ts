import { printReflected, printTemplateValue } from "../goprint.ts";
import { ANY, BOOL, concrete, FLOAT, type GoValue, INT, indirect, isNil, mapEntries, STRING, typeName } from "../govalue.ts";
import { TemplateError } from "./error.ts";
import { fieldValue } from "./fields.ts";
import { MAX_TEXT, type TemplateFunction } from "./funcs.ts";
import type { Command, Node, Operand, Pipe, Place, Template } from "./nodes.ts";
import { isTrue } from "./truth.ts";

/** How to execute: a missing map key is an error or `<no value>`, and which functions there are. */
export interface ExecuteOptions {
  readonly missingKeyError: boolean;
  readonly functions: Readonly<Record<string, TemplateFunction>>;
}

interface Variable {
  readonly name: string;
  value: GoValue;
}

/** Deepest nesting of templates that call each other, as Go has it; and how deep ours may go, whose stack does not grow. */
const MAX_DEPTH = 100_000;
const MAX_NESTING = 1000;
/** Steps after which a template is taken for one that does not end: Go's would run for as long as it is let. */
const MAX_STEPS = 1_000_000;

class LoopControl {
  constructor(readonly kind: "break" | "continue") {}
}

/** The operand that is looked at last where one is evaluated: errors of what follows a pipeline in parentheses name it. */
function lastOf(operand: Operand): Place {
  if (operand.kind === "pipe") return lastOfPipe(operand.pipe);
  return operand.kind === "chain" ? lastOf(operand.head) : operand;
}

function lastOfPipe(pipe: Pipe): Place {
  const last = pipe.commands.at(-1)?.args.at(-1);
  return last ? lastOf(last) : pipe;
}

const NOTHING: GoValue = { type: ANY, value: undefined };

/** Runs one template on one value; throws TemplateErrors with Go's words. One class in one file, for its length: each part of a pipeline needs the others. */
export class Executor {
  #out = "";
  #variables: Variable[];
  #depth = 0;
  #steps = 0;

  constructor(
    private readonly template: Template,
    private readonly data: GoValue,
    private readonly options: ExecuteOptions,
  ) {
    this.#variables = [{ name: "$", value: data }];
  }

  /** The text of the whole template. */
  run(): string {
    try {
      this.#each(this.template.body, this.data);
    } catch (error) {
      if (error instanceof TemplateError) error.written = this.#out;
      throw error;
    }
    return this.#out;
  }

  #fail(place: Place, message: string): never {
    const before = Buffer.from(this.template.source).subarray(0, place.at).toString();
    const column = Buffer.byteLength(before.slice(before.lastIndexOf("\n") + 1));
    throw new TemplateError(`template: ${this.template.name}:${place.line}:${column}: executing "${this.template.name}" at <${place.text}>: ${message}`);
  }

  #step(node: Place): void {
    if (++this.#steps > MAX_STEPS) this.#fail(node, `exceeded ${MAX_STEPS} steps`);
    if (this.#out.length > MAX_TEXT) this.#fail(node, `exceeded ${MAX_TEXT} characters of output`);
  }

  /** Counts what a function made: a long text is work, too. */
  #made(place: Place, length: number): void {
    if (length > MAX_TEXT) this.#fail(place, `exceeded ${MAX_TEXT} characters`);
    this.#steps += length >> 4;
    this.#step(place);
  }

  #walk(nodes: readonly Node[], dot: GoValue, place: Place): void {
    if (++this.#depth > MAX_NESTING) this.#fail(place, `exceeded maximum template depth (${MAX_DEPTH})`);
    this.#each(nodes, dot);
    this.#depth--;
  }

  #each(nodes: readonly Node[], dot: GoValue): void {
    for (const node of nodes) {
      if (node.kind !== "text") this.#step(node);
      switch (node.kind) {
        case "text":
          this.#out += node.text;
          break;
        case "action": {
          const value = this.#pipe(node.pipe, dot);
          if (node.pipe.variables.length === 0) this.#out += printTemplateValue(value);
          break;
        }
        case "if":
        case "with":
          this.#branch(node, dot);
          break;
        case "range":
          this.#range(node, dot);
          break;
        case "template":
          this.#call(node, dot);
          break;
        default:
          throw new LoopControl(node.kind);
      }
    }
  }

  #scoped(run: () => void): void {
    const mark = this.#variables.length;
    try {
      run();
    } finally {
      this.#variables.length = mark;
    }
  }

  #branch(node: Extract<Node, { kind: "if" | "range" | "with" }>, dot: GoValue): void {
    this.#scoped(() => {
      const value = this.#pipe(node.pipe, dot);
      if (isTrue(value)) this.#walk(node.body, node.kind === "with" ? value : dot, node);
      else if (node.otherwise) this.#walk(node.otherwise, dot, node);
    });
  }

  #items(node: Extract<Node, { kind: "if" | "range" | "with" }>, v: GoValue): [GoValue, GoValue][] {
    if (isNil(v)) return [];
    const { type, value } = indirect(v);
    if (type.kind === "slice")
      return ((value as unknown[] | null) ?? []).map((item, at) => [
        { type: INT, value: at },
        { type: type.elem, value: item },
      ]);
    if (type.kind === "map")
      return mapEntries(value).map(([key, item]) => [
        { type: STRING, value: key },
        { type: type.elem, value: item },
      ]);
    const place = lastOfPipe(node.pipe);
    if (!/^u?int/.test(type.kind)) this.#fail(place, `range can't iterate over ${type.kind === "ptr" ? "<nil>" : printReflected(v)}`);
    const count = Number(value ?? 0);
    if (node.pipe.variables.length > 1) this.#fail(place, `can't use ${printTemplateValue(v)} to iterate over more than one variable`);
    if (count > MAX_STEPS) this.#fail(node, `exceeded ${MAX_STEPS} steps`);
    return Array.from({ length: Math.max(0, count) }, (_, at) => [
      { type, value: at },
      { type, value: at },
    ]);
  }

  #range(node: Extract<Node, { kind: "if" | "range" | "with" }>, dot: GoValue): void {
    this.#scoped(() => {
      const items = this.#items(node, this.#pipe(node.pipe, dot, true));
      if (items.length === 0) {
        if (node.otherwise) this.#walk(node.otherwise, dot, node);
        return;
      }
      try {
        for (const [key, item] of items) this.#iterate(node, key, item);
      } catch (error) {
        if (!(error instanceof LoopControl)) throw error;
      }
    });
  }

  #iterate(node: Extract<Node, { kind: "if" | "range" | "with" }>, key: GoValue, item: GoValue): void {
    const names = node.pipe.variables;
    const depth = this.#depth;
    this.#step(node);
    this.#scoped(() => {
      const values = names.length > 1 ? [key, item] : [item];
      names.forEach((name, at) => {
        const value = values[at] as GoValue;
        if (node.pipe.assigns) this.#assign(name, value);
        else this.#variables.push({ name, value });
      });
      try {
        this.#walk(node.body, concrete(item), node);
      } catch (error) {
        this.#depth = depth;
        if (!(error instanceof LoopControl) || error.kind === "break") throw error;
      }
    });
  }

  #call(node: Extract<Node, { kind: "template" }>, dot: GoValue): void {
    const body = this.template.defined.get(node.name);
    if (!body) this.#fail(node, `template ${JSON.stringify(node.name)} not defined`);
    const value = node.pipe ? this.#pipe(node.pipe, dot) : NOTHING;
    const outer = this.#variables;
    this.#variables = [{ name: "$", value }];
    this.#walk(body, value, node);
    this.#variables = outer;
  }

  #assign(name: string, value: GoValue): void {
    const variable = this.#variables.findLast((one) => one.name === name);
    if (variable) variable.value = value;
  }

  /** Value of a pipeline; its variables are set, but those of a range, which sets them itself. */
  #pipe(pipe: Pipe, dot: GoValue, inRange = false): GoValue {
    let value: GoValue | undefined;
    for (const command of pipe.commands) value = concrete(this.#command(command, dot, value));
    const result = value ?? NOTHING;
    if (!inRange) {
      for (const name of pipe.variables) {
        if (pipe.assigns) this.#assign(name, result);
        else this.#variables.push({ name, value: result });
      }
    }
    return result;
  }

  #command(command: Command, dot: GoValue, last: GoValue | undefined): GoValue {
    const first = command.args[0] as Operand;
    const rest = command.args.slice(1);
    switch (first.kind) {
      case "identifier":
        return this.#function(first, command, rest, dot, last);
      case "field":
        return this.#fields(first, dot, first.names, rest, dot, last);
      case "variable":
        return this.#fields(first, this.#variable(first.names[0] as string), first.names.slice(1), rest, dot, last);
      case "chain":
        return this.#fields(lastOf(first.head), this.#operand(first.head, dot), first.names, rest, dot, last);
      case "pipe":
        this.#notAFunction(first, rest, last);
        return this.#pipe(first.pipe, dot);
      case "nil":
        this.#fail(first, "nil is not a command");
        break;
      default:
        this.#notAFunction(first, rest, last);
        return this.#operand(first, dot);
    }
  }

  #notAFunction(node: Place, rest: readonly Operand[], last: GoValue | undefined): void {
    if (rest.length > 0 || last) this.#fail(node, `can't give argument to non-function ${node.text}`);
  }

  #variable(name: string): GoValue {
    return this.#variables.findLast((one) => one.name === name)?.value ?? NOTHING;
  }

  #operand(node: Operand, dot: GoValue): GoValue {
    switch (node.kind) {
      case "dot":
        return dot;
      case "nil":
        return NOTHING;
      case "bool":
        return { type: BOOL, value: node.value };
      case "number":
        return { type: node.isInt ? INT : FLOAT, value: node.value };
      case "string":
        return { type: STRING, value: node.value };
      case "field":
        return this.#fields(node, dot, node.names, [], dot, undefined);
      case "variable":
        return this.#fields(node, this.#variable(node.names[0] as string), node.names.slice(1), [], dot, undefined);
      case "chain":
        return this.#fields(lastOf(node.head), this.#operand(node.head, dot), node.names, [], dot, undefined);
      case "identifier":
        return this.#function(node, node, [], dot, undefined);
      case "pipe":
        return this.#pipe(node.pipe, dot);
    }
  }

  #fields(node: Place, start: GoValue, names: readonly string[], rest: readonly Operand[], dot: GoValue, last: GoValue | undefined): GoValue {
    if (names.length === 0) {
      this.#notAFunction(node, rest, last);
      return start;
    }
    let value = start;
    names.forEach((name, at) => {
      const final = at === names.length - 1;
      const args = final ? rest.map((arg) => this.#operand(arg, dot)) : [];
      const all = final && last ? [...args, last] : args;
      value = fieldValue(value, name, all, this.options.missingKeyError, (message) => this.#fail(node, message));
    });
    return value;
  }

  #function(node: Operand & { kind: "identifier" }, command: Place, rest: readonly Operand[], dot: GoValue, last: GoValue | undefined): GoValue {
    const name = node.name;
    if (name === "and" || name === "or") return this.#logic(name, node, rest, dot, last);
    const fn = this.options.functions[name] as TemplateFunction;
    const count = rest.length + (last ? 1 : 0);
    if (fn.rest ? count < fn.params.length : count !== fn.params.length) {
      this.#fail(node, `wrong number of args for ${name}: want ${fn.rest ? "at least " : ""}${fn.params.length} got ${count}`);
    }
    const args = rest.map((arg, at) => this.#argument(arg, this.#operand(arg, dot), fn, at));
    if (last) args.push(this.#argument(node, last, fn, args.length));
    try {
      const result = fn.call(args, rest[0]?.text ?? String(last?.value ?? ""));
      if (typeof result.value === "string") this.#made(command, result.value.length);
      return result;
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      this.#fail(command, `error calling ${name}: ${(error as Error).message}`);
    }
  }

  #argument(place: Operand, v: GoValue, fn: TemplateFunction, at: number): GoValue {
    const wanted = at < fn.params.length ? fn.params[at] : fn.rest;
    const value = concrete(v);
    const { kind } = value.type;
    const want = { string: "string", int: "int", strings: "[]string", any: "" }[wanted ?? "any"];
    const fits =
      wanted === "any" ||
      wanted === undefined ||
      (wanted === "string" && kind === "string") ||
      (wanted === "int" && kind === "int") ||
      (wanted === "strings" && kind === "slice" && value.type.elem.kind === "string");
    if (fits) return value;
    if (place.kind === "nil") return wanted === "strings" ? NOTHING : this.#fail(place, `cannot assign nil to ${want}`);
    if (isNil(v)) this.#fail(place, `invalid value; expected ${want}`);
    if (place.kind === "number" || place.kind === "bool" || place.kind === "string")
      this.#fail(place, `expected ${wanted === "int" ? "integer" : want}; found ${place.text}`);
    this.#fail(place, `wrong type for value; expected ${want}; got ${typeName(value.type)}`);
  }

  #logic(name: "and" | "or", node: Operand, rest: readonly Operand[], dot: GoValue, last: GoValue | undefined): GoValue {
    if (rest.length === 0 && !last) this.#fail(node, `wrong number of args for ${name}: want at least 1 got 0`);
    let value: GoValue = NOTHING;
    for (const arg of rest) {
      value = concrete(this.#operand(arg, dot));
      if (isTrue(value) === (name === "or")) return value;
    }
    return last ?? value;
  }
}
