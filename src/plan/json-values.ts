/**
 * The JSON values that a text holds one after the other, as several `docker inspect` appended to one file, or one object a line, give
 * them. Throws a SyntaxError.
 */
export function jsonValues(text: string): unknown[] {
  const whole = text.trim();
  try {
    return whole === "" ? [] : [JSON.parse(whole)];
  } catch (error) {
    const parts = topLevel(whole);
    if (parts.length < 2) throw error;
    return parts.map((part) => JSON.parse(part) as unknown);
  }
}

/** The texts of the values at the top level: each begins with a bracket outside of all others. What is between them stays with the one before. */
function topLevel(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const sign = found[0];
    if (sign === "[" || sign === "{") {
      if (depth++ === 0 && found.index > start && text.slice(start, found.index).trim() !== "") {
        parts.push(text.slice(start, found.index));
        start = found.index;
      }
    } else if ((sign === "]" || sign === "}") && --depth === 0) {
      parts.push(text.slice(start, token.lastIndex));
      start = token.lastIndex;
    }
  }
  const rest = text.slice(start).trim();
  return rest === "" ? parts : [...parts, rest];
}
