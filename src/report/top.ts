import type { NodePicture, Picture, ServicePicture, TaskPicture } from "../plan/picture.ts";
import type { Paint } from "./paint.ts";

/**
 * The terminal view of `dryswarm top`: which rows it has, what a key does, and its lines for a terminal of some size. Pure: who shows it
 * hands in the picture of the swarm and the keys.
 * @module
 */

/** Views, in the order of their tabs; each has the digit of its place as its key. */
export const VIEWS = ["services", "networks", "waiting", "nodes"] as const;
export type View = (typeof VIEWS)[number];

/** A key that was pressed: `name` as "j", "up", "return" or "escape", `text` what it types, "" for none. */
export interface Key {
  readonly name: string;
  readonly text: string;
  readonly ctrl: boolean;
}

/** What the user has chosen to see. */
export interface TopChoice {
  readonly view: View;
  /** Index of the selected row. */
  readonly selected: number;
  /** Rows have this in one of their cells; "" for all. */
  readonly filter: string;
  /** What is being typed at the bottom: a filter, the name of a view, or nothing. */
  readonly typing: "filter" | "view" | undefined;
  readonly typed: string;
  /** Name of the object that is explained in the place of the rows; undefined for none. */
  readonly explained: string | undefined;
  readonly help: boolean;
}

/** What is seen at the start. */
export const START: TopChoice = { view: "services", selected: 0, filter: "", typing: undefined, typed: "", explained: undefined, help: false };

/** A row of a view: what `explain` is asked for it, "" for nothing, and its cells by the columns of the view. */
interface Row {
  readonly ref: string;
  readonly cells: readonly string[];
  /** Whether something waits there or is down. */
  readonly bad: boolean;
}

/** A column: those with the highest rank go first where the terminal is narrow; 0 stays. */
interface Column {
  readonly head: string;
  readonly rank: number;
  /** Never cut. */
  readonly whole?: true;
}

const COLUMNS: Readonly<Record<View, readonly Column[]>> = {
  services: [
    { head: "SERVICE", rank: 0 },
    { head: "RUN", rank: 0, whole: true },
    { head: "WAITS", rank: 1 },
    { head: "PORTS", rank: 2 },
    { head: "NETWORKS", rank: 3 },
    { head: "IMAGE", rank: 4 },
  ],
  networks: [
    { head: "NETWORK", rank: 0 },
    { head: "USE", rank: 0, whole: true },
    { head: "FREE", rank: 1 },
    { head: "SUBNET", rank: 2, whole: true },
    { head: "VIPS", rank: 4 },
    { head: "TASKS", rank: 4 },
    { head: "LBS", rank: 4 },
    { head: "VXLAN", rank: 5 },
    { head: "ENCRYPTED", rank: 3 },
  ],
  waiting: [
    { head: "TASK", rank: 0 },
    { head: "WHY", rank: 0 },
    { head: "STATE", rank: 2 },
    { head: "NODE", rank: 3 },
  ],
  nodes: [
    { head: "NODE", rank: 0 },
    { head: "STATE", rank: 0 },
    { head: "TASKS", rank: 1 },
    { head: "ROLE", rank: 2 },
    { head: "ADDRESS", rank: 3 },
    { head: "LABELS", rank: 4 },
  ],
};

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
/** Cells of a bar. */
const BAR = 10;

