import { concrete, type GoValue, isNil } from "../govalue.ts";

const kindOf = (v: GoValue): "bool" | "int" | "float" | "string" | undefined => {
  const { kind } = concrete(v).type;
  if (kind === "bool" || kind === "string") return kind;
  if (kind === "float64") return "float";
  return /^u?int/.test(kind) ? "int" : undefined;
};

const ZERO = { bool: false, int: 0, float: 0, string: "" };

/**
 * Go's comparison of basic values: negative, 0 or positive. Throws with Go's words for kinds that do not compare;
 * `equality` alone is asked of eq, which takes booleans and nil, too.
 */
export function compare(a: GoValue, b: GoValue, equality: boolean): number {
  if (isNil(a) || isNil(b)) {
    if (isNil(a) && isNil(b)) return 0;
    return 1;
  }
  const [x, y] = [kindOf(a), kindOf(b)];
  if (x === undefined || y === undefined) {
    if (!equality) throw new Error("invalid type for comparison");
    throw new Error(x === undefined ? "non-comparable type" : "incompatible types for comparison");
  }
  if (x !== y) throw new Error("incompatible types for comparison");
  const [left, right] = [a.value ?? ZERO[x], b.value ?? ZERO[y]] as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
