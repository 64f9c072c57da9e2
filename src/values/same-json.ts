const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Whether two JSON values say the same: order of keys does not matter; absent, undefined and null are one. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === (b as unknown as unknown[]).length && a.every((item, at) => sameJson(item, (b as unknown as unknown[])[at]));
  for (const key in a) if (!sameMember(a[key], b[key], key in b)) return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined) return false;
  return true;
}

/** A member that is undefined is not there; one that is null is. */
function sameMember(a: unknown, b: unknown, there: boolean): boolean {
  return a === undefined || !there || b === undefined ? a === undefined && (!there || b === undefined) : sameJson(a, b);
}
