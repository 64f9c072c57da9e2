import { failure } from "../../../api/index.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { type Resolution, resolveName } from "../../../plan/reach.ts";
import { markdownTable, table } from "../../../report/paint.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, LIVE, LIVE_TIMEOUT_FLAG, OUTPUTS, outputFlag, outputOf, sourceOfAny, subjectFrom } from "../../dry/common.ts";
import { flag } from "../../options/flag.ts";
import { list, string } from "../../options/values.ts";

const HEAD = ["NETWORK", "SERVICE", "AS", "KIND", "ADDRESSES"];
const rows = ({ answers }: Resolution): string[][] =>
  answers.map(({ network, service, as, kind, addresses }) => [network, service, as, kind, addresses.join(", ") || "none"]);
const warnings = ({ name, collisions }: Resolution): string =>
  collisions.map((network) => `Several services answer to ${name} on ${network}: clients get now one, now another.\n`).join("");

/** `dryswarm resolve NAME --from SERVICE` */
export const command = defineCommand({
  use: "resolve [OPTIONS] NAME",
  short: "Show what the containers of a service get for a name (dryswarm's own)",
  examples: [
    { what: "What the containers of web get for the name db", line: "dryswarm resolve db --from web" },
    { what: "The addresses of its tasks", line: "dryswarm resolve tasks.db --from web" },
  ],
  statuses: { 1: "Nothing answers to the name" },
  args: { exact: 1 },
  flags: [
    flag("from", string(), "Service that asks"),
    outputFlag(),
    LIVE,
    LIVE_TIMEOUT_FLAG,
    flag("state-from", list(), "Take this for the state: another state, or JSON of docker inspect"),
  ],
  readOnly: true,
  async run(context, [name = ""], flags) {
    const output = outputOf(flags, OUTPUTS);
    if (!flags.get("from")) throw failure("plan-resolve-from", { name });
    const source = await sourceOfAny(context, flags.get("state-from"), flags.get("live"), flags.get("live-timeout"));
    const snapshot = await subjectFrom(context, source);
    const ref = flags.get("from");
    const service = snapshot.services.find(({ ID, Spec }) => Spec.Name === ref || ID === ref);
    if (!service) throw failure("plan-service", { ref });
    const answer = resolveName(snapshot, name, service);
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, kind: "resolve", ...answer }));
    else if (answer.answers.length === 0)
      context.streams.out(`${name} is unknown to ${ref}: no service that shares a network with it has that name or alias.\n`);
    else context.streams.out(`${output === "markdown" ? markdownTable(HEAD, rows(answer)) : table(HEAD, rows(answer))}${warnings(answer)}`);
    return answer.answers.length === 0 ? 1 : 0;
  },
});
