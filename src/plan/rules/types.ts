import type { EngineProfile } from "../../engine/profiles/index.ts";
import type { Environment } from "../../environment/types.ts";
import type { CommandRecord } from "../command-record.ts";
import type { Snapshot } from "../snapshot.ts";

/** How bad a finding is: an error fails a deploy or cuts off access, a warning bites later, an info is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** What a finding is about: an object of the swarm by its name, or the swarm itself. */
export interface Subject {
  readonly kind: "swarm" | "network" | "service" | "node";
  readonly name: string;
}

/** What was noticed in stack files and when they were deployed; services and networks by their full names. */
export type StackFact =
  | { readonly kind: "failed"; readonly problem: string; readonly subject?: Subject }
  | { readonly kind: "host-ip"; readonly service: string; readonly address: string; readonly port: string }
  | { readonly kind: "unset"; readonly variable: string }
  | { readonly kind: "dotenv"; readonly file: string; readonly variables: readonly string[] }
  | { readonly kind: "immutable"; readonly network: string; readonly key: string; readonly before: string; readonly after: string }
  | { readonly kind: "proxy-labels"; readonly service: string; readonly label: string }
  | { readonly kind: "ignored"; readonly service: string; readonly key: string }
  | { readonly kind: "static"; readonly service: string; readonly network: string; readonly key: string }
  | { readonly kind: "external"; readonly network: string; readonly problem: string };

/** What the rules look at. */
export interface RuleInput {
  readonly snapshot: Snapshot;
  readonly environment: Environment;
  /** The swarm before a plan, where there is one. */
  readonly before?: Snapshot;
  /** What a planned script asked of docker, in order. */
  readonly records?: readonly CommandRecord[];
  /** What was noticed in stack files, where there are some. */
  readonly stack?: readonly StackFact[];
}

/** What a rule says of a subject; its own severity goes before that of the rule. */
export interface Problem {
  readonly subject: Subject;
  /** One sentence without its full stop, numbers and addresses in it. */
  readonly message: string;
  readonly severity?: Severity;
  /** Keys of the service or network in a stack file at which it stands, the first that is there; those of the rule where absent. */
  readonly keys?: readonly string[];
}

/** A check with an ID that never changes its meaning. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** Why it matters, and what mends it. */
  readonly explanation: string;
  /** Keys of a service or network in a stack file at which its problems stand, the first that is there. */
  readonly keys?: readonly string[];
  /** `engine`: what the swarm's leader does otherwise than engines of other versions. */
  check(input: RuleInput & { readonly engine: EngineProfile }): Problem[];
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
