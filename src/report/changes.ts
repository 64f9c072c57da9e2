import type { Certainty } from "../plan/certainty.ts";
import type { Action, Change } from "../plan/diff.ts";
import type { FieldChange } from "../plan/fields.ts";
import type { StandingUpdate } from "../plan/updates.ts";
import { HIDDEN } from "../values/redact-words.ts";
import type { Paint } from "./paint.ts";

/** How changes are shown. */
export interface ChangesOptions {
  readonly paint: Paint;
  /** Columns of a line; longer ones are wrapped. */
  readonly width: number;
  /** Shows every object and field on its own, nothing folded or left out. */
  readonly full: boolean;
}

const SIGNS: Readonly<Record<Action, string>> = { add: "+", change: "~", replace: "-/+", remove: "-" };
/** Where the text below an object begins. */
const INDENT = 8;
/** Names longer than this are not waited for by the column of facts. */
const LONGEST_NAME = 32;
/** Facts longer than this have no column. */
const LONGEST_FACT = 44;
/** Characters of a value that is shown in short. */
const SHORT_VALUE = 160;

const colourOf = (paint: Paint, action: Action): ((text: string) => string) =>
  action === "add" ? paint.green : action === "remove" ? paint.red : action === "replace" ? paint.magenta : paint.yellow;

