import { DryswarmError, failure } from "../api/index.ts";
import { marshal } from "./gojson.ts";
import type { GoType } from "./gotype.ts";
import { ANY } from "./govalue.ts";
import { executeTemplate, parseTemplate, TemplateError } from "./template/index.ts";

/** An inspection: references, how to get one, the Go type of the object, and whether the daemon's own JSON is shown. */
export interface InspectRequest<T> {
  readonly refs: readonly string[];
  fetch(ref: string): Promise<T>;
  readonly type: GoType | ((object: T) => GoType);
  /** The daemon's JSON as it came (networks, configs, secrets): a template that fails on the type is tried on the JSON. */
  readonly raw: boolean;
  /** A template that fails on the type is tried on the JSON, though JSON itself is shown by the type. */
  readonly rawTemplates?: boolean;
  readonly format: string;
  /** Exit status 64 for a bad template (`network inspect`, `inspect`), else 1. */
  readonly strictExit?: boolean;
}

/** Printed text of an inspection, and the errors of objects that were not found, in the order of the references. */
export interface InspectResult {
  readonly stdout: string;
  readonly errors: readonly DryswarmError[];
}

function render<T>(request: InspectRequest<T>, object: T, text: string): string {
  const template = parseTemplate(text);
  const type = typeof request.type === "function" ? request.type(object) : request.type;
  try {
    return executeTemplate(template, { type, value: object });
  } catch (error) {
    if (!(error instanceof TemplateError) || !(request.raw || request.rawTemplates)) throw error;
    return executeTemplate(template, { type: ANY, value: object }, { missingKeyError: true });
  }
}

function typed<T>(request: InspectRequest<T>, object: T, indent: string | undefined): string {
  if (request.raw) return marshal(object, undefined, { indent });
  return marshal(object, typeof request.type === "function" ? request.type(object) : request.type, { indent, escapeHTML: true });
}

/** The template of a format; a bad one fails at once ("template-error", or "-inspect" with exit 64). */
function parse<T>({ format, strictExit }: InspectRequest<T>): void {
  try {
    parseTemplate(format);
  } catch (error) {
    if (error instanceof TemplateError) throw failure(strictExit ? "template-error-inspect" : "template-error", { cause: error.message });
    throw error;
  }
}

/**
 * Inspects objects as docker's common inspector does: all that are found are shown, whatever is missing; as a JSON array, as one
 * line of JSON, or a line of the template each. A template that fails on an object is an error of that object.
 */
export async function inspectObjects<T>(request: InspectRequest<T>): Promise<InspectResult> {
  const { format } = request;
  const json = format === "" || format === "json";
  const lines: string[] = [];
  const errors: DryswarmError[] = [];
  if (!json) parse(request);
  for (const ref of request.refs) {
    const object = await fetchOne(request, ref, errors);
    if (object === undefined) continue;
    try {
      lines.push(json ? typed(request, object, format === "" ? "    " : undefined) : render(request, object, format));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      errors.push(failure("template-error", { cause: error.message }));
    }
  }
  return { stdout: whole(lines, json, format), errors };
}

async function fetchOne<T>(request: InspectRequest<T>, ref: string, errors: DryswarmError[]): Promise<T | undefined> {
  try {
    return await request.fetch(ref);
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    errors.push(error);
    return undefined;
  }
}

function whole(lines: readonly string[], json: boolean, format: string): string {
  if (!json) return lines.length > 0 ? lines.map((line) => `${line}\n`).join("") : "\n";
  if (lines.length === 0) return "[]\n";
  if (format === "json") return `[${lines.join(",")}]\n`;
  return `[\n${lines.map((line) => `    ${line.replace(/\n/g, "\n    ")}`).join(",\n")}\n]\n`;
}
