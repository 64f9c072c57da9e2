import { FlagValueError } from "../command.ts";

/**
 * One CSV record as Go's encoding/csv reads it: fields split at commas, double quotes around a field that holds commas,
 * `""` for a quote inside. Throws a FlagValueError with Go's words; an empty text is `EOF`.
 */
export function readCsv(text: string): string[] {
  if (text === "") throw new FlagValueError("EOF");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const { field, next } = text[at] === '"' ? quoted(text, at) : bare(text, at);
    fields.push(field);
    if (next >= text.length) return fields;
    at = next + 1;
  }
}

function bare(text: string, start: number): { field: string; next: number } {
  const comma = text.indexOf(",", start);
  const next = comma < 0 ? text.length : comma;
  const field = text.slice(start, next);
  const quote = field.indexOf('"');
  if (quote >= 0) throw new FlagValueError(`parse error on line 1, column ${column(text, start + quote)}: bare " in non-quoted-field`);
  return { field, next };
}

function quoted(text: string, start: number): { field: string; next: number } {
  let field = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') field += text[at++];
    else if (at + 1 === text.length || text[at + 1] === ",") return { field, next: at + 1 };
    else throw new FlagValueError(`parse error on line 1, column ${column(text, at)}: extraneous or missing " in quoted-field`);
  }
  throw new FlagValueError(`parse error on line 1, column ${column(text, text.length)}: extraneous or missing " in quoted-field`);
}

/** Go counts columns in bytes, from one. */
function column(text: string, at: number): number {
  return Buffer.byteLength(text.slice(0, at)) + 1;
}
