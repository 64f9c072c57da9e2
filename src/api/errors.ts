import { cliErrors } from "./errors/cli.ts";
import { formatErrors } from "./errors/format.ts";
import { liveErrors } from "./errors/live.ts";
import { networkErrors } from "./errors/networks.ts";
import { objectErrors } from "./errors/objects.ts";
import { planErrors } from "./errors/plan.ts";
import { serverErrors } from "./errors/server.ts";
import { serviceErrors } from "./errors/services.ts";
import { stackErrors } from "./errors/stacks.ts";
import { stateErrors } from "./errors/state.ts";
import { swarmErrors } from "./errors/swarm.ts";
import { volumeErrors } from "./errors/volumes.ts";

/** A row of the table: the text with `{blanks}`, and where it comes from as HTTP status (engine) or exit status (CLI). */
export interface ErrorRow {
  readonly text: string;
  /** HTTP status of an engine's answer; the CLI then prefixes the text with "Error response from daemon: ". */
  readonly http?: number;
  /** gRPC code that swarmkit's answers show as `rpc error: code = X desc = `. */
  readonly grpc?: "InvalidArgument" | "FailedPrecondition" | "NotFound" | "AlreadyExists" | "PermissionDenied" | "Unimplemented" | "Unknown" | "Unavailable";
  /** Exit status of the command; 1 unless said otherwise. */
  readonly exit?: number;
}

/**
 * Every message dryswarm can fail with, by code: the parts by noun are files of their own. They are looked through when something
 * fails; putting them together took longer than most commands.
 */
const PARTS = [
  cliErrors,
  formatErrors,
  liveErrors,
  networkErrors,
  objectErrors,
  planErrors,
  serverErrors,
  serviceErrors,
  stackErrors,
  stateErrors,
  swarmErrors,
  volumeErrors,
] as const;

type CodeOf<Part> = Part extends unknown ? keyof Part : never;

/** Code of a row of the table. */
export type ErrorCode = CodeOf<(typeof PARTS)[number]>;

/** Text of a row. */
type TextOf<Code extends ErrorCode, Part = (typeof PARTS)[number]> = Part extends Readonly<Record<Code, { readonly text: infer Text }>> ? Text : never;

/** Names of the `{blanks}` of a text. */
type BlanksIn<Text> = Text extends `${string}{${infer Blank}}${infer Rest}`
  ? (Blank extends `${string}${" " | "{" | "." | '"'}${string}` ? never : Blank) | BlanksIn<Rest>
  : never;

/** The arguments that fill the blanks of a row: none where it has none. */
type FilledBy<Code extends ErrorCode> = [BlanksIn<TextOf<Code>>] extends [never]
  ? [blanks?: Readonly<Record<string, string | number>>]
  : [blanks: Readonly<Record<BlanksIn<TextOf<Code>>, string | number>>];

function rowOf(code: ErrorCode): ErrorRow {
  const part = PARTS.find((rows) => Object.hasOwn(rows, code)) as Record<string, ErrorRow>;
  return part[code] as ErrorRow;
}

/** An error of the table: an engine's answer (`http` set) or a command's own refusal. */
export class DryswarmError extends Error {
  override readonly name = "DryswarmError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly http: number | undefined,
    readonly exit: number,
    /** What its blanks were filled with. */
    readonly blanks: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
  }
}

/** Texts of rows that an engine version words otherwise, by code; blanks as in the table. */
export type Messages = Readonly<Partial<Record<ErrorCode, string>>>;

/** A text with its `{blank}`s filled. */
const filled = (text: string, blanks: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (blank, key: string) => (key in blanks ? String(blanks[key]) : blank));

/** The same error in the words of an engine version; as it is where that has none of its own. */
export function reworded(error: DryswarmError, messages: Messages): DryswarmError {
  const text = messages[error.code];
  return text === undefined ? error : new DryswarmError(error.code, filled(text, error.blanks), error.http, error.exit, error.blanks);
}

/**
 * Builds the error of a code; each `{blank}` of its text is filled from `blanks`. Throw what it gives.
 * A swarmkit row (`grpc`) gets its `rpc error: code = X desc = ` in front.
 */
export function failure<Code extends ErrorCode>(code: Code, ...[blanks]: FilledBy<Code>): DryswarmError {
  return failureOf(code, blanks ?? {});
}

/** The error of a code that is chosen while the program runs, as {@link failure} builds it; a blank that is not filled stays. */
export function failureOf(code: ErrorCode, blanks: Readonly<Record<string, string | number>>): DryswarmError {
  const row = rowOf(code);
  const text = filled(row.text, blanks);
  return new DryswarmError(code, row.grpc ? `rpc error: code = ${row.grpc} desc = ${text}` : text, row.http, row.exit ?? 1, blanks);
}
