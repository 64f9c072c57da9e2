import type { Picture } from "../../plan/picture.ts";
import type { Paint } from "../paint.ts";
import { clamp, START, type TopChoice } from "./keys.ts";
import { COLUMNS, type Column, type Row, rowsOf, VIEWS, type View } from "./views.ts";

const HELP = [
  "1 2 3 4        services, networks, waiting tasks, nodes",
  "tab            the next of these; : and its name go there, too",
  "j k, arrows    down, up",
  "g G            first, last",
  "ctrl-d ctrl-u  half a page down, up",
  "return         explain what is selected",
  "/              show only rows with a text in them",
  "escape         back; all rows again",
  "q, ctrl-c      end",
];
const KEYS = "1-4 view  j/k move  return explain  / filter  ? help  q end";
/** Cuts a text to a width; what was cut is told by an ellipsis. */
const cut = (text: string, width: number): string => (text.length <= width ? text : width <= 0 ? "" : `${text.slice(0, width - 1)}…`);

/** The columns that fit, with their widths: those of the highest rank go first, and of what stays the widest are cut. */
function fitted(columns: readonly Column[], rows: readonly Row[], width: number): { at: number; width: number }[] {
  const needs = columns.map(({ head }, at) => Math.max(head.length, ...rows.map(({ cells }) => (cells[at] ?? "").length)));
  const isEmpty = (at: number): boolean => rows.every(({ cells }) => (cells[at] ?? "") === "");
  let kept = columns.map((_column, at) => at).filter((at) => columns[at]?.rank === 0 || !isEmpty(at));
  // A column of long texts is cut before the one after it goes.
  const shortest = (at: number): number => (columns[at]?.rank === 0 ? Math.min(12, Math.floor(width / 2) - 1) : 16);
  const least = (at: number): number => Math.min(needs[at] as number, columns[at]?.whole ? Number.POSITIVE_INFINITY : shortest(at));
  const total = (of: (at: number) => number): number => kept.reduce((sum, at) => sum + of(at) + 2, -2);
  for (let rank = Math.max(...columns.map((column) => column.rank)); rank > 0 && total(least) > width; rank--)
    kept = kept.filter((at) => columns[at]?.rank !== rank);
  const widths = kept.map((at) => ({ at, width: needs[at] as number }));
  // The widest is cut first.
  for (let over = total((at) => needs[at] as number) - width; over > 0; over--) {
    const [widest] = widths.filter((column) => column.width > least(column.at)).sort((a, b) => b.width - a.width);
    if (!widest) break;
    widest.width--;
  }
  return widths;
}

function wrapped(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => {
    const out: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const at = rest.lastIndexOf(" ", width);
      const end = at > width / 2 ? at : width;
      out.push(rest.slice(0, end));
      rest = rest.slice(end).trimStart();
    }
    return [...out, rest];
  });
}

/** The terminal that is drawn on, and what is said beside the swarm. */
export interface TopScreen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  /** What is wrong with what is looked at; "" where nothing is. */
  readonly note: string;
  /** Lines that explain an object by its name. */
  explain(ref: string): readonly string[];
}

function summaryLine({ nodes, services, lanes }: Picture): string {
  const all = [...services.values()];
  const tasks = all.reduce((sum, service) => sum + service.tasks.length, 0);
  const running = all.reduce((sum, service) => sum + service.running, 0);
  const ready = nodes.filter((node) => node.ready).length;
  const waits = tasks > running ? `, ${tasks - running} wait` : "";
  return `tasks ${running}/${tasks}${waits}  nodes ${ready}/${nodes.length}  services ${all.length}  networks ${lanes.filter(({ id }) => id !== "").length}`;
}

/** The tabs, with as much of their names as fits. */
function tabsLine(view: View, paint: Paint, columns: number): string {
  const letters = [9, 6, 3, 0].find((count) => VIEWS.reduce((sum, one) => sum + Math.min(one.length, count) + 4, -2) <= columns) ?? 0;
  return VIEWS.map((one, at) => {
    const text = `${at + 1} ${one.slice(0, letters)}`;
    return one === view ? paint.inverse(text) : text;
  }).join("  ");
}

/** Lines of a view in a table, `room` of them at most; the selected row is among them. */
function tableLines(picture: Picture, choice: TopChoice, { columns, paint }: TopScreen, room: number): string[] {
  const rows = rowsOf(picture, choice);
  const selected = clamp(choice.selected, rows.length - 1);
  // The first two cells of a line tell which row is selected, where there are no colours, too.
  const widths = fitted(COLUMNS[choice.view], rows, columns - 2);
  const line = (cell: (at: number) => string): string =>
    cut(
      widths
        .map(({ at, width }) => cut(cell(at), width).padEnd(width))
        .join("  ")
        .trimEnd(),
      columns - 2,
    );
  const first = clamp(selected - room + 2, Math.max(0, rows.length - room + 1));
  const shown = rows.slice(first, first + room - 1).map((row, at) => {
    const text = line((column) => row.cells[column] ?? "");
    const coloured = row.bad ? paint.red(text) : text;
    return first + at === selected ? `> ${paint.bold(coloured)}` : `  ${coloured}`;
  });
  const none = choice.filter === "" ? "none" : `none with "${choice.filter}" in it`;
  return [`  ${paint.dim(line((at) => COLUMNS[choice.view][at]?.head ?? ""))}`, ...(rows.length === 0 ? [`  ${none}`] : shown)];
}

/** The lines of the whole screen, `rows` of them, none wider than it; colours are escape sequences in them. */
export function frame(picture: Picture, choice: TopChoice, screen: TopScreen): string[] {
  const { columns, rows, paint, note } = screen;
  const room = Math.max(rows - 3, 1);
  const body = choice.help
    ? HELP.map((line) => cut(line, columns))
    : choice.explained !== undefined
      ? wrapped([choice.explained, "", ...screen.explain(choice.explained)], columns)
      : tableLines(picture, choice, screen, room);
  const bottom = choice.typing
    ? `${choice.typing === "filter" ? "/" : ":"}${choice.typed}`
    : note !== ""
      ? note
      : choice.filter !== ""
        ? `only with "${choice.filter}"; escape: all`
        : KEYS;
  const filled = [...body.slice(0, room), ...Array<string>(Math.max(0, room - body.length)).fill("")];
  const last = cut(bottom, columns);
  return [
    cut(summaryLine(picture), columns),
    tabsLine(choice.view, paint, columns),
    ...filled,
    note !== "" && !choice.typing ? paint.yellow(last) : last,
  ].slice(0, rows);
}

/** Every view once, one below the other, for a terminal of this width or for a file. */
export function wholeText(picture: Picture, screen: Pick<TopScreen, "columns" | "paint">): string {
  const views = VIEWS.map((view) => {
    const choice = { ...START, view, selected: -1 };
    const lines = tableLines(picture, choice, { ...screen, rows: 0, note: "", explain: () => [] }, Number.MAX_SAFE_INTEGER);
    return lines.map((line) => `${line.replace(/^[ >] /, "")}\n`).join("");
  });
  return `${summaryLine(picture)}\n\n${views.join("\n")}`;
}
