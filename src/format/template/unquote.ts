const SIMPLE: Record<string, string> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", "'": "'", '"': '"' };

/** The value of a Go string or character literal with its quotes; undefined for one with a bad code. */
export function unquote(literal: string): string | undefined {
  if (literal.startsWith("`")) return literal.slice(1, -1).replace(/\r/g, "");
  let bad = false;
  const text = literal.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gs, (_all, code: string) => {
    const digits = /^[xuU]./.test(code) ? Number.parseInt(code.slice(1), 16) : /^[0-7]{3}$/.test(code) ? Number.parseInt(code, 8) : undefined;
    if (digits !== undefined) {
      const valid = /^[0-7]/.test(code) ? digits <= 0xff : digits <= 0x10ffff && (digits < 0xd800 || digits > 0xdfff);
      bad ||= !valid;
      return valid ? String.fromCodePoint(digits) : "";
    }
    bad ||= SIMPLE[code] === undefined || (code === "'" && literal.startsWith('"')) || (code === '"' && literal.startsWith("'"));
    return SIMPLE[code] ?? "";
  });
  return bad ? undefined : text;
}
