import { failure } from "../../../api/index.ts";
import { DEFAULT_CONTEXT } from "../../../values/docker-context.ts";
import { defineCommand } from "../../command.ts";
import { checkContext, overrideWarning } from "../../docker-contexts.ts";

/** `docker context use` */
export const command = defineCommand({
  use: "use CONTEXT",
  short: "Choose the context, and so the simulated host, of later commands",
  args: { min: 0 },
  flags: [],
  contextsOnly: true,
  readOnly: true,
  async run({ contexts, streams }, names) {
    const [name = ""] = names;
    if (names.length !== 1) throw failure("cli-context-one", { count: names.length });
    await checkContext(contexts, name);
    contexts.use(name);
    streams.out(`${name}\n`);
    if (name !== DEFAULT_CONTEXT && contexts.dockerHost !== undefined) streams.err(overrideWarning(`"${name}"`));
    streams.err(`Current context is now "${name}"\n`);
  },
});
