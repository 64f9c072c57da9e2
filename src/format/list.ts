import { failure } from "../api/index.ts";
import { marshal } from "./gojson.ts";
import type { GoMethod, GoType } from "./gotype.ts";
import { type GoValue, STRING } from "./govalue.ts";
import { alignTable } from "./tabwriter.ts";
import { executeTemplate, parseTemplate, type Template, TemplateError } from "./template/index.ts";

/** A kind of list: the Go type that errors name, what each field of a row gives, the headers, and the built-in formats. */
export interface ListContext<Row> {
  /** "*network.networkContext". */
  readonly goName: string;
  readonly fields: Readonly<Record<string, (row: Row, options: ListOptions) => string | boolean>>;
  /** Headers where they differ from the field's name in capitals. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fields that have no header. */
  readonly untitled?: readonly string[];
  /** Default columns, as a table format. */
  readonly table: string;
  /** `--format raw`, a line per field; undefined where docker has none. */
  readonly raw?: string;
  /** Templates of `-q` as a table, and as raw. */
  readonly quiet: { readonly table: string; readonly raw?: string };
  /** Fields of Docker's own struct for a row, after its header: what `{{.}}` prints. */
  readonly inside?: (row: Row, options: ListOptions) => readonly GoValue[];
  /** Labels of a row, for `{{.Label "key"}}`. */
  readonly label?: (row: Row, key: string) => string;
}

/** How a list was asked for. */
export interface ListOptions {
  readonly format: string;
  readonly quiet: boolean;
  readonly noTrunc: boolean;
  /** Now, for "5 seconds ago". */
  readonly now: Date;
}

/** Whether a format is a table: its cells are aligned under a header. */
export function isTable(format: string): boolean {
  return format.startsWith("table");
}

/** The template that a format stands for. */
function templateText<Row>(context: ListContext<Row>, { format, quiet }: ListOptions): string {
  if (format === "table" || format === "") return quiet ? context.quiet.table : context.table;
  if (format === "raw" && context.raw !== undefined) return quiet ? (context.quiet.raw ?? context.quiet.table) : context.raw;
  if (format === "json") return "{{json .}}";
  return format;
}

function typeOf<Row>(context: ListContext<Row>, options: ListOptions): GoType {
  const methods: Record<string, GoMethod> = {};
  for (const [name, field] of Object.entries(context.fields)) {
    methods[name] = { args: 0, returns: ["Self", "Current"].includes(name) ? { kind: "bool" } : STRING, call: (row) => field(row as Row, options) };
  }
  const { label } = context;
  if (label) methods.Label = { args: 1, returns: STRING, call: (row, key) => label(row as Row, String(key)) };
  const { inside } = context;
  return { kind: "context", name: context.goName, methods, ...(inside && { inside: (row) => inside(row as Row, options) }) };
}

function headerName(field: string, headers: Readonly<Record<string, string>>): string {
  return headers[field] ?? field.toUpperCase();
}

/** The header row: the same template over the titles of the columns. */
function header<Row>(context: ListContext<Row>, template: Template): string {
  const titled = Object.keys(context.fields).filter((field) => !context.untitled?.includes(field));
  const titles = Object.fromEntries(titled.map((field) => [field, headerName(field, context.headers)]));
  const label = (key: string): string => key.slice(key.lastIndexOf(".") + 1).replace(/[-_]/g, " ");
  const methods: Record<string, GoMethod> = { Label: { args: 1, returns: STRING, call: (_row, key) => label(String(key)) } };
  for (const [field, title] of Object.entries(titles)) methods[field] = { args: 0, returns: STRING, call: () => title };
  const type: GoType = { kind: "context", name: "formatter.SubHeaderContext", methods, missing: true };
  return executeTemplate(template, { type, value: titles }, { headerMode: true });
}

/** A field's value for `json`: text, or the bool that it is. */
function jsonRow<Row>(context: ListContext<Row>, row: Row, options: ListOptions): string {
  const entries = Object.entries(context.fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, field(row, options)] as const);
  return marshal(Object.fromEntries(entries), undefined, { escapeHTML: true });
}

/**
 * A list as docker prints it: a table, raw, JSON, or a template a row. Throws "template-error" for a bad template; nothing
 * is printed then.
 */
export function writeList<Row>(rows: readonly Row[], context: ListContext<Row>, options: ListOptions): string {
  const format = options.format;
  const known = format === "" || format === "table" || format === "json" || (format === "raw" && context.raw !== undefined);
  const table = format === "" || isTable(format);
  let text = known ? templateText(context, options) : format;
  if (table && text.startsWith("table")) text = text.slice("table".length);
  text = text.trim().replace(/\\t/g, "\t").replace(/\\n/g, "\n");
  if (known && format === "raw" && !options.quiet) text = `${text}\n`;
  try {
    const template = parseTemplate(text);
    const type = typeOf(context, options);
    const lines = rows.map((row) => (text === "{{json .}}" ? jsonRow(context, row, options) : executeTemplate(template, { type, value: row })));
    if (!table || (known && options.quiet)) return lines.map((line) => `${line}\n`).join("");
    return alignTable([header(context, template), ...lines, ""].join("\n"));
  } catch (error) {
    if (error instanceof TemplateError) throw failure("template-error", { cause: error.message });
    throw error;
  }
}
