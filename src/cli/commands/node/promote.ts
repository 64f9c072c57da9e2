import { changeRole } from "../../change-role.ts";
import { defineCommand } from "../../command.ts";

/** `docker node promote` */
export const command = defineCommand({
  use: "promote NODE [NODE...]",
  short: "Turn workers into managers",
  args: { min: 1 },
  flags: [],
  run: (context, refs) => changeRole(context, refs, "manager", (ref) => `Node ${ref} promoted to a manager in the swarm.`),
});
