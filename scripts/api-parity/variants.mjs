// What a field of a request may be: the values that are tried for each, made from an example of a right one.

/** JSON text of a value in which numbers beyond 2^53 stand as bigint. */
export function toJSON(value) {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(toJSON).join(",")}]`;
  if (value !== null && typeof value === "object")
    return `{${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${JSON.stringify(key)}:${toJSON(item)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

/** Values to try in place of one of this kind: empty, null, of the wrong type, at the edges. */
function others(value) {
  if (typeof value === "string") return ["", null, 5, true, [], {}];
  if (typeof value === "number") return [0, -1, 1.5, null, "x", true, 9007199254740993n, 99999999999999999999n, 1e30];
  if (typeof value === "boolean") return [!value, null, 1, "x"];
  if (Array.isArray(value)) return [[], null, {}, "x", [null], typeof value[0] === "string" ? [5] : ["x"]];
  return [{}, null, [], "x", 5];
}

/** The same body with another value, or none, at a path. */
function replaced(body, path, value) {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const copy = Array.isArray(body) ? [...body] : { ...body };
  copy[key] = replaced(body[key], rest, value);
  return copy;
}

function* places(value, path = []) {
  if (path.length > 0) yield path;
  if (value !== null && typeof value === "object") for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}

const at = (body, path) => path.reduce((value, key) => value[key], body);

/**
 * Bodies with one field changed: for every place in `body` absent, empty, null and of wrong types, and the values that `special` names for
 * a path ("Mode.Replicated.Replicas"). Gives what was changed, and the JSON text.
 */
export function* fieldVariants(body, special = {}) {
  yield { what: "as it is", text: toJSON(body) };
  for (const path of places(body)) {
    const name = path.join(".");
    if (!/^\d+$/.test(path.at(-1))) yield { what: `${name} absent`, text: toJSON(replaced(body, path, undefined)) };
    for (const value of others(at(body, path))) yield { what: `${name} = ${toJSON(value)}`, text: toJSON(replaced(body, path, value)) };
  }
  for (const [name, values] of Object.entries(special))
    for (const value of values) yield { what: `${name} = ${toJSON(value)}`, text: toJSON(replaced(body, name.split("."), value)) };
}

/** Bodies that are no object of the right form at all. */
export const WHOLE_BODIES = ["", "{}", "null", "[]", "5", '"x"', "true", "{", "{} x", '{"nosuch":1}', "[{}]"];

/** Values to try for a query parameter that is read as a boolean. */
export const BOOLEANS = ["", "1", "0", "true", "false", "True", "T", "no", "none", "zz", " "];
/** Values to try for a version of an object. */
export const VERSIONS = ["", "x", "-1", "1.5", "0", "999999", "99999999999999999999", " 1", "0x1"];
/** Texts to try for `filters` that are no map of lists. */
export const FILTERS = [
  "",
  "{}",
  "null",
  "[]",
  "5",
  "xx",
  '"x"',
  '{"name":"x"}',
  '{"name":[]}',
  '{"name":{}}',
  '{"name":{"x":true}}',
  '{"name":{"x":1}}',
  '{"name":[1]}',
  '{"name":null}',
  '{"nosuch":["x"]}',
  '{"":["x"]}',
  '{"name":[""]}',
];
