import { failure } from "../api/errors.ts";

/** Looks a variable up; undefined where it is not set (an empty value is set). */
export type Lookup = (name: string) => string | undefined;

const VARIABLE = /\$(?:(\$)|([_a-z][_a-z0-9]*(?::?[-?][^}]*)?)|\{([_a-z][_a-z0-9]*(?::?[-?][^}]*)?)\}|)/gi;

/**
 * Puts variables into one text: `$A`, `${A}`, `${A:-b}`, `${A-b}`, `${A:?text}`, `${A?text}`; `$$` is a dollar sign.
 * `path` ("services.web.image") names the place in the errors. Throws compose-interpolation, also for a required
 * variable that is missing.
 */
export function substitute(text: string, lookup: Lookup, path: string): string {
  const refuse = (template: string) => failure("compose-interpolation", { path, template: JSON.stringify(template) });
  return text.replace(VARIABLE, (_all, escaped?: string, named?: string, braced?: string) => {
    if (escaped) return escaped;
    const expression = named || braced;
    if (!expression) throw refuse(text);
    return evaluate(expression, lookup, (name, message) => refuse(`required variable ${name} is missing a value: ${message}`));
  });
}

// The operators are tried in docker's order, each wherever it stands in the text: a default may itself hold a "?".
function evaluate(expression: string, lookup: Lookup, missing: (name: string, message: string) => Error): string {
  for (const operator of [":-", "-", ":?", "?"]) {
    const at = expression.indexOf(operator);
    if (at < 0) continue;
    const [name, operand] = [expression.slice(0, at), expression.slice(at + operator.length)];
    const value = lookup(name);
    const usable = value !== undefined && !(operator.startsWith(":") && value === "");
    if (usable) return value;
    if (operator.endsWith("?")) throw missing(name, operand);
    return operand;
  }
  return lookup(expression) ?? "";
}
