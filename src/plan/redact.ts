import { anyOf, HIDDEN, redactedArgv, SECRET_WORDS, withoutTokens, wordRedactor } from "../values/redact-words.ts";
import type { CommandRecord } from "./command-record.ts";
import type { Change } from "./diff.ts";
import type { FieldChange } from "./fields.ts";
import type { Plan } from "./plan.ts";
import type { Snapshot } from "./snapshot.ts";

/** Hides values that nobody but the swarm should see. */
export interface Redactor {
  /** Whether the value of a variable, label or option of this name is hidden. */
  isSecret(name: string): boolean;
  /** A text without user info in URLs, join tokens, unlock keys, and the values of `NAME=VALUE` with a secret name. */
  text(text: string): string;
  /** The words of a command; values of `--password`, `--token` and `login -p` go, too. */
  argv(argv: readonly string[]): string[];
  record(record: CommandRecord): CommandRecord;
  change(change: Change): Change;
  plan(plan: Plan): Plan;
  /** A swarm as a saved plan holds it. */
  snapshot(snapshot: Snapshot): Snapshot;
}

/** Maps of the API whose values belong to names that users choose. */
const MAPS = new Set(["Labels", "Options", "DriverOpts", "BuildArgs"]);

/** A redactor for names with one of these words in them, in whatever case. */
export function redactor(words: readonly string[] = SECRET_WORDS): Redactor {
  const named = words.length > 0 ? new RegExp(`((?<![\\w.-])[\\w.-]*(?:${anyOf(words)})[\\w.-]*=)(?!=)("[^"]*"|'[^']*'|[^\\s"',;]+)`, "gi") : undefined;
  const isSecret = (name: string): boolean => words.some((word) => name.toLowerCase().includes(word.toLowerCase()));
  const text = (value: string): string => withoutTokens(named && value.includes("=") ? value.replace(named, `$1${HIDDEN}`) : value);
  const word = wordRedactor(words);
  const argv = (given: readonly string[]): string[] => redactedArgv(given, words);

  const list = (key: string, given: readonly unknown[]): unknown[] => {
    if (key === "Env") return given.map((one) => (typeof one === "string" ? word(one) : one));
    if (key === "Args" || key === "Command" || key === "Cmd") return argv(given.map(String));
    return given.map((one) => value("", one));
  };
  /** A value of the API at a key with its secrets hidden; what holds none is the very same value, since a swarm is large and has few. */
  const value = (key: string, given: unknown): unknown => {
    if (typeof given === "string") return text(given);
    if (Array.isArray(given)) {
      const items = list(key, given);
      return items.some((one, at) => one !== given[at]) ? items : given;
    }
    if (typeof given !== "object" || given === null) return given;
    const isMap = MAPS.has(key);
    const changed: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(given)) {
      const shown = isMap && typeof one === "string" && isSecret(name) ? HIDDEN : value(name, one);
      if (shown !== one) Object.defineProperty(changed, name, { value: shown, enumerable: true });
    }
    return Object.keys(changed).length > 0 ? { ...given, ...changed } : given;
  };

  const field = ({ path, before, after }: FieldChange): FieldChange => {
    const keys = path.split(".");
    // "Labels.a.b" is a label with a dot in its name.
    const owner = keys.findLastIndex((key) => MAPS.has(key) || key === "Env");
    const name = owner >= 0 ? keys.slice(owner + 1).join(".") : "";
    const isHidden = keys.at(-1) === "Data" || (name !== "" && isSecret(name));
    const shown = (one: unknown): unknown => (isHidden ? HIDDEN : value(keys.at(-1) ?? "", one));
    return { path, ...(before !== undefined && { before: shown(before) }), ...(after !== undefined && { after: shown(after) }) };
  };
  const change = (one: Change): Change => ({ ...one, fields: one.fields.map(field) });
  const record = (one: CommandRecord): CommandRecord => ({ ...one, argv: argv(one.argv), stderr: text(one.stderr) });
  const snapshot = (one: Snapshot): Snapshot => withoutData(value("", one) as Snapshot);

  return {
    isSecret,
    text,
    argv,
    record,
    change,
    plan: (plan) => ({
      ...plan,
      command: argv(plan.command),
      changes: plan.changes.map(change),
      failed: plan.failed.map(record),
      failedReads: plan.failedReads.map(record),
      skipped: plan.skipped.map(record),
      notes: plan.notes.map((note) => ({ ...note, text: text(note.text) })),
      findings: plan.findings.map((finding) => ({ ...finding, message: text(finding.message) })),
      after: snapshot(plan.after),
    }),
    snapshot,
  };
}

/** Configs without their content: a plan names them, and no more. */
function withoutData(snapshot: Snapshot): Snapshot {
  return { ...snapshot, configs: snapshot.configs.map(({ Spec: { Data: _data, ...Spec }, ...config }) => ({ ...config, Spec })) };
}
