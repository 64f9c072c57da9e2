import { ofNetwork, ofService, ofSwarm, type Problem, type Rule, type RuleInput, type StackFact } from "./types.ts";

type Ignored = Extract<StackFact, { kind: "ignored" }>;
const ignoredKeys = (stack: RuleInput["stack"]): Ignored[] => (stack ?? []).filter((fact): fact is Ignored => fact.kind === "ignored");

/** `depends_on` once for a file: it harms nobody, and many files have it everywhere. */
function dependsOn(ignored: readonly Ignored[]): Problem[] {
  const [first, ...others] = ignored.filter(({ key }) => key === "depends_on");
  if (!first) return [];
  const more = others.length > 0 ? ` (so do ${others.length} other services)` : "";
  return [{ ...ofService({ Spec: { Name: first.service } }, `its depends_on orders nothing in a swarm${more}`, "info"), keys: ["depends_on"] }];
}

/** Rules on stack files: what a swarm does not do with them. */
export const STACK_RULES: readonly Rule[] = [
  {
    id: "DS064",
    name: "deploy-fails",
    severity: "error",
    explanation:
      "docker stack deploy refuses the files, or ends half way: what it had made by then stays. The message is docker's. All other rules are held against the files as they are written.",
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact): Problem[] =>
        fact.kind === "failed"
          ? [{ subject: { kind: "swarm", name: "" }, ...(fact.subject && { subject: fact.subject }), message: `the deploy fails: ${fact.problem}` }]
          : [],
      ),
  },
  {
    id: "DS055",
    name: "network-cannot-change",
    severity: "error",
    explanation:
      "A network that is there cannot be changed, and docker stack deploy says nothing of the difference: the network stays as it is. Give it another name and move the services, or remove the stack first.",
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact) =>
        fact.kind === "immutable"
          ? [ofNetwork({ Name: fact.network }, `its ${fact.key} stays ${fact.before}: the file says ${fact.after}, and a network cannot change`)]
          : [],
      ),
  },
  {
    id: "DS065",
    name: "published-on-one-address",
    severity: "warning",
    explanation:
      "A port of a stack file that names an address of the host (127.0.0.1:8080:80) is published on every address of every node: a swarm ignores the address. Use a firewall, or mode: host with a proxy before it.",
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact) =>
        fact.kind === "host-ip"
          ? [
              {
                ...ofService({ Spec: { Name: fact.service } }, `its port ${fact.port} is open on every address of every node, not on ${fact.address} alone`),
                keys: ["ports"],
              },
            ]
          : [],
      ),
  },
  {
    id: "DS066",
    name: "variable-unset",
    severity: "warning",
    explanation:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is docker's, not ours
      "A variable of a stack file that is not set becomes blank without a word. docker stack deploy reads no .env file: export its variables first (set -a; . ./.env; set +a), or give a default (${TAG:-latest}) or an error (${TAG:?}).",
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact) =>
        fact.kind === "unset"
          ? [ofSwarm(`the variable ${fact.variable} is not set and becomes blank`)]
          : fact.kind === "dotenv"
            ? [ofSwarm(`${fact.file} is not read by docker stack deploy: ${fact.variables.join(", ")} must be exported`)]
            : [],
      ),
  },
  {
    id: "DS050",
    name: "external-missing",
    severity: "error",
    explanation:
      "A stack file names an external network that is not in the swarm, or is of one host only: docker stack deploy refuses the stack. Create it first, with --driver overlay.",
    check: ({ stack }) => (stack ?? []).flatMap((fact) => (fact.kind === "external" ? [ofNetwork({ Name: fact.network }, fact.problem)] : [])),
  },
  {
    id: "DS058",
    keys: ["networks"],
    name: "static-ip-ignored",
    severity: "warning",
    explanation:
      "Services of a swarm cannot have fixed addresses: ipv4_address, ipv6_address and mac_address are dropped without a word. Reach the service by its name, or use --endpoint-mode dnsrr.",
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact) =>
        fact.kind === "static" ? [ofService({ Spec: { Name: fact.service } }, `${fact.key} on network ${fact.network} has no effect in a swarm`)] : [],
      ),
  },
  {
    id: "DS059",
    name: "stack-ignored-key",
    severity: "warning",
    explanation:
      "docker stack deploy ignores keys that docker compose honours (container_name, links, restart, build, network_mode, …). Use their counterparts below deploy, or drop them.",
    check: ({ stack }) => [
      ...ignoredKeys(stack)
        .filter(({ key }) => key !== "depends_on")
        .map(({ service, key }) => ({
          ...ofService({ Spec: { Name: service } }, `docker stack deploy ignores its key ${key}`),
          keys: [key],
        })),
      ...dependsOn(ignoredKeys(stack)),
    ],
  },
];
