import { type ContextRow, contextList } from "../../../format/contexts/docker-context.ts";
import { writeList } from "../../../format/list.ts";
import { naturalCompare } from "../../../format/sort.ts";
import { DEFAULT_CONTEXT } from "../../../values/docker-context.ts";
import { type ContextRoom, defineCommand } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";
import { defaultEndpoint, missingContext, overrideWarning } from "../../docker-contexts.ts";
import { FORMAT, listOptions, QUIET } from "../../options/format-flags.ts";

async function rows(room: ContextRoom): Promise<ContextRow[]> {
  const current = room.current;
  const listed: ContextRow[] = room.list().map(({ name, host, meta }) => ({
    name,
    description: String((meta.Metadata as { Description?: string } | undefined)?.Description ?? ""),
    endpoint: host,
    error: "",
    current: name === current,
  }));
  listed.push({
    name: DEFAULT_CONTEXT,
    description: "Current DOCKER_HOST based configuration",
    endpoint: defaultEndpoint(room),
    error: "",
    current: current === DEFAULT_CONTEXT,
  });
  if (!listed.some((row) => row.current))
    listed.push({ name: current, description: "", endpoint: "", error: errorText(await missingContext(room, current)), current: true });
  return listed.sort((a, b) => naturalCompare(a.name, b.name));
}

/** `docker context ls` */
export const command = defineCommand({
  use: "ls [OPTIONS]",
  aliases: ["list"],
  short: "List contexts",
  args: { exact: 0 },
  flags: [FORMAT, QUIET],
  contextsOnly: true,
  readOnly: true,
  async run(context, _args, flags) {
    context.streams.out(writeList(await rows(context.contexts), contextList, listOptions(context, flags, "")));
    if (context.contexts.dockerHost !== undefined) context.streams.err(overrideWarning("a context"));
  },
});
