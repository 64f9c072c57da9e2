import { type Comparison, compareRuns, type EngineRun } from "../../plan/compare.ts";
import type { Redactor } from "../../plan/redact.ts";
import type { StackFact } from "../../plan/rules/index.ts";
import type { CommandContext, CommandResult, Fork, ForkSource, ScriptRun, ScriptRunOptions } from "../command.ts";
import { cliProfile } from "../profiles/index.ts";
import { environmentOf, swarmOf } from "./common.ts";

/** What is planned: a script or command with its arguments, or the stack files of a name. */
export interface Planned {
  readonly args: readonly string[];
  readonly files: readonly string[];
  readonly options: ScriptRunOptions;
}

/** Deploys stack files on a copy of the state. Where a command line can wait for services, it is told not to. */
export function deployOn(fork: Fork, files: readonly string[], name: string): Promise<CommandResult> {
  const waits = !cliProfile(fork.engine).lacksFlags["stack deploy"]?.includes("detach");
  return fork.docker(["stack", "deploy", ...(waits ? ["--detach=true"] : []), ...files.flatMap((file) => ["-c", file]), name]);
}

async function runStack(fork: Fork, files: readonly string[], name: string): Promise<ScriptRun & { stack: readonly StackFact[] }> {
  const result = await deployOn(fork, files, name);
  const { deployFacts } = await import("./stack-facts.ts");
  const { error: _error, ...record } = result;
  return { status: result.status, records: [record], notes: [], stack: deployFacts(result, name) };
}

/** Runs what is planned on a copy of the state. Rejects with plan-timeout, plan-interrupted, plan-command and the script-* errors. */
export async function runPlanned(fork: Fork, { args, files, options }: Planned): Promise<ScriptRun & { stack: readonly StackFact[] }> {
  return files.length > 0 ? runStack(fork, files, args[0] as string) : { stack: [], ...(await fork.script(args, options)) };
}

async function runOn(context: CommandContext, planned: Planned, from: ForkSource | undefined, engine?: string): Promise<EngineRun> {
  const fork = await context.fork(from, engine);
  try {
    const before = await swarmOf(fork.hosts);
    const { status, records, stack } = await runPlanned(fork, planned);
    return { engine: fork.engine, status, records, before, after: await swarmOf(fork.hosts), stack };
  } finally {
    await fork.discard();
  }
}

/** Runs what is planned on the engine that is simulated, and on another one, and holds the results against each other. */
export async function compareOn(context: CommandContext, planned: Planned, from: ForkSource | undefined, engine: string): Promise<Comparison> {
  const first = await runOn(context, planned, from);
  return compareRuns(planned.args, first, await runOn(context, planned, from, engine), environmentOf(context));
}

/** A comparison without secrets. */
export function redacted(comparison: Comparison, redactor: Redactor): Comparison {
  const { command, steps, changes, findings } = comparison;
  const ending = <T extends { readonly stderr: string }>(one: T): T => ({ ...one, stderr: redactor.text(one.stderr) });
  const plain = (list: Comparison["findings"]["before"]) => list.map((finding) => ({ ...finding, message: redactor.text(finding.message) }));
  return {
    ...comparison,
    command: redactor.argv(command),
    steps: steps.map((step) => ({
      ...step,
      argv: redactor.argv(step.argv),
      ...(step.before && { before: ending(step.before) }),
      ...(step.after && { after: ending(step.after) }),
    })),
    changes: changes.map(redactor.change),
    findings: { before: plain(findings.before), after: plain(findings.after) },
  };
}
