import { nodeList } from "../../../format/contexts/node.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { defineCommand } from "../../command.ts";
import { FILTER, FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

/** `docker node ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List nodes",
  args: { exact: 0 },
  flags: [FILTER, FORMAT, QUIET],
  async run(context, _args, flags) {
    const { client, streams } = context;
    const nodes = await client.nodeList(flags.get("filter"));
    // With --quiet docker does not ask who it talks to, and tells so where a format shows it.
    const info = flags.get("quiet") ? undefined : await client.info();
    const swarm = info?.Swarm;
    const trustRoot = swarm?.Cluster?.TLSInfo.TrustRoot ?? "";
    nodes.sort((a, b) => naturalCompare(a.Description.Hostname ?? "", b.Description.Hostname ?? ""));
    const rows = nodes.map((node) => ({ node, self: node.ID === swarm?.NodeID, trustRoot, info }));
    streams.out(writeList(rows, nodeList, listOptions(context, flags, "nodesFormat", true)));
  },
});
