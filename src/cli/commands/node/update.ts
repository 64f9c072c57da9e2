import { failure, type NodeSpec } from "../../../api/index.ts";
import { defineCommand, type Flags, type ValuesOf } from "../../command.ts";
import { checkReference } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { list, string, toMap } from "../../options/values.ts";

const FLAGS = [
  flag("availability", string(), "Availability: active, pause or drain"),
  flag("label-add", list(), "Add or change a label"),
  flag("label-rm", list(), "Remove a label"),
  flag("role", string(), "Role: worker or manager"),
];

function merged(spec: NodeSpec, flags: Flags<ValuesOf<typeof FLAGS>>): NodeSpec {
  const labels = { ...spec.Labels, ...toMap(flags.get("label-add")) };
  for (const key of flags.get("label-rm")) {
    if (!Object.hasOwn(labels, key)) throw failure("node-cli-label", { key });
    delete labels[key];
  }
  return {
    ...spec,
    Labels: labels,
    Role: flags.changed("role") ? flags.get("role") : spec.Role,
    Availability: flags.changed("availability") ? flags.get("availability") : spec.Availability,
  };
}

/** `docker node update` */
export const command = defineCommand({
  use: "update [OPTIONS] NODE",
  short: "Change a node",
  args: { exact: 1 },
  flags: FLAGS,
  async run({ client, streams }, [ref = ""], flags) {
    const node = await client.nodeInspect(checkReference("node", ref));
    await client.nodeUpdate(node.ID, node.Version.Index, merged(node.Spec, flags));
    streams.out(`${ref}\n`);
  },
});
