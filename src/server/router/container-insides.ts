import { type ContainerInspect, failure } from "../../api/index.ts";
import { containerUpdate } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { flagOf } from "../query.ts";
import { isNothing } from "./containers.ts";
import { NOTHING_RAN } from "./exec.ts";
import type { Route } from "./route.ts";

/** How often numbers of a running container come, in milliseconds. */
const EVERY = 1000;

async function running({ client, ref }: Call): Promise<ContainerInspect> {
  const container = await client.containerInspect(ref);
  if (!container.State.Running) throw failure("api-container-stopped", { id: container.Id });
  return container;
}

/** The one process that a running container is taken to have. */
async function top(call: Call): Promise<Answer> {
  const { State, Path, Args } = await running(call);
  const started = State.StartedAt.slice(11, 16);
  return json({
    Processes: [["root", String(State.Pid), "1", "0", started, "?", "00:00:00", [Path, ...Args].join(" ")]],
    Titles: ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"],
  });
}

const NO_CPU = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};
const BLOCKS = "service_bytes serviced queue service_time wait_time merged time".split(" ").map((name) => `io_${name}_recursive`);

/** Numbers of a container in which nothing runs, with the keys that an engine's have. */
function numbers({ Id, Name, State, HostConfig }: ContainerInspect, memory: number): object {
  const now = new Date().toISOString();
  return {
    name: Name,
    id: Id,
    read: State.Running ? now : "0001-01-01T00:00:00Z",
    preread: "0001-01-01T00:00:00Z",
    pids_stats: State.Running ? { current: 1 } : {},
    blkio_stats: Object.fromEntries([...BLOCKS, "sectors_recursive"].map((key) => [key, State.Running ? [] : null])),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: State.Running ? { ...NO_CPU, system_cpu_usage: 0, online_cpus: 1 } : NO_CPU,
    precpu_stats: NO_CPU,
    memory_stats: State.Running ? { usage: 0, stats: {}, limit: Number(HostConfig.Memory) || memory } : {},
    ...(State.Running && {
      networks: { eth0: { rx_bytes: 0, rx_packets: 0, rx_errors: 0, rx_dropped: 0, tx_bytes: 0, tx_packets: 0, tx_errors: 0, tx_dropped: 0 } },
    }),
  };
}

async function* everySecond(call: Call, memory: number): AsyncGenerator<object> {
  while (!call.gone.aborted) {
    yield numbers(await call.client.containerInspect(call.ref), memory);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EVERY);
      call.gone.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

async function stats(call: Call): Promise<Answer> {
  const container = await call.client.containerInspect(call.ref);
  const { MemTotal } = await call.client.info();
  const streams = !call.query.has("stream") || flagOf(call.query, "stream");
  return streams ? { status: 200, lines: everySecond(call, MemTotal) } : json(numbers(container, MemTotal));
}

/** Description of a folder in a container (`X-Docker-Container-Path-Stat`): every path is one in a dry run. */
async function pathStat({ client, ref, query }: Call): Promise<Record<string, string>> {
  const path = query.get("path") ?? "";
  if (path === "") throw failure("api-path-empty");
  const { Created } = await client.containerInspect(ref);
  const name = path.split("/").filter(Boolean).at(-1) ?? "/";
  const stat = { name, size: 4096, mode: 2 ** 31 + 0o755, mtime: Created, linkTarget: "" };
  return { "X-Docker-Container-Path-Stat": Buffer.from(JSON.stringify(stat)).toString("base64"), ...NOTHING_RAN };
}

/** A tar archive of nothing: two blocks of zeros. */
const EMPTY_ARCHIVE = "\0".repeat(1024);

/** Routes about the inside of containers, as far as one in which nothing runs has an answer. */
export const containerInsides: readonly Route[] = [
  { method: "GET", path: "/containers/**/top", handle: top },
  { method: "GET", path: "/containers/**/stats", handle: stats },
  {
    method: "GET",
    path: "/containers/**/changes",
    handle: async ({ client, ref }) => {
      await client.containerInspect(ref);
      return json(null);
    },
  },
  { method: "HEAD", path: "/containers/**/archive", handle: async (call) => ({ status: 200, headers: await pathStat(call) }) },
  {
    method: "GET",
    path: "/containers/**/archive",
    handle: async (call) => ({ status: 200, headers: await pathStat(call), type: "application/x-tar", text: EMPTY_ARCHIVE }),
  },
  { method: "PUT", path: "/containers/**/archive", handle: async (call) => ({ status: 200, headers: await pathStat(call) }) },
  {
    method: "POST",
    path: "/containers/**/update",
    body: containerUpdate,
    handle: async ({ client, ref, body }) => {
      const given = Object.entries(body as Record<string, unknown>).filter(([, value]) => !isNothing(value));
      await client.containerUpdate(ref, Object.fromEntries(given));
      return json({ Warnings: null });
    },
  },
  {
    method: "POST",
    path: "/containers/**/resize",
    handle: async (call) => {
      await running(call);
      return empty(200);
    },
  },
];
