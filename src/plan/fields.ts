/** A field that differs: its path ("TaskTemplate.ContainerSpec.Image"), and its values; undefined where it is not there. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
/** Go's zero values and what is not there are the same. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);

function same(a: unknown, b: unknown): boolean {
  if (isNothing(a) && isNothing(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => same(item, b[at]));
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  return a === b;
}

/** Variables `NAME=VALUE` by name; one without a value stands for the variable of the container's own environment. */
function variables(list: unknown): Record<string, string> | undefined {
  if (isNothing(list)) return {};
  if (!Array.isArray(list) || !list.every((one) => typeof one === "string")) return undefined;
  return Object.fromEntries(list.map((one: string) => [one.split("=", 1)[0], one.includes("=") ? one.slice(one.indexOf("=") + 1) : "(unset)"]));
}

/**
 * The fields in which two objects differ, in the order of the second; lists are compared as a whole, environments (`Env`) by variable:
 * "TaskTemplate.ContainerSpec.Env.TAG".
 */
export function fieldChanges(before: unknown, after: unknown, path = ""): FieldChange[] {
  if (same(before, after)) return [];
  if (path.endsWith(".Env")) {
    const [old, now] = [variables(before), variables(after)];
    const names = old && now ? [...new Set([...Object.keys(now), ...Object.keys(old)])] : [];
    const changes = names.filter((name) => old?.[name] !== now?.[name]);
    if (changes.length > 0)
      return changes.map((name) => ({
        path: `${path}.${name}`,
        ...(old?.[name] !== undefined && { before: old[name] }),
        ...(now?.[name] !== undefined && { after: now[name] }),
      }));
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) => fieldChanges(before[key], after[key], path ? `${path}.${key}` : key));
  }
  return [{ path, ...(!isNothing(before) && { before }), ...(!isNothing(after) && { after }) }];
}