/** A bar of {@link BAR} cells with the share in percent; a little is never nothing, and nearly all is never all. */
function barOf(used: number, size: number): string {
  const share = size === 0 ? 0 : used / size;
  const full = share <= 0 ? 0 : Math.min(share >= 1 ? BAR : BAR - 1, Math.max(1, Math.round(share * BAR)));
  return `${"█".repeat(full)}${"░".repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}

function serviceRow({ name, tasks, running, waiting, ports, places, image }: ServicePicture, lanes: ReadonlyMap<string, string>): Row {
  const waits = waiting.map(({ reason, count }) => `${count}: ${reason}`).join("; ");
  const networks = places.map(({ network, vip }) => `${lanes.get(network) ?? network}${vip ? ` ${vip}` : ""}`).join(", ");
  return { ref: name, bad: waiting.length > 0, cells: [name, `${running}/${tasks.length}`, waits, ports.join(", "), networks, image] };
}

function nodeRow({ name, state, tasks, role, address, labels, ready }: NodePicture): Row {
  const said = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return { ref: "", bad: !ready, cells: [name, state, String(tasks), role, address, said.join(" ")] };
}

function allRows({ lanes, nodes, services }: Picture, view: View): Row[] {
  const laneNames = new Map(lanes.map(({ id, name }) => [id, name]));
  const nodeNames = new Map(nodes.map(({ id, name }) => [id, name]));
  const all = [...services.values()];
  if (view === "services") return all.map((service) => serviceRow(service, laneNames));
  if (view === "nodes") return nodes.map(nodeRow);
  if (view === "waiting") {
    const row = (task: TaskPicture): Row => ({ ref: task.name, bad: true, cells: [task.name, task.waits ?? "", task.state, nodeNames.get(task.node) ?? ""] });
    return all.flatMap(({ tasks }) => tasks.filter(({ waits }) => waits !== undefined).map(row));
  }
  return lanes
    .filter(({ id }) => id !== "")
    .map(({ name, addresses, subnet, vxlan, encrypted, allocated }) => {
      const counts = addresses ? [addresses.free, addresses.vips, addresses.tasks, addresses.loadBalancers].map(String) : ["", "", "", ""];
      const [free = "", ...held] = counts;
      const use = addresses ? barOf(addresses.used, addresses.size) : "";
      return { ref: name, bad: !allocated || addresses?.free === 0, cells: [name, use, free, subnet || "none", ...held, vxlan, encrypted ? "yes" : ""] };
    });
}

/** The rows of a view that the filter leaves. */
function rowsOf(picture: Picture, { view, filter }: Pick<TopChoice, "view" | "filter">): Row[] {
  const wanted = filter.toLowerCase();
  return allRows(picture, view).filter(({ cells }) => wanted === "" || cells.some((cell) => cell.toLowerCase().includes(wanted)));
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

function typed(choice: TopChoice, { name, text, ctrl }: Key): TopChoice {
  const done = { ...choice, typing: undefined, typed: "" };
  if (name === "escape") return { ...done, filter: choice.typing === "filter" ? "" : choice.filter, selected: 0 };
  if (name === "return" || name === "enter") {
    const view = choice.typing === "view" ? VIEWS.find((one) => choice.typed !== "" && one.startsWith(choice.typed.toLowerCase())) : undefined;
    return view ? { ...done, view, selected: 0 } : done;
  }
  const next = name === "backspace" ? choice.typed.slice(0, -1) : ctrl ? choice.typed : choice.typed + text;
  return { ...choice, typed: next, ...(choice.typing === "filter" && { filter: next, selected: 0 }) };
}

/** What a key leads to, with `page` rows on the screen; undefined where it ends the view. */
export function press(choice: TopChoice, key: Key, picture: Picture, page: number): TopChoice | undefined {
  const { name, text, ctrl } = key;
  if (ctrl && name === "c") return undefined;
  if (choice.typing) return typed(choice, key);
  if (text === "q") return choice.help || choice.explained !== undefined ? { ...choice, help: false, explained: undefined } : undefined;
  if (name === "escape") return { ...choice, help: false, explained: undefined, filter: choice.explained === undefined && !choice.help ? "" : choice.filter };
  if (text === "?") return { ...choice, help: !choice.help };
  const view = VIEWS[Number(text) - 1];
  const shown = { ...choice, help: false, explained: undefined };
  if (text !== "" && view) return { ...shown, view, selected: 0 };
  if (name === "tab") return { ...shown, view: VIEWS[(VIEWS.indexOf(choice.view) + 1) % VIEWS.length] as View, selected: 0 };
  if (text === "/") return { ...shown, typing: "filter", typed: "", filter: "", selected: 0 };
  if (text === ":") return { ...shown, typing: "view", typed: "" };
  const rows = rowsOf(picture, choice);
  const move = (by: number): TopChoice => ({ ...choice, selected: clamp(clamp(choice.selected, rows.length - 1) + by, rows.length - 1) });
  if (name === "down" || text === "j") return move(1);
  if (name === "up" || text === "k") return move(-1);
  if (name === "pagedown" || (ctrl && name === "d")) return move(Math.ceil(page / 2));
  if (name === "pageup" || (ctrl && name === "u")) return move(-Math.ceil(page / 2));
  if (name === "home" || text === "g") return move(-rows.length);
  if (name === "end" || text === "G") return move(rows.length);
  const ref = rows[clamp(choice.selected, rows.length - 1)]?.ref;
  if ((name === "return" || name === "enter") && ref) return { ...choice, explained: ref };
  return choice;
}

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
