import type { CommandSpec } from "../../command.ts";
import { checkReference } from "../../errors.ts";

/** `docker container rename` */
export const command: CommandSpec = {
  use: "rename CONTAINER NEW_NAME",
  short: "Give a container another name",
  args: { exact: 2 },
  flags: [],
  async run({ client }, [ref = "", name = ""]) {
    await client.containerRename(checkReference("container", ref), name);
  },
};
