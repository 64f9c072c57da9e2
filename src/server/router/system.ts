import { failure, type SystemInfo } from "../../api/index.ts";
import { type Answer, type Call, json } from "../http.ts";
import { eventsOptions } from "../query.ts";
import type { Route } from "./route.ts";

/** Headers of `/_ping` that tell clients of the swarm without a second request. */
export function swarmHeader({ Swarm }: SystemInfo): string {
  return Swarm.LocalNodeState === "active" ? `active/${Swarm.ControlAvailable ? "manager" : "worker"}` : Swarm.LocalNodeState;
}

const PING = { "Builder-Version": "2", "Cache-Control": "no-cache, no-store, must-revalidate", Pragma: "no-cache" };

async function ping({ client }: Call): Promise<Answer> {
  const headers = { ...PING, Swarm: swarmHeader(await client.info()) };
  return { status: 200, text: "OK", type: "text/plain; charset=utf-8", headers };
}

/** Events as they happen; a stream with an end ends then. */
function events({ client, query, gone }: Call): Answer {
  const options = eventsOptions(query);
  const stream = client.events(options)[Symbol.asyncIterator]();
  const stop = (): void => void stream.return?.();
  gone.addEventListener("abort", stop);
  if (options.until !== undefined) {
    const left = Number(options.until / 1_000_000n) - Date.now();
    const timer = setTimeout(stop, Math.min(Math.max(left, 0), 2 ** 31 - 1));
    gone.addEventListener("abort", () => clearTimeout(timer));
  }
  return { status: 200, lines: { [Symbol.asyncIterator]: () => stream } };
}

/** Answer of `GET /system/df`: names alone take up space in a dry run. */
async function diskUsage({ client }: Call): Promise<Answer> {
  const containers = await client.containerList({ all: true });
  const volumes = await client.volumeList();
  const images = await client.imageList({});
  return json({
    LayersSize: 0,
    Images: images.map((image) => ({ ...image, SharedSize: 0, Containers: containers.filter(({ ImageID }) => ImageID === image.Id).length })),
    Containers: containers.map((container) => ({ ...container, SizeRootFs: 0 })),
    Volumes: (volumes.Volumes ?? []).map((volume) => ({ ...volume, UsageData: { RefCount: -1, Size: 0 } })),
    BuildCache: [],
  });
}

/** `/_ping`, `/version`, `/info`, `/events`, `/system/df` and `/plugins` */
export const system: readonly Route[] = [
  { method: "GET", path: "/_ping", burst: "aside", handle: ping },
  { method: "HEAD", path: "/_ping", burst: "aside", handle: ping },
  { method: "GET", path: "/version", burst: "aside", handle: async ({ client }) => json(await client.version()) },
  { method: "GET", path: "/info", burst: "aside", handle: async ({ client }) => json(await client.info()) },
  { method: "GET", path: "/events", burst: "aside", handle: events },
  { method: "GET", path: "/system/df", handle: diskUsage },
  { method: "GET", path: "/plugins", handle: () => json([]) },
  {
    method: "GET",
    path: "/plugins/**/json",
    handle: ({ ref }) => {
      throw failure("api-plugin-missing", { ref });
    },
  },
];