/** A count with its noun: "1 task", "2 tasks". */
export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** A text in lines of at most `width` columns, broken at blanks; all but the first are indented. A word that is longer has a line of its own. */
export function wrap(text: string, width: number, indent: number): string {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const [first = "", ...words] = text.slice(lead.length).split(" ");
  const lines: string[] = [];
  let line = lead + first;
  for (const word of words) {
    if (line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = " ".repeat(indent) + word;
    } else line = `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

/** A value of a field in one line; in short, the middle of a long one is left out. */
function shown(value: unknown, full: boolean): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return full || text.length <= SHORT_VALUE ? text : `${text.slice(0, SHORT_VALUE / 2)} … ${text.slice(-SHORT_VALUE / 4)}`;
}

/** A changed field in one line; in short, long values lose their middle. What is secret is only said to have changed. */
export function fieldText({ path, before, after }: FieldChange, full: boolean): string {
  if (before !== HIDDEN && after !== HIDDEN) return `${path}: ${shown(before, full)} -> ${shown(after, full)}`;
  return `${path}: ${before === undefined ? "(added)" : after === undefined ? "(removed)" : "(changed)"}`;
}

/** Changes of the tasks of services, in words; "" where there are none. */
export function taskText(changes: readonly Change[]): string {
  const all = changes.flatMap(({ tasks }) => tasks ?? []);
  const sum = (pick: (one: NonNullable<Change["tasks"]>) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const [restarted, started, stopped] = [sum((one) => one.restarted), sum((one) => one.started), sum((one) => one.stopped)];
  const waiting = new Map<string, number>();
  for (const one of all) for (const [reason, count] of Object.entries(one.waiting)) waiting.set(reason, (waiting.get(reason) ?? 0) + count);
  const said = [
    restarted > 0 && `restarts ${plural(restarted, "task")}`,
    started > 0 && `starts ${plural(started, "task")}`,
    stopped > 0 && `stops ${plural(stopped, "task")}`,
    ...[...waiting].map(([reason, count]) => `${plural(count, "task")} ${count === 1 ? "waits" : "wait"}: ${reason}`),
  ];
  return said.filter(Boolean).join("; ");
}

/** How an update that does not come to its end is left, in words. */
export function updateText({ state, message, updated, tasks }: StandingUpdate): string {
  const count = `${updated} of ${plural(tasks, "task")} ${updated === 1 ? "runs" : "run"} as the service now says`;
  if (state === "rollback_completed") return `the update fails and is rolled back: ${message}`;
  return state === "updating" ? `the update stands still (${state}): ${count}` : `the update is broken off (${state}): ${message}; ${count}`;
}

/** Facts that are shown of an object; in short, without what others of them say: the networks of its VIPs. */
const factsOf = ({ facts, certainty }: Change, full: boolean): [label: string, text: string][] =>
  Object.entries(facts)
    .filter(([label, text]) => text !== "" && (full || label !== "networks" || facts.vip === undefined))
    .map(([label, text]) => [label, marked(text, certainty?.[label])]);

/** A fact with the sign of how sure it is: nothing where it is certain. */
export const marked = (text: string, certainty: Certainty | undefined): string =>
  certainty === "likely" ? `≈ ${text}` : certainty === "unknown" ? `? ${text}` : text;

/** Width of each fact's column, by kind and label: of the longest that is not too long to be waited for. */
function columnsOf(changes: readonly Change[], short: (text: string) => string): Map<string, number> {
  const widths = new Map<string, number>();
  for (const change of changes)
    for (const [label, text] of factsOf(change, false)) {
      const width = short(text).length;
      if (width <= LONGEST_FACT) widths.set(`${change.kind} ${label}`, Math.max(widths.get(`${change.kind} ${label}`) ?? 0, width));
    }
  return widths;
}

/** Facts of an object in one line, padded to their columns. */
function factsText(change: Change, full: boolean, short: (text: string) => string, columns: ReadonlyMap<string, number>): string {
  const shownFacts = factsOf(change, full);
  return shownFacts
    .map(([label, text], at) => {
      const last = at === shownFacts.length - 1;
      const fact = `${label} ${short(text)}${last ? "" : ","}`;
      return last ? fact : fact.padEnd((columns.get(`${change.kind} ${label}`) ?? 0) + label.length + 2);
    })
    .join(" ");
}

/** Changes that are shown as one: they come or go without facts, or change in the same way. */
function foldKey(change: Change): string | undefined {
  const { action, kind, fields, facts, update } = change;
  if (kind === "swarm" || kind === "node" || update) return undefined;
  if (action === "remove") return `${action} ${kind}`;
  if (action === "change" && fields.length > 0) return `${action} ${kind} ${JSON.stringify(fields)}`;
  return action === "add" && Object.keys(facts).length === 0 ? `${action} ${kind}` : undefined;
}

/** Lists of changes that are shown as one, in the order of their firsts. */
function folded(changes: readonly Change[], full: boolean): Change[][] {
  const lists = new Map<string, Change[]>();
  for (const [at, change] of changes.entries()) {
    const key = (full ? undefined : foldKey(change)) ?? `${at}`;
    lists.set(key, [...(lists.get(key) ?? []), change]);
  }
  return [...lists.values()];
}

/** Changes by the stack they belong to, in short; in the order of their firsts. */
function byStack(changes: readonly Change[], full: boolean): [stack: string, changes: Change[]][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const stack = full ? "" : (change.stack ?? "");
    groups.set(stack, [...(groups.get(stack) ?? []), change]);
  }
  return [...groups];
}

/** Changes as text: a line each, fields and tasks below; objects of a stack below its name, and without it in theirs. */
export function changesText(changes: readonly Change[], { paint, width, full }: ChangesOptions): string {
  return byStack(changes, full)
    .map(([stack, all]) => {
      const short = (text: string): string => (stack ? text.replaceAll(`${stack}_`, "") : text);
      const titles = (list: readonly Change[]): string => {
        const names = list.map(({ name }) => short(name)).join(", ");
        const [{ kind }] = list as [Change];
        return list.length > 1 ? `${kind}s ${names}` : names ? `${kind} ${names}` : kind;
      };
      const lists = folded(all, full);
      const column = full ? 0 : Math.min(LONGEST_NAME, Math.max(...lists.filter((list) => list.length === 1).map((list) => titles(list).length), 0));
      const columns = full
        ? new Map<string, number>()
        : columnsOf(
            lists.flatMap((list) => (list.length === 1 ? list : [])),
            short,
          );
      const body = lists.map((list) => {
        const [first] = list as [Change];
        const { action } = first;
        const facts = action === "change" || list.length > 1 ? "" : factsText(first, full, short, columns);
        const title = `${SIGNS[action].padStart(3)} ${titles(list)}`;
        const padded = facts && !full ? title.padEnd(4 + column) : title;
        const [head = "", ...rest] = wrap(facts ? `${padded}  ${facts}` : padded, width, INDENT).split("\n");
        const colour = colourOf(paint, action);
        const painted = facts && head.startsWith(`${padded}  `) ? `${colour(padded)}${paint.dim(head.slice(padded.length))}` : colour(head);
        const fields = first.fields.map((field) => `${wrap(`${" ".repeat(INDENT)}${fieldText(field, full)}`, width, INDENT + 2)}\n`).join("");
        const tasks = taskText(list);
        const plain = !full && action === "add" && /^starts \d+ tasks?$/.test(tasks);
        const below = [tasks && !plain ? tasks : "", first.update ? updateText(first.update) : ""].filter(Boolean);
        const said = below.map((text) => `${wrap(`${" ".repeat(INDENT)}${text}`, width, INDENT + 2)}\n`).join("");
        return `${[painted, ...rest.map((line) => paint.dim(line))].join("\n")}\n${fields}${said}`;
      });
      return `${stack ? `${paint.bold(`stack ${stack}`)}\n` : ""}${body.join("")}`;
    })
    .join("");
}
