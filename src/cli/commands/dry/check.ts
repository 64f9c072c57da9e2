import { failure } from "../../../api/index.ts";
import { onEngines } from "../../../plan/compare.ts";
import { OUTPUT_VERSION, readPlan } from "../../../plan/plan.ts";
import { findings, RULES } from "../../../plan/rules/index.ts";
import { CHECK_OUTPUTS, checkMarkdown, checkText, fingerprint, github, junit, type PlacedFinding, sarif } from "../../../report/check.ts";
import { type CommandContext, defineCommand, type Flags } from "../../command.ts";
import {
  environmentOf,
  failOnFlag,
  findingStatus,
  IGNORE,
  jsonText,
  type OutputFlags,
  outputFlag,
  outputOf,
  paintOf,
  SOURCES,
  type SourceFlags,
  sourceFrom,
  subjectFrom,
  subjectOn,
  withoutIgnored,
} from "../../dry/common.ts";
import type { CheckedSwarm, StackFlags } from "../../dry/stack-check.ts";
import { flag } from "../../options/flag.ts";
import { bool, string } from "../../options/values.ts";
import { COMPOSE_FILE, readNamed } from "../../stack/files.ts";

const read = async (context: CommandContext, file: string): Promise<string> => Buffer.from(await readNamed(context, file)).toString();

type Sources = SourceFlags & StackFlags & Flags<{ readonly plan: string; readonly engines: string }>;

/** What the rules find, and the swarm that they were held against; on several engines there are several. */
type Checked = Pick<CheckedSwarm, "findings"> & Partial<CheckedSwarm>;

async function found(context: CommandContext, args: readonly string[], flags: Sources): Promise<Checked> {
  const engines = flags.get("engines").split(",").filter(Boolean);
  const file = flags.get("plan");
  const environment = environmentOf(context);
  if (file && engines.length > 0) throw failure("check-engines-plan");
  if (file) {
    const plan = readPlan(await read(context, file));
    if ("problem" in plan) throw failure("plan-saved", { file, problem: plan.problem });
    return { findings: findings({ snapshot: plan.after, environment }), snapshot: plan.after };
  }
  const from = await sourceFrom(context, flags);
  const isStack = flags.get("compose-file").length > 0;
  const onEngine = async (engine?: string): Promise<CheckedSwarm> => {
    if (isStack) return (await import("../../dry/stack-check.ts")).checkStack(context, flags, args[0] ?? "stack", { from, engine });
    const snapshot = await (engine ? subjectOn(context, from, engine) : subjectFrom(context, from));
    return { findings: findings({ snapshot, environment }), snapshot };
  };
  if (engines.length === 0) return onEngine();
  const byEngine: [string, readonly PlacedFinding[]][] = [];
  for (const engine of engines) byEngine.push([engine, (await onEngine(engine)).findings]);
  return { findings: onEngines(byEngine) };
}

/** Fingerprints that a baseline holds. Throws plan-baseline. */
async function baseline(context: CommandContext, file: string): Promise<Set<string>> {
  try {
    const { findings: known } = JSON.parse(await read(context, file)) as { findings: string[] };
    return new Set(known);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw failure("plan-baseline", { file, problem: error.message });
    throw error;
  }
}

async function print(context: CommandContext, { findings: shown, snapshot }: Checked, flags: OutputFlags): Promise<void> {
  const output = outputOf(flags, CHECK_OUTPUTS);
  const { out } = context.streams;
  if (output === "json") out(jsonText({ version: OUTPUT_VERSION, kind: "check", findings: shown }));
  else if (output === "markdown") out(checkMarkdown(shown));
  else if (output === "sarif") out(jsonText(sarif(shown, RULES, String(OUTPUT_VERSION))));
  else if (output === "github") out(github(shown));
  else if (output === "junit") out(junit(shown, RULES));
  else if (output === "html") await (await import("../../dry/page.ts")).printCheck(context, shown, snapshot);
  else out(checkText(shown, await paintOf(context)));
}

/** `--rules` and `--explain`: what there is to know of rules. Throws plan-rule. */
function explain(id: string): string {
  const rule = RULES.find((one) => one.id === id.toUpperCase());
  if (!rule) throw failure("plan-rule", { id });
  return `${rule.id} ${rule.name} (${rule.severity})\n\n${rule.explanation}\n\nSilence it with --ignore ${rule.id}, with "rules: {${rule.id}: off}" in the environment file, or in a stack file with\n# dryswarm-ignore ${rule.id} REASON\non the line or the line before.\n`;
}

/** `dryswarm check` */
export const command = defineCommand({
  use: "check [OPTIONS] [STACK]",
  short: "Hold a state, a plan or stack files against the rules (dryswarm's own)",
  examples: [
    { what: "A stack file, before anyone deploys it", line: "dryswarm check -c stack.yml shop" },
    { what: "The swarm of the state, as JSON for other tools", line: "dryswarm check -o json" },
    { what: "What a rule is about", line: "dryswarm check --explain DS020" },
    { what: "In CI: as SARIF, failing on warnings, too", line: "dryswarm check -c stack.yml --fail-on warning -o sarif shop" },
  ],
  statuses: { 3: "There are findings of the severity of --fail-on, or worse" },
  args: { min: 0, max: 1 },
  flags: [
    flag("engines", string(), "Check for each of these engines: 20.10,26.1,28.5,29"),
    flag("baseline", string(), "Leave out findings that this file knows"),
    COMPOSE_FILE,
    flag("explain", string(), "Say what a rule is about"),
    failOnFlag("error"),
    ...SOURCES,
    IGNORE,
    outputFlag(CHECK_OUTPUTS),
    flag("plan", string(), "Check what a saved plan would lead to"),
    flag("rules", bool(), "List the rules"),
    flag("write-baseline", string(), "Write a baseline of what is found now"),
  ],
  readOnly: true,
  async run(context, args, flags) {
    outputOf(flags, CHECK_OUTPUTS);
    if (flags.get("explain")) return context.streams.out(explain(flags.get("explain")));
    if (flags.get("rules")) return context.streams.out(RULES.map(({ id, severity, name }) => `${id}  ${severity.padEnd(7)}  ${name}\n`).join(""));
    findingStatus([], flags.get("fail-on"));
    const ids = RULES.map(({ id }) => id);
    const { findings: all, ...swarm } = await found(context, args, flags);
    const kept = withoutIgnored(all, flags.get("ignore"), ids);
    const known = flags.get("baseline") ? await baseline(context, flags.get("baseline")) : new Set<string>();
    const shown = kept.filter((finding) => !known.has(fingerprint(finding)));
    const target = flags.get("write-baseline");
    if (target) await context.writeFile(target, jsonText({ version: OUTPUT_VERSION, kind: "baseline", findings: [...new Set(kept.map(fingerprint))].sort() }));
    await print(context, { findings: shown, ...swarm }, flags);
    return findingStatus(shown, flags.get("fail-on"));
  },
});
