import { failure } from "../../api/errors.ts";
import { stringifyExact } from "../../values/exact-json.ts";
import { parseDuration } from "../../values/go-numbers.ts";
import { parsePortSpec } from "../../values/ports.ts";
import type { Dialect } from "../dialect.ts";
import { goText } from "../scalars.ts";
import { isMapping, type Mapping } from "../yaml.ts";
import { EXTENSIONS_SINCE, type Schema, STACK_FILE, VERSIONLESS_SINCE } from "./definition.ts";

interface Problem {
  readonly kind: "type" | "oneOf" | "other";
  readonly path: readonly string[];
  readonly text: string;
}

/**
 * What the validator that docker uses (xeipuuv/gojsonschema) finds in one value: the problems, and the score by which it
 * picks, of several forms that do not fit, the one to speak of.
 */
class Result {
  readonly problems: Problem[] = [];
  score = 0;

  add(kind: Problem["kind"], path: readonly string[], text: string): void {
    this.problems.push({ kind, path, text });
    this.score -= 2;
  }

  merge(other: Result): void {
    for (const problem of other.problems) this.problems.push(problem);
    this.score += other.score;
  }
}

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number" || typeof value === "bigint") return Number.isInteger(Number(value)) ? "integer" : "number";
  return typeof value;
};

const fits = (types: readonly string[], actual: string): boolean => types.includes(actual) || (actual === "integer" && types.includes("number"));

const PLAIN_WORDS: Record<string, string> = { object: "mapping", array: "list" };
const plainWord = (name: string): string => PLAIN_WORDS[name] ?? name;

