import { DryswarmError, type EngineClient, type IPAMConfig } from "../../api/index.ts";
import { EMPTY_ENVIRONMENT } from "../../environment/types.ts";
import type { CommandContext } from "../command.ts";

type Requests = Map<string, readonly IPAMConfig[]>;

/** An engine that notes what is asked of networks. */
function noting(client: EngineClient, requests: Requests): EngineClient {
  const networkCreate: EngineClient["networkCreate"] = async (body) => {
    const response = await client.networkCreate(body);
    requests.set(response.Id, body.IPAM?.Config ?? []);
    return response;
  };
  return Object.assign(Object.create(client) as EngineClient, { networkCreate });
}

/** The lines of what the rules find now; none where the engine does not answer. */
async function lines({ client, environment = EMPTY_ENVIRONMENT }: CommandContext, requests: Requests): Promise<string[]> {
  const [{ findingLine, findings }, { takeSnapshot, withRequests }] = await Promise.all([
    import("../../plan/rules/index.ts"),
    import("../../plan/snapshot.ts"),
  ]);
  try {
    const found = findings({ snapshot: withRequests(await takeSnapshot(client), requests), environment });
    return found.filter(({ severity }) => severity !== "info").map(findingLine);
  } catch (error) {
    if (error instanceof DryswarmError) return [];
    throw error;
  }
}

/**
 * Runs a command; where hints were asked for, what the engine took without a word though it will not work is said on
 * stderr, a line each: the findings that the command brought about. stdout and the exit status are never touched.
 */
export async function withHints(context: CommandContext, run: (context: CommandContext) => Promise<number | void>): Promise<number | void> {
  if (!context.hints) return run(context);
  const requests: Requests = new Map();
  const before = new Set(await lines(context, requests));
  const status = await run({ ...context, client: noting(context.client, requests) });
  for (const line of await lines(context, requests)) if (!before.has(line)) context.streams.err(`dryswarm: ${line}\n`);
  return status;
}

/** What docker says when no registry gave the digest of an image, which is always so in a dry run: said with hints only. */
export function imageHint({ hints, streams }: CommandContext, image: string | undefined): void {
  if (!hints || !image || image.includes("@")) return;
  streams.err(
    `image ${image} could not be accessed on a registry to record\nits digest. Each node will access ${image} independently,\npossibly leading to different nodes running different\nversions of the image.\n\n`,
  );
}
