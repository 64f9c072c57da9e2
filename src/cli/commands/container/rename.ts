import { DryswarmError, failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";

/** `docker container rename` */
export const command = defineCommand({
  use: "rename CONTAINER NEW_NAME",
  short: "Give a container another name",
  args: { exact: 2 },
  flags: [],
  async run({ client, streams }, [ref = "", name = ""]) {
    if (ref.trim() === "" || name.trim() === "") throw failure("container-cli-rename-empty");
    await client.containerRename(ref, name).catch((error: unknown) => {
      if (!(error instanceof DryswarmError)) throw error;
      streams.err(`${errorText(error)}\n`);
      throw failure("container-cli-rename", { ref });
    });
  },
});
