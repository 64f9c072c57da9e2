/**
 * Go's text/template as docker's `--format` uses it: a lexer, a parser and an evaluator over values with Go types. Errors
 * are Go's (1.24), without docker's own "template parsing error: ".
 */
import type { GoValue } from "../govalue.ts";
import { Executor } from "./exec.ts";
import { FUNCTIONS, HEADER_FUNCTIONS } from "./funcs.ts";
import type { Template } from "./nodes.ts";
import { Parser } from "./parser.ts";

export type { GoValue } from "../govalue.ts";
export { TemplateError } from "./error.ts";
export type { Template } from "./nodes.ts";

const NAMES: ReadonlySet<string> = new Set([...Object.keys(FUNCTIONS), "and", "or"]);

/** Reads a template. Throws a TemplateError for what is none. */
export function parseTemplate(text: string, options: { name?: string } = {}): Template {
  return new Parser(text, NAMES, options.name ?? "").parse();
}

/**
 * Executes a template on a value. `missingKeyError` makes a missing map key an error; `headerMode` uses the functions of a
 * table's header. Throws a TemplateError for what cannot be evaluated.
 */
export function executeTemplate(template: Template, value: GoValue, options: { missingKeyError?: boolean; headerMode?: boolean } = {}): string {
  return new Executor(template, value, {
    missingKeyError: options.missingKeyError ?? false,
    functions: options.headerMode ? HEADER_FUNCTIONS : FUNCTIONS,
  }).run();
}
