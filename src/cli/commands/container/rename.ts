import { DryswarmError, failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";
import { checkReference } from "../../errors.ts";

/** `docker container rename` */
export const command = defineCommand({
  use: "rename CONTAINER NEW_NAME",
  short: "Give a container another name",
  args: { exact: 2 },
  flags: [],
  async run({ client, streams }, [ref = "", name = ""]) {
    await client.containerRename(checkReference("container", ref), name).catch((error: unknown) => {
      if (!(error instanceof DryswarmError)) throw error;
      streams.err(`${errorText(error)}\n`);
      throw failure("container-cli-rename", { ref });
    });
  },
});
