import { ValueError } from "./value-error.ts";

/** Splits a command line into words as a shell does: quotes and backslashes, no expansion. Throws for an open quote. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = closing(text, at);
      const inner = text.slice(at + 1, end);
      word = (word ?? "") + (char === '"' ? inner.replace(/\\(["\\$`])/g, "$1") : inner);
      at = end;
    } else if (char === "\\") word = (word ?? "") + (text[++at] ?? "");
    else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function closing(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  throw new ValueError(`EOF found when expecting closing quote`);
}
