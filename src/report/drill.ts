import type { Drill, DrilledService, DrillResult, Outcome } from "../plan/drill.ts";
import { markdownTable, type Paint, table } from "./paint.ts";

const HEAD = ["LOST", "OUTCOME", "MOVED", "WAITING", "QUORUM", "SERVICES CONCERNED"];

const WORDS: Readonly<Record<Outcome, string>> = { holds: "holds", moves: "tasks move", degraded: "tasks wait", down: "DOWN" };

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
const movedBy = ({ services }: DrillResult): number => services.reduce((sum, { moved }) => sum + moved.length, 0);
const waitingOf = ({ waiting }: DrilledService): number => waiting.reduce((sum, { tasks }) => sum + tasks, 0);

function quorumText({ quorum: { managers, left, needed, held } }: DrillResult): string {
  return held ? `${left} of ${managers} managers` : `LOST: ${left} of ${managers}, ${needed} needed`;
}

const serviceText = ({ service, before, after }: DrilledService): string => `${service} ${after}/${before}`;

const row = (result: DrillResult): string[] => [
  result.kind === "zone" ? `${result.name} (${result.nodes.join(", ")})` : result.name,
  WORDS[result.outcome],
  String(movedBy(result)),
  String(result.services.reduce((sum, service) => sum + waitingOf(service), 0)),
  quorumText(result),
  result.services.map(serviceText).join(", ") || "none",
];

/** Lines that say what a failure leads to; none where nothing but the nodes is lost. */
function details(result: DrillResult): string[] {
  const { quorum, leader, services, fullNetworks } = result;
  const lines: string[] = [];
  if (!quorum.held) lines.push("the managers have lost their quorum: what runs goes on, nothing is placed anew, and no command changes the swarm");
  else if (leader) lines.push(`the leader ${leader.lost} is lost${leader.next ? `: ${leader.next} leads` : ""}`);
  for (const { service, before, after, moved, waiting } of services) {
    if (after === 0 && before > 0) lines.push(`${service} has no task left (had ${before})`);
    else if (after < before) lines.push(`${service} has ${plural(after, "task")} left of ${before}`);
    for (const { task, from, to } of moved) lines.push(`${task} moves from ${from} to ${to}`);
    for (const { reason, tasks } of waiting) lines.push(`${plural(tasks, "task")} of ${service} ${tasks === 1 ? "waits" : "wait"}: ${reason}`);
  }
  for (const network of fullNetworks) lines.push(`network ${network} has no address left`);
  return lines;
}

const summary = ({ nodes, tasks, pool }: Drill): string => `${plural(nodes, "node")}, ${plural(tasks, "running task")}; ${pool.free} free of ${pool.plan}`;

const poolText = ({ pool }: Drill): string => `When the pool is full: ${pool.whenFull}`;

/** A drill as text: a table of all failures, then each of those that concern anything. */
export function drillText(drill: Drill, paint: Paint): string {
  const colour: Readonly<Record<Outcome, (text: string) => string>> = { holds: paint.green, moves: paint.green, degraded: paint.yellow, down: paint.red };
  const blocks = drill.results.flatMap((result) => {
    const lines = details(result);
    return lines.length > 0 ? [`\n${colour[result.outcome](`${result.name} is lost:`)}\n${lines.map((line) => `  ${line}\n`).join("")}`] : [];
  });
  return `${summary(drill)}\n\n${table(HEAD, drill.results.map(row))}${blocks.join("")}\n${poolText(drill)}\n`;
}

/** A drill as Markdown. */
export function drillMarkdown(drill: Drill): string {
  const blocks = drill.results.flatMap((result) => {
    const lines = details(result);
    return lines.length > 0 ? [`\n**${result.name} is lost**\n\n${lines.map((line) => `- ${line}\n`).join("")}`] : [];
  });
  return `${summary(drill)}\n\n${markdownTable(HEAD, drill.results.map(row))}${blocks.join("")}\n${poolText(drill)}\n`;
}
