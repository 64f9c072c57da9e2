import { marshal } from "../gojson.ts";
import { hasStringer, sprint, sprintf, sprintln } from "../goprint.ts";
import { ANY, BOOL, concrete, type GoValue, INT, indirect, isNil, STRING, typeName } from "../govalue.ts";
import { equal, less } from "./compare.ts";
import { isTrue } from "./truth.ts";

/** Kind of a parameter: a text, a number, a list of texts, or anything. */
type Parameter = "string" | "int" | "strings" | "any";

/** A function that templates may call. `params` are the fixed ones; with `rest` any number more. Errors are plain Errors with Go's words. */
export interface TemplateFunction {
  readonly params: readonly Parameter[];
  readonly rest?: Parameter;
  /** `first` is the first argument as the template has it, for messages. */
  call(args: readonly GoValue[], first: string): GoValue;
}

/** Longest text that a template may make, in characters: Go makes longer ones until memory ends. */
export const MAX_TEXT = 1 << 25;

const str = (value: string): GoValue => ({ type: STRING, value });
const textOf = (v: GoValue | undefined): string => String(v?.value ?? "");

function titleCase(text: string): string {
  return text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase());
}

/** Bytes of a text cut at `length`, as Go slices a string. */
function truncate(text: string, length: number): string {
  if (length < 0) throw new Error(`runtime error: slice bounds out of range [:${length}]`);
  const bytes = Buffer.from(text);
  return bytes.length < length ? text : bytes.subarray(0, length).toString();
}

function simple(params: readonly Parameter[], call: (...args: string[]) => string): TemplateFunction {
  return { params, call: (args) => str(call(...args.map(textOf))) };
}

/** Blanks, as many as Go's strings.Repeat gives without a panic. */
function blanks(count: number): string {
  if (count < 0) throw new Error("strings: negative Repeat count");
  if (count > MAX_TEXT) throw new Error("strings: Repeat output length overflow");
  return " ".repeat(count);
}

function lengthOf(v: GoValue): number {
  const { type, value } = indirect(v);
  if (isNil(v)) throw new Error("reflect: call of reflect.Value.Type on zero Value");
  if (type.kind === "ptr") throw new Error("len of nil pointer");
  if (type.kind === "string") return Buffer.byteLength(String(value ?? ""));
  if (type.kind === "slice") return ((value as unknown[] | null) ?? []).length;
  if (type.kind === "map") return Object.keys((value as object | null) ?? {}).length;
  // Lists hand their rows over as pointers, which functions follow.
  throw new Error(`len of type ${typeName(type).replace(/^\*/, "")}`);
}

function indexOnce(v: GoValue, key: GoValue): GoValue {
  const { type, value } = indirect(v);
  const k = concrete(key);
  if (isNil(v)) throw new Error("index of untyped nil");
  if (type.kind === "ptr") throw new Error("index of nil pointer");
  if (type.kind === "map") {
    if (k.type.kind !== "string") throw new Error(isNil(key) ? "value is nil; should be string" : `value has type ${typeName(k.type)}; should be string`);
    const map = (value ?? {}) as Record<string, unknown>;
    return { type: type.elem, value: Object.hasOwn(map, textOf(k)) ? map[textOf(k)] : undefined };
  }
  if (type.kind !== "slice" && type.kind !== "string") throw new Error(`can't index item of type ${typeName(type)}`);
  if (!/int/.test(k.type.kind)) throw new Error(isNil(key) ? "cannot index slice/array with nil" : `cannot index slice/array with type ${typeName(k.type)}`);
  const items: ArrayLike<unknown> = type.kind === "slice" ? ((value as unknown[] | null) ?? []) : Buffer.from(String(value ?? ""));
  const at = Number(k.value);
  if (at < 0 || at > items.length) throw new Error(`index out of range: ${at}`);
  // Go's own check lets the length itself pass; what reads the item then stops it.
  if (at === items.length) throw new Error(`reflect: ${type.kind} index out of range`);
  return type.kind === "slice" ? { type: type.elem, value: items[at] } : { type: { kind: "uint", name: "uint8" }, value: items[at] };
}

function index(v: GoValue, keys: readonly GoValue[]): GoValue {
  if (isNil(v)) throw new Error("index of untyped nil");
  return keys.reduce(indexOnce, v);
}

function slice(v: GoValue, bounds: readonly GoValue[]): GoValue {
  const { type, value } = indirect(v);
  if (type.kind === "ptr") throw new Error("slice of nil pointer");
  if (type.kind !== "string" && type.kind !== "slice") throw new Error(isNil(v) ? "slice of untyped nil" : `can't slice item of type ${typeName(type)}`);
  if (bounds.length > 2 && type.kind === "string") throw new Error("cannot 3-index slice a string");
  const length = lengthOf(v);
  const [from = 0, to = length] = bounds.map((bound) => {
    const at = Number(bound.value);
    if (!/int/.test(concrete(bound).type.kind)) throw new Error(`cannot index slice/array with type ${typeName(concrete(bound).type)}`);
    if (at < 0 || at > length) throw new Error(`index out of range: ${at}`);
    return at;
  });
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  return type.kind === "string"
    ? str(
        Buffer.from(String(value ?? ""))
          .subarray(from, to)
          .toString(),
      )
    : { type, value: ((value as unknown[] | null) ?? []).slice(from, to) };
}

