import { inspectObjects } from "../../../format/inspect.ts";
import { contextType } from "../../../format/types/docker-context.ts";
import { DEFAULT_CONTEXT } from "../../../values/docker-context.ts";
import { type ContextRoom, defineCommand } from "../../command.ts";
import { defaultEndpoint, findContext } from "../../docker-contexts.ts";
import { report } from "../../errors.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";

const IN_MEMORY = { MetadataPath: "<IN MEMORY>", TLSPath: "<IN MEMORY>" };

async function shown(room: ContextRoom, name: string): Promise<Record<string, unknown>> {
  if (name === DEFAULT_CONTEXT)
    return { Name: name, Metadata: {}, Endpoints: { docker: { Host: defaultEndpoint(room), SkipTLSVerify: false } }, TLSMaterial: {}, Storage: IN_MEMORY };
  const { meta, tls } = await findContext(room, name);
  return {
    Name: name,
    Metadata: meta.Metadata ?? {},
    Endpoints: meta.Endpoints ?? {},
    TLSMaterial: tls,
    Storage: { MetadataPath: await room.folder("meta", name), TLSPath: await room.folder("tls", name) },
  };
}

/** `docker context inspect`, without a name of the current one. */
export const command = defineCommand({
  use: "inspect [OPTIONS] [CONTEXT] [CONTEXT...]",
  short: "Show contexts as JSON",
  args: { min: 0 },
  flags: [INSPECT_FORMAT],
  contextsOnly: true,
  readOnly: true,
  async run({ contexts, streams }, names, flags) {
    const refs = names.length > 0 ? names : [contexts.current];
    const fetch = (name: string) => shown(contexts, name);
    const { stdout, errors } = await inspectObjects({ refs, fetch, type: contextType, raw: false, format: flags.get("format") });
    streams.out(stdout);
    return report(streams, errors);
  },
});
