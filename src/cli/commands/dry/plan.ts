import { failure } from "../../../api/index.ts";
import { makePlan, type Plan, readPlan } from "../../../plan/plan.ts";
import { RULES, type StackFact } from "../../../plan/rules/index.ts";
import { planMarkdown, planText } from "../../../report/plan.ts";
import { type CommandContext, defineCommand, type Flags, type Fork, type ScriptRun } from "../../command.ts";
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
import { flag } from "../../options/flag.ts";
import { bool, duration, string } from "../../options/values.ts";
import { COMPOSE_FILE, readNamed } from "../../stack/files.ts";

const TIMEOUT = 600_000_000_000;

async function show(context: CommandContext, plan: Plan, flags: OutputFlags & Flags<{ readonly full: boolean }>): Promise<void> {
  const output = outputOf(flags, OUTPUTS);
  const full = flags.get("full");
  const { paint } = await import("../../../report/paint.ts");
  if (output === "json") context.streams.out(jsonText(plan));
  else
    context.streams.out(
      output === "markdown" ? planMarkdown(plan, paint(false), full) : planText(plan, await paintOf(context), { columns: context.streams.columns, full }),
    );
}

async function runStack(fork: Fork, files: readonly string[], name: string): Promise<ScriptRun & { stack: readonly StackFact[] }> {
  const result = await fork.docker(["stack", "deploy", "--detach=true", ...files.flatMap((file) => ["-c", file]), name]);
  const { deployFacts } = await import("../../dry/stack-facts.ts");
  const { error: _error, ...record } = result;
  return { status: result.status, records: [record], notes: [], stack: deployFacts(result, name) };
}

/** Exit status: that of what was run, then findings, then changes. */
function statusOf(plan: Plan, flags: Flags<{ readonly "fail-on": string; readonly "detailed-exitcode": boolean }>): number {
  if (plan.status !== 0) return 1;
  const found = findingStatus(plan.findings, flags.get("fail-on"));
  return found || (flags.get("detailed-exitcode") && plan.changes.length > 0 ? 2 : 0);
}

/** `dryswarm plan` */
export const command = defineCommand({
  use: "plan [OPTIONS] SCRIPT|-- COMMAND [ARG...]",
  short: "Show what a script, a command or stack files would do (dryswarm's own)",
  args: { min: 0 },
  flags: [
    COMPOSE_FILE,
    flag("detailed-exitcode", bool(), "Exit with 2 where there are changes"),
    failOnFlag("none"),
    ...SOURCES,
    FULL,
    IGNORE,
    ...ISOLATION_FLAGS,
    flag("out", string(), "Save the plan to a file, for plan show"),
    outputFlag(),
    SHOW_VALUES,
    flag("save", bool(), "Keep the result in the state"),
    flag("timeout", duration(TIMEOUT), "Stop a script that takes longer"),
  ],
  runsOthers: true,
  readOnly: true,
  async run(context, args, flags) {
    outputOf(flags, OUTPUTS);
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
    const isolation = isolationOf(flags);
    const fork = await context.fork(await sourceFrom(context, flags));
    try {
      const before = await swarmOf(fork.hosts);
      const { stack, ...run } =
        files.length > 0
          ? await runStack(fork, files, args[0] as string)
          : { stack: [], ...(await fork.script(args, { timeout: flags.get("timeout") / 1e6, isolation })) };
      const made = makePlan(before, await swarmOf(fork.hosts), { command: args, ...run }, environmentOf(context), stack);
      const plan = { ...made, findings: withoutIgnored(made.findings, flags.get("ignore"), ids) };
      const redacted = (await redactorOf(context)).plan(plan);
      if (flags.get("out")) await context.writeFile(flags.get("out"), jsonText(redacted));
      await show(context, flags.get("show-values") ? plan : redacted, flags);
      if (flags.get("save") && plan.status === 0) await fork.save();
      return statusOf(plan, flags);
    } finally {
      await fork.discard();
    }
  },
});
