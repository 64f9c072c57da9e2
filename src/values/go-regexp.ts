import type { RE2JS } from "./re2.ts";

/**
 * Go's regular expressions, in time that is linear in the text: whatever a user gives as a pattern goes through here. The engine that runs
 * them is large, and loaded when the first pattern comes.
 * @module
 */

let engine: typeof RE2JS | undefined;

/** Loads what {@link matchesGo} runs patterns with; a second call does nothing. */
export async function loadGoRegexps(): Promise<void> {
  engine ??= (await import("./re2.ts")).RE2JS;
}

/** Patterns that were compiled; undefined for those that Go refuses. The oldest make room. */
const compiled = new Map<string, RE2JS | undefined>();
const KEPT = 100;

function compile(pattern: string): RE2JS | undefined {
  if (!engine) throw new Error("patterns are matched before loadGoRegexps was called");
  if (compiled.has(pattern)) return compiled.get(pattern);
  let expression: RE2JS | undefined;
  try {
    expression = engine.compile(pattern);
  } catch {
    expression = undefined;
  }
  if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value as string);
  compiled.set(pattern, expression);
  return expression;
}

/** Whether a pattern matches anywhere in a text, as Go's regexp.MatchString; one that Go refuses matches nothing. */
export function matchesGo(pattern: string, text: string): boolean {
  return compile(pattern)?.matcher(text).find() ?? false;
}
