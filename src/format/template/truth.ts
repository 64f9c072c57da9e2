import { concrete, type GoValue, isNil } from "../govalue.ts";

/** Whether a value counts as true: what is not the zero value, and a struct always. */
export function isTrue(v: GoValue): boolean {
  if (isNil(v)) return false;
  const { type, value } = concrete(v);
  switch (type.kind) {
    case "struct":
    case "context":
    case "time":
      return true;
    case "ptr":
      return value !== undefined && value !== null;
    case "slice":
      return ((value as unknown[] | null) ?? []).length > 0;
    case "map":
      return Object.keys((value as object | null) ?? {}).length > 0;
    default:
      return Boolean(value);
  }
}
