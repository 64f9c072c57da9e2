import { failure } from "../../../api/index.ts";
import type { Comparison } from "../../../plan/compare.ts";
import { makePlan, type Plan, readPlan } from "../../../plan/plan.ts";
import { RULES } from "../../../plan/rules/index.ts";
import type { Snapshot } from "../../../plan/snapshot.ts";
import { planMarkdown, planText } from "../../../report/plan.ts";
import { type CommandContext, defineCommand, type Flags } from "../../command.ts";
import {
  environmentOf,
  FULL,
  failOnFlag,
  findingStatus,
  IGNORE,
  jsonText,
  OUTPUTS,
  type OutputFlags,
  outputFlag,
  outputOf,
  paintOf,
  redactorOf,
  SHOW_VALUES,
  SOURCES,
  sourceFrom,
  swarmOf,
  withoutIgnored,
} from "../../dry/common.ts";
import { ISOLATION_FLAGS, isolationOf } from "../../dry/isolation.ts";
import { compareOn, runPlanned, redacted as withoutSecrets } from "../../dry/run-plan.ts";
import { flag } from "../../options/flag.ts";
import { bool, duration, string } from "../../options/values.ts";
import { COMPOSE_FILE, readNamed } from "../../stack/files.ts";

const TIMEOUT = 600_000_000_000;
const PLAN_OUTPUTS = [...OUTPUTS, "html"] as const;

/** Prints a plan; `before` is the swarm before it, which saved plans do not hold. */
async function show(context: CommandContext, plan: Plan, flags: OutputFlags & Flags<{ readonly full: boolean }>, before?: Snapshot): Promise<void> {
  const output = outputOf(flags, PLAN_OUTPUTS);
  if (output === "html") return (await import("../../dry/page.ts")).printPlan(context, plan, before);
  const full = flags.get("full");
  const { paint } = await import("../../../report/paint.ts");
  if (output === "json") context.streams.out(jsonText(plan));
  else
    context.streams.out(
      output === "markdown" ? planMarkdown(plan, paint(false), full) : planText(plan, await paintOf(context), { columns: context.streams.columns, full }),
    );
}

/** Exit status: that of what was run, then findings, then changes. */
function statusOf(plan: Plan, flags: Flags<{ readonly "fail-on": string; readonly "detailed-exitcode": boolean }>): number {
  if (plan.status !== 0) return 1;
  const found = findingStatus(plan.findings, flags.get("fail-on"));
  return found || (flags.get("detailed-exitcode") && plan.changes.length > 0 ? 2 : 0);
}

/** Prints a comparison; exit status: that of what was run, then findings on the second engine alone, then differences. */
async function showComparison(context: CommandContext, comparison: Comparison, flags: OutputFlags & Flags<{ readonly "fail-on": string }>): Promise<number> {
  const output = outputOf(flags, OUTPUTS);
  const { comparisonMarkdown, comparisonText } = await import("../../../report/compare.ts");
  if (output === "json") context.streams.out(jsonText(comparison));
  else context.streams.out(output === "markdown" ? comparisonMarkdown(comparison) : comparisonText(comparison, await paintOf(context)));
  if (comparison.status[0] !== 0) return 1;
  return findingStatus(comparison.findings.after, flags.get("fail-on")) || (comparison.same ? 0 : 2);
}

/** `dryswarm plan` */
export const command = defineCommand({
  use: "plan [OPTIONS] SCRIPT|-- COMMAND [ARG...]",
  short: "Show what a script, a command or stack files would do (dryswarm's own)",
  examples: [
    { what: "A script, before it is run", line: "dryswarm plan deploy.sh" },
    { what: "A stack", line: "dryswarm plan -c stack.yml shop" },
    { what: "One command", line: "dryswarm plan -- docker network create -d overlay --subnet 10.0.9.0/24 my-network" },
    { what: "On a real swarm, read and never changed", line: "dryswarm plan --live ssh://me@manager deploy.sh" },
    { what: "Save a plan, and show it later", line: "dryswarm plan --out plan.json deploy.sh && dryswarm plan show plan.json" },
  ],
  statuses: {
    1: "A command of the script failed, or the plan could not be made",
    2: "There are changes, and --detailed-exitcode was given; or it does not mean the same on --compare-engine",
    3: "There are findings of the severity of --fail-on, or worse",
  },
  args: { min: 0 },
  flags: [
    flag("compare-engine", string(), "Say whether it means the same on this engine, too, and where not"),
    COMPOSE_FILE,
    flag("detailed-exitcode", bool(), "Exit with 2 where there are changes"),
    failOnFlag("none"),
    ...SOURCES,
    FULL,
    IGNORE,
    ...ISOLATION_FLAGS,
    flag("out", string(), "Save the plan to a file, for plan show"),
    outputFlag(PLAN_OUTPUTS),
    SHOW_VALUES,
    flag("save", bool(), "Keep the result in the state"),
    flag("timeout", duration(TIMEOUT), "Stop a script that takes longer"),
  ],
  runsOthers: true,
  readOnly: true,
  async run(context, args, flags) {
    outputOf(flags, flags.get("compare-engine") ? OUTPUTS : PLAN_OUTPUTS);
    const files = flags.get("compose-file");
    if (args[0] === "show" && args.length === 2 && files.length === 0) {
      const file = args[1] as string;
      const plan = readPlan(Buffer.from(await readNamed(context, file)).toString());
      if ("problem" in plan) throw failure("plan-saved", { file, problem: plan.problem });
      await show(context, plan, flags);
      return statusOf(plan, flags);
    }
    if (args.length === 0) throw failure("plan-nothing");
    if (files.length > 0 && args.length > 1) throw failure("plan-both");
    const ids = RULES.map(({ id }) => id);
    withoutIgnored([], flags.get("ignore"), ids);
    findingStatus([], flags.get("fail-on"));
    const planned = { args, files, options: { timeout: flags.get("timeout") / 1e6, isolation: isolationOf(flags) } };
    const from = await sourceFrom(context, flags);
    const other = flags.get("compare-engine");
    if (other) {
      if (flags.get("save") || flags.get("out")) throw failure("plan-compare");
      const comparison = await compareOn(context, planned, from, other);
      const { before, after } = comparison.findings;
      const kept = { before: withoutIgnored(before, flags.get("ignore"), ids), after: withoutIgnored(after, flags.get("ignore"), ids) };
      const all = { ...comparison, findings: kept };
      return showComparison(context, flags.get("show-values") ? all : withoutSecrets(all, await redactorOf(context)), flags);
    }
    const fork = await context.fork(from);
    try {
      const before = await swarmOf(fork.hosts);
      const { stack, ...run } = await runPlanned(fork, planned);
      const made = makePlan(before, await swarmOf(fork.hosts), { command: args, ...run }, environmentOf(context), stack);
      const plan = { ...made, findings: withoutIgnored(made.findings, flags.get("ignore"), ids) };
      const redacted = (await redactorOf(context)).plan(plan);
      if (flags.get("out")) await context.writeFile(flags.get("out"), jsonText(redacted));
      await show(context, flags.get("show-values") ? plan : redacted, flags, before);
      if (flags.get("save") && plan.status === 0) await fork.save();
      return statusOf(plan, flags);
    } finally {
      await fork.discard();
    }
  },
});
