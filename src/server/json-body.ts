/** Where a JSON value ends, or what Go's decoder says is wrong with it. */
export type Scanned = { readonly end: number } | { readonly problem: string };

const quoted = (char: string): string => (char === "'" ? "'\\''" : char === '"' ? `'"'` : `'${JSON.stringify(char).slice(1, -1)}'`);

/** Stops a scan with Go's words. */
class Problem extends Error {}

/**
 * Walks over the first JSON value of a text as Go's encoding/json does, for its messages ("invalid character 'x' looking for
 * beginning of value", "unexpected EOF"). Nesting is bounded as Go bounds it, without recursion.
 */
export function scanJSON(text: string): Scanned {
  let at = 0;
  const fail = (context: string): never => {
    throw new Problem(at >= text.length ? "unexpected EOF" : `invalid character ${quoted(text[at] as string)} ${context}`);
  };
  const space = (): void => {
    while (/[ \t\r\n]/.test(text[at] ?? "")) at++;
  };
  const string = (): void => {
    for (at++; text[at] !== '"'; at++) {
      const code = text.charCodeAt(at);
      if (at >= text.length || code < 0x20) fail("in string literal");
      if (text[at] !== "\\") continue;
      at++;
      if (text[at] === "u") for (let digit = 0; digit < 4; digit++) /[0-9a-fA-F]/.test(text[++at] ?? "") || fail("in \\u hexadecimal character escape");
      else if (!/["\\/bfnrt]/.test(text[at] ?? "")) fail("in string escape code");
    }
    at++;
  };
  const literal = (word: string): void => {
    for (const char of word) {
      if (text[at] !== char) fail(`in literal ${word} (expecting ${quoted(char)})`);
      at++;
    }
  };
  const number = (): void => {
    if (text[at] === "-" && !/\d/.test(text[++at] ?? "")) fail("in numeric literal");
    if (text[at] === "0") at++;
    else while (/\d/.test(text[at] ?? "")) at++;
    if (text[at] === ".") {
      at++;
      if (!/\d/.test(text[at] ?? "")) fail("after decimal point in numeric literal");
      while (/\d/.test(text[at] ?? "")) at++;
    }
    if (/[eE]/.test(text[at] ?? "")) {
      at++;
      if (/[+-]/.test(text[at] ?? "")) at++;
      if (!/\d/.test(text[at] ?? "")) fail("in exponent of numeric literal");
      while (/\d/.test(text[at] ?? "")) at++;
    }
  };
  const scalar = (): void => {
    const char = text[at] ?? "";
    if (char === '"') string();
    else if (/[-\d]/.test(char)) number();
    else if (char === "t") literal("true");
    else if (char === "f") literal("false");
    else if (char === "n") literal("null");
    else fail("looking for beginning of value");
  };
  const key = (): void => {
    if (text[at] !== '"') fail(`looking for beginning of object key string`);
    string();
    space();
    if (text[at] !== ":") fail("after object key");
    at++;
    space();
  };
  const open: ("{" | "[")[] = [];
  try {
    for (space(); ; ) {
      const char = text[at];
      let value = true;
      if (char === "{" || char === "[") {
        open.push(char);
        if (open.length > 10_000) throw new Problem("exceeded max depth");
        at++;
        space();
        value = text[at] === (char === "{" ? "}" : "]");
        if (value) {
          at++;
          open.pop();
        } else if (char === "{") key();
      } else scalar();
      while (value) {
        const inside = open.at(-1);
        if (!inside) return { end: at };
        space();
        if (text[at] === ",") {
          at++;
          space();
          if (inside === "{") key();
          value = false;
        } else if (text[at] === (inside === "{" ? "}" : "]")) {
          at++;
          open.pop();
        } else fail(inside === "{" ? "after object key:value pair" : "after array element");
      }
    }
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}
