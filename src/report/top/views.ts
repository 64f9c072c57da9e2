import type { NodePicture, Picture, ServicePicture, TaskPicture } from "../../plan/picture.ts";

/**
 * The terminal view of `dryswarm top`: its views with their columns and rows, what a key does (keys.ts), and its lines for a terminal of
 * some size (frame.ts). Pure: who shows it hands in the picture of the swarm and the keys.
 * @module
 */

/** Views, in the order of their tabs; each has the digit of its place as its key. */
export const VIEWS = ["services", "networks", "waiting", "nodes"] as const;
export type View = (typeof VIEWS)[number];

/** A row of a view: what `explain` is asked for it, "" for nothing, and its cells by the columns of the view. */
export interface Row {
  readonly ref: string;
  readonly cells: readonly string[];
  /** Whether something waits there or is down. */
  readonly bad: boolean;
}

/** A column: those with the highest rank go first where the terminal is narrow; 0 stays. */
export interface Column {
  readonly head: string;
  readonly rank: number;
  /** Never cut. */
  readonly whole?: true;
}

/** The columns of each view. */
export const COLUMNS: Readonly<Record<View, readonly Column[]>> = {
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
export function rowsOf(picture: Picture, { view, filter }: { readonly view: View; readonly filter: string }): Row[] {
  const wanted = filter.toLowerCase();
  return allRows(picture, view).filter(({ cells }) => wanted === "" || cells.some((cell) => cell.toLowerCase().includes(wanted)));
}
