import { sameJson } from "../../values/same-json.ts";
import { sprintf } from "../goprint.ts";
import { concrete, type GoValue, isNil, typeName } from "../govalue.ts";

type Kind = "bool" | "int" | "float" | "string";

/** Kind of a basic value; undefined for all others. Pointers are not followed. */
const kindOf = (v: GoValue): Kind | undefined => {
  const { kind } = concrete(v).type;
  if (kind === "bool" || kind === "string") return kind;
  if (kind === "float64") return "float";
  return /^u?int/.test(kind) ? "int" : undefined;
};

const ZERO = { bool: false, int: 0, float: 0, string: "" };

function basic(v: GoValue, kind: Kind): string {
  return (v.value ?? ZERO[kind]) as string;
}

/** Whether a value is nil, untyped or of a type that has one. */
function isNothing(v: GoValue): boolean {
  return isNil(v) || (["ptr", "slice", "map"].includes(concrete(v).type.kind) && (v.value === undefined || v.value === null));
}

/** Go's `a < b` of a template. Throws with Go's words for kinds that have no order, or not the same one. */
export function less(a: GoValue, b: GoValue): boolean {
  const [x, y] = [kindOf(a), kindOf(b)];
  if (x === undefined || y === undefined) throw new Error("invalid type for comparison");
  if (x !== y) throw new Error("incompatible types for comparison");
  if (x === "bool") throw new Error("invalid type for comparison");
  return basic(a, x) < basic(b, y);
}

const nameOf = (v: GoValue): GoValue => ({ type: { kind: "string" }, value: typeName(v.type) });

/** Go's `a == b` of a template: basic values by their value, nil with nil, pointers by what they point to being one and the same. */
export function equal(a: GoValue, b: GoValue): boolean {
  const [x, y] = [kindOf(a), kindOf(b)];
  if (x !== y) {
    if (!isNil(a) && !isNil(b)) throw new Error("incompatible types for comparison");
    return false;
  }
  if (x !== undefined) return basic(a, x) === basic(b, x);
  if (isNil(a) || isNil(b)) return isNothing(a) && isNothing(b);
  const [left, right] = [concrete(a), concrete(b)];
  if (left.type.kind !== right.type.kind) throw new Error(sprintf("non-comparable types %s: %v, %s: %v", [left, nameOf(left), nameOf(right), right]));
  if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right);
  if (right.type.kind === "slice" || right.type.kind === "map") throw new Error(sprintf("non-comparable type %s: %v", [right, nameOf(right)]));
  return right.type.kind === "ptr" ? left.value === right.value : sameJson(left.value, right.value);
}
