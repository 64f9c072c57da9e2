import { profileOf } from "../engines.ts";
import { CAPACITY_RULES } from "./capacity.ts";
import { NETWORK_RULES } from "./networks.ts";
import { PORT_RULES } from "./ports.ts";
import { SERVICE_RULES } from "./services.ts";
import { STACK_RULES } from "./stack.ts";
import { SUBNET_RULES } from "./subnets.ts";
import type { Finding, Rule, RuleInput } from "./types.ts";

export type { Finding, Rule, RuleInput, Severity, StackFact, Subject } from "./types.ts";

/** Every rule, in the order of IDs. */
export const RULES: readonly Rule[] = [...SUBNET_RULES, ...CAPACITY_RULES, ...PORT_RULES, ...NETWORK_RULES, ...SERVICE_RULES, ...STACK_RULES].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/** A finding with the keys of a stack file at which it stands, the first that is there. */
export interface KeyedFinding extends Finding {
  readonly keys: readonly string[];
}

/** What all rules find, in the order of rules; severities are those the environment sets, and what it turns off is left out. */
export function keyedFindings(input: RuleInput): KeyedFinding[] {
  const engine = profileOf(input.snapshot);
  return RULES.flatMap((rule) => {
    const configured = input.environment.rules[rule.id];
    if (configured === "off") return [];
    return rule.check({ ...input, engine }).map(({ subject, message, severity, keys = rule.keys ?? [] }) => ({
      rule: rule.id,
      name: rule.name,
      severity: configured ?? severity ?? rule.severity,
      subject,
      message,
      keys,
    }));
  });
}

/** {@link keyedFindings} without keys: what is printed. */
export const findings = (input: RuleInput): Finding[] => keyedFindings(input).map(({ keys: _keys, ...finding }) => finding);

/** A finding in one line: `DS001 error: network "b": its subnet …`. */
export function findingLine({ rule, severity, subject, message }: Finding): string {
  return `${rule} ${severity}: ${subject.kind}${subject.name ? ` "${subject.name}"` : ""}: ${message}`;
}