const HTML: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&#39;", '"': "&#34;", "\0": "\uFFFD" };
const JS: Record<string, string> = { "\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D" };

/** The texts of values as html, js and urlquery see them: as a template prints them, pointers followed. */
const evaluated = (args: readonly GoValue[]): string => sprint(args.map(printable));

const printable = (v: GoValue): GoValue => {
  if (isNil(v)) return str("<no value>");
  const target = indirect(v);
  return hasStringer(target.type) ? v : target;
};

function jsEscape(text: string): string {
  return text.replace(/[\\'"<>&=]|[\0-\x1f\x7f]/g, (char) => JS[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
}

function urlQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");
}

const comparison = (fits: (a: GoValue, b: GoValue) => boolean): TemplateFunction => ({
  params: ["any", "any"],
  call: ([a, b]) => ({ type: BOOL, value: fits(a as GoValue, b as GoValue) }),
});
const lessOrEqual = (a: GoValue, b: GoValue): boolean => less(a, b) || equal(a, b);

/** Go's built-in functions; `and` and `or` are the evaluator's own, for they stop early. */
const BUILTINS: Record<string, TemplateFunction> = {
  not: { params: ["any"], call: ([v]) => ({ type: BOOL, value: !isTrue(v as GoValue) }) },
  len: { params: ["any"], call: ([v]) => ({ type: INT, value: lengthOf(v as GoValue) }) },
  index: { params: ["any"], rest: "any", call: ([v, ...keys]) => index(v as GoValue, keys) },
  slice: { params: ["any"], rest: "any", call: ([v, ...bounds]) => slice(v as GoValue, bounds) },
  print: { params: [], rest: "any", call: (args) => str(sprint(args)) },
  println: { params: [], rest: "any", call: (args) => str(sprintln(args)) },
  printf: { params: ["string"], rest: "any", call: ([pattern, ...args]) => str(sprintf(textOf(pattern), args)) },
  html: { params: [], rest: "any", call: (args) => str(evaluated(args).replace(/[<>&'"\0]/g, (char) => HTML[char] as string)) },
  js: { params: [], rest: "any", call: (args) => str(jsEscape(evaluated(args))) },
  urlquery: { params: [], rest: "any", call: (args) => str(urlQuery(evaluated(args))) },
  eq: {
    params: ["any"],
    rest: "any",
    call: ([a, ...others]) => {
      if (others.length === 0) throw new Error("missing argument for comparison");
      return { type: BOOL, value: others.some((b) => equal(a as GoValue, b)) };
    },
  },
  ne: comparison((a, b) => !equal(a, b)),
  lt: comparison(less),
  le: comparison(lessOrEqual),
  gt: comparison((a, b) => !lessOrEqual(a, b)),
  ge: comparison((a, b) => !less(a, b)),
  call: {
    params: ["any"],
    rest: "any",
    call: ([v], first) => {
      throw new Error(isNil(v as GoValue) ? "call of nil" : `non-function ${first} of type ${typeName(concrete(v as GoValue).type)}`);
    },
  },
};

/** Docker's own functions. */
const DOCKER: Record<string, TemplateFunction> = {
  json: { params: ["any"], call: ([v]) => str(marshal((v as GoValue).value, isNil(v as GoValue) ? ANY : (v as GoValue).type)) },
  split: { params: ["string", "string"], call: ([text, by]) => ({ type: { kind: "slice", elem: STRING }, value: textOf(text).split(textOf(by)) }) },
  join: { params: ["strings", "string"], call: ([items, by]) => str(((items?.value as string[] | null) ?? []).join(textOf(by))) },
  title: simple(["string"], titleCase),
  lower: simple(["string"], (text) => text.toLowerCase()),
  upper: simple(["string"], (text) => text.toUpperCase()),
  pad: {
    params: ["string", "int", "int"],
    call: ([text, before, after]) => str(textOf(text) === "" ? "" : blanks(Number(before?.value ?? 0)) + textOf(text) + blanks(Number(after?.value ?? 0))),
  },
  truncate: { params: ["string", "int"], call: ([text, length]) => str(truncate(textOf(text), Number(length?.value ?? 0))) },
};

/** The functions of templates over data. */
export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = { ...BUILTINS, ...DOCKER };

const same: TemplateFunction["call"] = ([v]) => v as GoValue;

/** The functions of a table's header: those that would change a column's title leave it alone. */
export const HEADER_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  ...FUNCTIONS,
  json: { params: ["string"], call: same },
  title: { params: ["string"], call: same },
  lower: { params: ["string"], call: same },
  upper: { params: ["string"], call: same },
  truncate: { params: ["string", "int"], call: same },
  split: { params: ["string", "string"], call: same },
  join: { params: ["any", "string"], call: same },
};
