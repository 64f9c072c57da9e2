import { type Outline, outline } from "../../plan/outline.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Finding, RULES } from "../../plan/rules/index.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import { DOCS, type PlacedFinding } from "../../report/check.ts";
import { type PageData, pageHtml, type ShownRule } from "../../report/page.ts";
import type { CommandContext, ServedPage } from "../command.ts";
import { redactorOf, swarmOf } from "./common.ts";

/** Prints one HTML file that shows this and asks for nothing elsewhere. Rejects with plan-no-page. */
export async function printPage(context: CommandContext, data: PageData): Promise<void> {
  context.streams.out(pageHtml(await context.page(), data));
}

/** A swarm as pages hold it: without secrets, and without what they do not show. */
export async function shownSwarm(context: CommandContext, snapshot: Snapshot): Promise<Outline> {
  const { tasks, ...rest } = outline(snapshot);
  const redactor = await redactorOf(context);
  // Of a task only what went wrong with it is text of others: there may be a hundred thousand of them.
  const plain = tasks.map((task) => (task.Err ? { ...task, Err: redactor.text(task.Err) } : task));
  return { ...redactor.snapshot({ ...rest, tasks: [] }), tasks: plain };
}

/** What pages say of the rules that found something, by ID. */
function rulesOf(found: readonly Finding[]): Record<string, ShownRule> {
  const ids = new Set(found.map(({ rule }) => rule));
  return Object.fromEntries(
    RULES.filter(({ id }) => ids.has(id)).map(({ id, explanation }) => [id, { explanation, link: `${DOCS}#${id.toLowerCase()}` }] as const),
  );
}

/** Prints a plan as a page; `before`, where it is known, stands beside the swarm as it would be. */
export async function printPlan(context: CommandContext, { after, ...plan }: Plan, before: Snapshot | undefined): Promise<void> {
  const swarms = { after: await shownSwarm(context, after), ...(before && { before: await shownSwarm(context, before) }) };
  await printPage(context, { kind: "plan", plan, ...swarms, rules: rulesOf(plan.findings) });
}

/** Prints findings as a page, with the swarm that they were found in where there is one. */
export async function printCheck(context: CommandContext, findings: readonly PlacedFinding[], snapshot: Snapshot | undefined): Promise<void> {
  const swarm = snapshot && (await shownSwarm(context, snapshot));
  await printPage(context, { kind: "check", findings, rules: rulesOf(findings), ...(swarm && { swarm }) });
}

/** The page on which a server shows its swarm at an address. Rejects with plan-no-page. */
export async function servedPage(context: CommandContext, address: string): Promise<ServedPage> {
  const html = pageHtml(await context.page(), { kind: "live" });
  return { address, html, swarm: async (hosts) => JSON.stringify(await shownSwarm(context, await swarmOf(hosts))) };
}
