import type { Environment } from "../../environment/types.ts";
import type { Snapshot } from "../snapshot.ts";

/** How bad a finding is: an error fails a deploy or cuts off access, a warning bites later, an info is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** What a finding is about: an object of the swarm by its name, or the swarm itself. */
export interface Subject {
  readonly kind: "swarm" | "network" | "service" | "node";
  readonly name: string;
}

/** What a stack file says that a swarm does not do; services and networks by their full names. */
export type StackFact =
  | { readonly kind: "ignored"; readonly service: string; readonly key: string }
  | { readonly kind: "static"; readonly service: string; readonly network: string; readonly key: string }
  | { readonly kind: "external"; readonly network: string; readonly problem: string };

/** What the rules look at. */
export interface RuleInput {
  readonly snapshot: Snapshot;
  readonly environment: Environment;
  /** What was noticed in stack files, where there are some. */
  readonly stack?: readonly StackFact[];
}

/** What a rule says of a subject; its own severity goes before that of the rule. */
export interface Problem {
  readonly subject: Subject;
  /** One sentence without its full stop, numbers and addresses in it. */
  readonly message: string;
  readonly severity?: Severity;
}

/** A check with an ID that never changes its meaning. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** Why it matters, and what mends it. */
  readonly explanation: string;
  check(input: RuleInput): Problem[];
}

/** A problem with the rule that found it. */
export interface Finding {
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly message: string;
}

/** A problem of a network. */
export const ofNetwork = ({ Name }: { Name: string }, message: string, severity?: Severity): Problem => ({
  subject: { kind: "network", name: Name },
  message,
  ...(severity && { severity }),
});

/** A problem of a service. */
export const ofService = ({ Spec }: { Spec: { Name?: string } }, message: string, severity?: Severity): Problem => ({
  subject: { kind: "service", name: Spec.Name ?? "" },
  message,
  ...(severity && { severity }),
});

/** A problem of the swarm as a whole. */
export const ofSwarm = (message: string, severity?: Severity): Problem => ({ subject: { kind: "swarm", name: "" }, message, ...(severity && { severity }) });
