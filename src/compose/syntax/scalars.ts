import type { Cursor } from "./cursor.ts";

const ALPHA = /[0-9A-Za-z_-]/;
const ESCAPES = /[0abt\tnvfre "'\\N_LP]/;
const HEX_LENGTH: Record<string, number> = { x: 2, u: 4, U: 8 };
const URI = /[0-9A-Za-z_\-;/?:@&=+$.!~*'()%,[\]]/;

/** `*name` or `&name`; gives the name. */
export function scanAnchor(cursor: Cursor): string {
  const start = cursor.line;
  cursor.skip();
  const from = cursor.at;
  cursor.skipWhile(() => ALPHA.test(cursor.peek()));
  const name = cursor.text.slice(from, cursor.at);
  if (name === "" || !(cursor.isBlankOrEnd() || /[?:,\]}%@`]/.test(cursor.peek())))
    throw cursor.problem("did not find expected alphabetic or numeric character", start);
  return name;
}

/** `!tag`, `!!tag`, `!h!tag` or `!<uri>`; gives its handle. */
export function scanTag(cursor: Cursor): string {
  const start = cursor.line;
  cursor.skip();
  let handle = "!";
  const uri = (): number => {
    const from = cursor.at;
    cursor.skipWhile(() => URI.test(cursor.peek()));
    return cursor.at - from;
  };
  if (cursor.peek() === "<") {
    cursor.skip();
    if (uri() === 0) throw cursor.problem("did not find expected tag URI", start);
    if (cursor.peek() !== ">") throw cursor.problem("did not find the expected '>'", start);
    cursor.skip();
    handle = "";
  } else {
    const from = cursor.at;
    cursor.skipWhile(() => ALPHA.test(cursor.peek()));
    if (cursor.peek() === "!") {
      cursor.skip();
      handle += cursor.text.slice(from, cursor.at);
      if (uri() === 0) throw cursor.problem("did not find expected tag URI", start);
    } else uri();
  }
  if (!cursor.isBlankOrEnd()) throw cursor.problem("did not find expected whitespace or line break", start);
  return handle;
}

/** `%YAML 1.1` or `%TAG ! prefix`; gives its words. */
export function scanDirective(cursor: Cursor): string[] {
  const start = cursor.line;
  cursor.skip();
  const from = cursor.at;
  cursor.skipRest();
  const words = cursor.text
    .slice(from, cursor.at)
    .replace(/(^|\s)#.*/, "")
    .trim()
    .split(/\s+/);
  const [name = "", value = ""] = words;
  if (!/^[\w-]/.test(cursor.text.slice(from))) throw cursor.problem("could not find expected directive name", start);
  if (!/^[\w-]+$/.test(name)) throw cursor.problem("found unexpected non-alphabetical character", start);
  if (name !== "YAML" && name !== "TAG") throw cursor.problem("found unknown directive name", start);
  if (name === "YAML" && !/^\d/.test(value)) throw cursor.problem("did not find expected version number", start);
  if (name === "YAML" && !/^\d+\.\d+$/.test(value)) throw cursor.problem("did not find expected digit or '.' character", start);
  if (words.length > (name === "YAML" ? 2 : 3)) throw cursor.problem("did not find expected comment or line break", start);
  if (cursor.isBreak()) cursor.skipLine();
  return words;
}

/** `|` or `>` and the lines under it; `parent` is the indent of the block that it stands in. */
export function scanBlockScalar(cursor: Cursor, parent: number): void {
  const start = cursor.line;
  cursor.skip();
  const header = /^(?:[+-](\d?)|(\d)[+-]?|)/.exec(cursor.text.slice(cursor.at, cursor.at + 2)) as RegExpExecArray;
  const increment = header[1] || header[2] || "";
  if (increment === "0") throw cursor.problem("found an indentation indicator equal to 0", start);
  cursor.skip(header[0].length);
  cursor.skipWhile(() => cursor.isBlank());
  if (cursor.peek() === "#") cursor.skipRest();
  if (!cursor.isBreak() && !cursor.isEnd()) throw cursor.problem("did not find expected comment or line break", start);
  if (cursor.isBreak()) cursor.skipLine();
  let indent = increment === "" ? 0 : Math.max(parent, 0) + Number(increment);
  indent = skipIndent(cursor, indent, parent, start);
  while (cursor.column === indent && !cursor.isEnd()) {
    cursor.skipRest();
    if (cursor.isBreak()) cursor.skipLine();
    indent = skipIndent(cursor, indent, parent, start);
  }
}

/** Goes over empty lines and the indent of a block scalar; gives the indent, found out where it was not known. */
function skipIndent(cursor: Cursor, known: number, parent: number, start: number): number {
  let most = 0;
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.peek() === " ") cursor.skip();
    most = Math.max(most, cursor.column);
    if ((known === 0 || cursor.column < known) && cursor.peek() === "\t")
      throw cursor.problem("found a tab character where an indentation space is expected", start);
    if (!cursor.isBreak()) return known || Math.max(most, parent + 1, 1);
    cursor.skipLine();
  }
}

/** A scalar in single or double quotes. */
export function scanQuoted(cursor: Cursor): void {
  const start = cursor.line;
  const quote = cursor.peek();
  cursor.skip();
  for (;;) {
    if (cursor.isDocumentMark()) throw cursor.problem("found unexpected document indicator", start);
    if (cursor.isEnd()) throw cursor.problem("found unexpected end of stream", start);
    while (!cursor.isBlankOrEnd()) {
      if (quote === "'" && cursor.peek() === "'" && cursor.peek(1) === "'") cursor.skip(2);
      else if (cursor.peek() === quote) {
        cursor.skip();
        return;
      } else if (quote === '"' && cursor.peek() === "\\") {
        if (cursor.isBreak(1)) break;
        scanEscape(cursor, start);
      } else cursor.skip();
    }
    if (cursor.peek() === "\\") cursor.skip();
    while (cursor.isBlank() || cursor.isBreak())
      if (cursor.isBreak()) cursor.skipLine();
      else cursor.skip();
  }
}

/** An escape in double quotes. */
function scanEscape(cursor: Cursor, start: number): void {
  const code = cursor.peek(1);
  const length = HEX_LENGTH[code] ?? 0;
  if (length === 0 && !ESCAPES.test(code)) throw cursor.problem("found unknown escape character", start);
  cursor.skip(2);
  const hex = cursor.text.slice(cursor.at, cursor.at + length);
  if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(hex)) throw cursor.problem("did not find expected hexdecimal number", start);
  const value = Number.parseInt(hex || "0", 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) throw cursor.problem("found invalid Unicode character escape code", start);
  cursor.skip(length);
}

/** A scalar without quotes; gives whether it ended at the end of a line. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): boolean {
  const start = cursor.line;
  let broken = false;
  while (!cursor.isDocumentMark() && cursor.peek() !== "#") {
    while (!cursor.isBlankOrEnd()) {
      if ((cursor.peek() === ":" && cursor.isBlankOrEnd(1)) || (inFlow && /[,?[\]{}]/.test(cursor.peek()))) break;
      broken = false;
      cursor.skip();
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break;
    while (cursor.isBlank() || cursor.isBreak()) {
      if (cursor.isBreak()) {
        cursor.skipLine();
        broken = true;
      } else {
        if (broken && cursor.column < indent && cursor.peek() === "\t") throw cursor.problem("found a tab character that violates indentation", start);
        cursor.skip();
      }
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return broken;
}
