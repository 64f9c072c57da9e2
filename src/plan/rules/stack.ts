import { ofNetwork, ofService, type Rule } from "./types.ts";

/** Rules on stack files: what a swarm does not do with them. */
export const STACK_RULES: readonly Rule[] = [
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
    check: ({ stack }) =>
      (stack ?? []).flatMap((fact) =>
        fact.kind === "ignored" ? [ofService({ Spec: { Name: fact.service } }, `docker stack deploy ignores its key ${fact.key}`)] : [],
      ),
  },
];
