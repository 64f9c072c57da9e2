import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { eachReference, report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";

/** `docker container rm` */
export const command = defineCommand({
  use: "rm [OPTIONS] CONTAINER [CONTAINER...]",
  aliases: ["remove"],
  short: "Remove containers",
  args: { min: 1 },
  flags: [flag("force", bool(), "Remove running containers, too", { short: "f" }), flag("volumes", bool(), "Has no effect in a dry run", { short: "v" })],
  async run({ client, streams }, refs, flags) {
    const errors = await eachReference(refs, async (ref) => {
      if (ref.trim() === "") throw failure("container-cli-empty");
      await client.containerRemove(ref, flags.get("force"));
      streams.out(`${ref}\n`);
    });
    const status = report(streams, errors);
    // By force one that is not there is told, and no failure.
    return flags.get("force") && errors.every(({ http }) => http === 404) ? 0 : status;
  },
});
