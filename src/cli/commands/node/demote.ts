import { changeRole } from "../../change-role.ts";
import { defineCommand } from "../../command.ts";

/** `docker node demote` */
export const command = defineCommand({
  use: "demote NODE [NODE...]",
  short: "Turn managers into workers",
  args: { min: 1 },
  flags: [],
  run: (context, refs) => changeRole(context, refs, "worker", (ref) => `Manager ${ref} demoted in the swarm.`),
});
