import { CAPACITY_RULES } from "./capacity.ts";
import { NETWORK_RULES } from "./networks.ts";
import { PORT_RULES } from "./ports.ts";
import { STACK_RULES } from "./stack.ts";
import { SUBNET_RULES } from "./subnets.ts";
import type { Finding, Rule, RuleInput } from "./types.ts";

export type { Finding, Rule, RuleInput, Severity, StackFact, Subject } from "./types.ts";

/** Every rule, in the order of IDs. */
export const RULES: readonly Rule[] = [...SUBNET_RULES, ...CAPACITY_RULES, ...PORT_RULES, ...NETWORK_RULES, ...STACK_RULES].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/** What all rules find, in the order of rules; severities are those the environment sets, and what it turns off is left out. */
export function findings(input: RuleInput): Finding[] {
  return RULES.flatMap((rule) => {
    const wished = input.environment.rules[rule.id];
    if (wished === "off") return [];
    return rule
      .check(input)
      .map(({ subject, message, severity }) => ({ rule: rule.id, name: rule.name, severity: wished ?? severity ?? rule.severity, subject, message }));
  });
}

/** A finding in one line: `DS001 error: network "b": its subnet …`. */
export function findingLine({ rule, severity, subject, message }: Finding): string {
  return `${rule} ${severity}: ${subject.kind}${subject.name ? ` "${subject.name}"` : ""}: ${message}`;
}