/** "a, b or c" of the types that would have fitted. */
function expected(types: readonly string[]): string {
  const words = types.map(plainWord);
  return words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function hasFormat(format: Schema["format"], value: unknown, checksPorts: boolean): boolean {
  try {
    if (format === "ports" && !checksPorts) return true;
    if (format === "ports") parsePortSpec(goText(value));
    else if (typeof value === "string") parseDuration(value);
    return true;
  } catch {
    return false;
  }
}

class Validator {
  constructor(
    private readonly minor: number,
    private readonly checksPorts: boolean,
  ) {}

  check(schema: Schema, value: unknown, path: readonly string[], result: Result): void {
    const actual = typeOf(value);
    if (schema.types && !fits(schema.types, actual)) {
      const given = schema.types.length === 1 ? schema.types[0] : `[${schema.types.join(",")}]`;
      result.add("type", path, `Invalid type. Expected: ${given}, given: ${actual}`);
      this.expected.set(result.problems.at(-1) as Problem, schema.types);
      return;
    }
    if (schema.oneOf) this.alternatives(schema.oneOf, value, path, result);
    result.score++;
    if (actual === "object") this.mapping(schema, value as Mapping, path, result);
    else if (actual === "array") this.list(schema, value as unknown[], path, result);
    else if (actual !== "null") this.scalar(schema, value, path, result);
    result.score += 2;
  }

  /** Types that each type problem asked for. */
  readonly expected = new Map<Problem, readonly string[]>();

  private alternatives(forms: readonly Schema[], value: unknown, path: readonly string[], result: Result): void {
    const own = forms.filter((form) => (form.since ?? 0) <= this.minor && this.minor < (form.until ?? Number.POSITIVE_INFINITY));
    // Forms of other versions left one: this version's schema has no choice here.
    if (own.length === 1) {
      this.check(own[0] as Schema, value, path, result);
      return;
    }
    this.oneOf(own, value, path, result);
  }

  private oneOf(forms: readonly Schema[], value: unknown, path: readonly string[], result: Result): void {
    let [fitting, best]: [number, Result | undefined] = [0, undefined];
    for (const form of forms) {
      const own = new Result();
      this.check(form, value, path, own);
      if (own.problems.length === 0) fitting++;
      else if (fitting === 0 && (!best || own.score > best.score)) best = own;
    }
    if (fitting === 1) return;
    result.add("oneOf", path, "Must validate one and only one schema (oneOf)");
    if (fitting === 0 && best) result.merge(best);
  }

  private scalar(schema: Schema, value: unknown, path: readonly string[], result: Result): void {
    if (schema.values && !schema.values.includes(String(value)))
      result.add("other", path, `${path.join(".")} must be one of the following: ${schema.values.map((one) => JSON.stringify(one)).join(", ")}`);
    if (schema.format && !hasFormat(schema.format, value, this.checksPorts)) result.add("other", path, `Does not match format '${schema.format}'`);
    if (schema.minimum !== undefined && Number(value) < schema.minimum) result.add("other", path, `Must be greater than or equal to ${schema.minimum}`);
    result.score++;
  }

  private list(schema: Schema, value: readonly unknown[], path: readonly string[], result: Result): void {
    const { items } = schema;
    if (items)
      for (const [at, item] of value.entries()) {
        const own = new Result();
        this.check(items, item, [...path, String(at)], own);
        result.merge(own);
      }
    if (schema.unique) {
      const texts = value.map(stringifyExact);
      const firsts = new Map<string, number>();
      const second = texts.findIndex((text, at) => firsts.has(text) || !firsts.set(text, at));
      if (second >= 0) result.add("other", path, `array items[${firsts.get(texts[second] as string)},${second}] must be unique`);
    }
    result.score++;
  }

  private mapping(schema: Schema, value: Mapping, path: readonly string[], result: Result): void {
    for (const key of schema.required ?? []) if (!(key in value)) result.add("other", path, `${key} is required`);
    const known = (key: string): Schema | undefined => {
      const found = schema.keys && Object.hasOwn(schema.keys, key) ? schema.keys[key] : undefined;
      return found && (found.since ?? 0) <= this.minor ? found : undefined;
    };
    for (const [key, item] of Object.entries(value)) {
      const patterns = this.patterns(schema, path).filter(([pattern]) => pattern.test(key));
      for (const [, inner] of patterns) {
        const own = new Result();
        this.check(inner, item, [...path, key], own);
        result.merge(own);
      }
      if (schema.closed && !known(key) && patterns.length === 0) result.add("other", path, `Additional property ${key} is not allowed`);
    }
    result.score++;
    for (const key of Object.keys(schema.keys ?? {})) {
      const inner = known(key);
      if (inner && key in value) this.check(inner, value[key], [...path, key], result);
    }
  }

  private patterns(schema: Schema, path: readonly string[]): NonNullable<Schema["patterns"]> {
    const extensions = this.minor >= (path.length === 0 ? EXTENSIONS_SINCE.top : EXTENSIONS_SINCE.inner);
    return (schema.patterns ?? []).filter(([pattern]) => extensions || pattern.source !== "^x-");
  }
}

/** The problem docker speaks of: the deepest one, of equally deep ones the first, a wrong type before others. */
function mostSpecific(problems: readonly Problem[]): number {
  const depth = (problem: Problem): number => Math.max(1, problem.path.join(".").split(".").length);
  let at = 0;
  for (const [index, problem] of problems.entries()) {
    const best = problems[at] as Problem;
    if (depth(problem) > depth(best) || (depth(problem) === depth(best) && problem.kind === "type" && best.kind !== "type")) at = index;
  }
  return at;
}

/**
 * Why Go cannot write a file as JSON, in which docker's validator wants it: a number that JSON lacks, or a mapping with a key
 * that is no text; undefined where it can. Mappings are gone through in the order of their keys.
 */
function notJSON(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return `unsupported value: ${goText(value)}`;
  if (value instanceof Map) return "unsupported type: map[interface {}]interface {}";
  const inner = Array.isArray(value)
    ? value
    : isMapping(value)
      ? Object.keys(value)
          .sort()
          .map((key) => value[key])
      : [];
  for (const item of inner) {
    const problem = notJSON(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The minor version of a version text such as "3.8"; undefined for one that docker has no schema for, up to a newest one. */
function minorOf(version: string, newest: number): number | undefined {
  const minor = /^3\.(0|[1-9]\d?)$/.exec(version)?.[1];
  return minor !== undefined && Number(minor) <= newest ? Number(minor) : undefined;
}

/** The version that a file says it is written in, as a loader takes it where it says "3" or nothing at all. */
export function versionOf(file: Mapping, { unnamed, three }: Dialect): string {
  const version = "version" in file ? goText(file.version) : "";
  if (version === "") return unnamed;
  return version === "3" ? three : version;
}

/**
 * Holds a file against the schema of its version. Throws compose-version for a version that is not known, compose-json for
 * values that JSON lacks, and compose-schema with docker's words for the most specific problem.
 */
export function validateSchema(file: Mapping, version: string, { newest, checksPorts }: Dialect): void {
  const minor = minorOf(version, newest);
  if (minor === undefined) throw failure("compose-version", { version });
  const problem = notJSON(file);
  if (problem !== undefined) throw failure("compose-json", { problem });
  const validator = new Validator(minor, checksPorts);
  const result = new Result();
  if (minor < VERSIONLESS_SINCE && !("version" in file)) result.add("other", [], "version is required");
  validator.check(STACK_FILE, file, [], result);
  if (result.problems.length === 0) return;
  const at = mostSpecific(result.problems);
  const worst = result.problems[at] as Problem;
  const next = worst.kind === "oneOf" ? result.problems[at + 1] : undefined;
  const types = validator.expected.get(worst);
  const text = types ? `must be a ${expected(types)}` : (next ?? worst).text;
  throw failure("compose-schema", { path: worst.path.join(".") || "(root)", text });
}
