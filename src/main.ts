import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type DataCentre, failure } from "./api/index.ts";
import type { CommandContext, ServeRequest } from "./cli/command.ts";
import { GLOBAL_FLAGS } from "./cli/globals.ts";
import type { Parsed } from "./cli/pflag.ts";
import { runProgram } from "./cli/program.ts";
import { runToExit } from "./cli/run.ts";
import { standardStreams } from "./cli/streams.ts";
import { createEngine, engineProfile, PROFILE_NAMES, type Surroundings } from "./engine/index.ts";
import { openStore, readText, removeState } from "./store/file.ts";
import type { Clock } from "./support/clock.ts";
import { realRandom, seededRandom } from "./support/random.ts";
import { fixedClock, realClock } from "./support/real-clock.ts";

/** Version of the engine that each profile stands for. */
const ENGINE_VERSIONS: Record<string, string> = { "28.5": "28.5.2", "17.05": "17.05.0-ce" };
const DEFAULT_ENGINE = "28.5";
/** Version of the docker command line whose output this is. */
const VERSION_LINE = "Docker version 28.5.2, build dryswarm";

type Env = Readonly<Record<string, string | undefined>>;

/** The state file: `--state`, `$DRYSWARM_STATE`, or the place that XDG gives it. */
export function statePath(flag: string, env: Env): string {
  if (flag || env.DRYSWARM_STATE) return resolve(flag || (env.DRYSWARM_STATE as string));
  const home = env.XDG_STATE_HOME || join(env.HOME || "/", ".local", "state");
  return join(home, "dryswarm", "state.json");
}

/** Name of the simulated host that `-H` or DOCKER_HOST means: the host part of the URL; a socket or nothing is the first host. */
export function hostName(url: string): string | undefined {
  const rest = url.replace(/^[a-z]+:\/\//i, "");
  if (url === "" || /^(unix|npipe|fd):/i.test(url) || rest.startsWith("/")) return undefined;
  return rest.replace(/^[^@/]*@/, "").split(/[:/]/)[0] || undefined;
}

function clockOf(env: Env): Clock {
  const epoch = env.SOURCE_DATE_EPOCH;
  if (!epoch) return realClock();
  const clock = fixedClock(epoch);
  if (!clock) throw failure("cli-source-date-epoch", { value: epoch });
  return clock;
}

/** The engine that a state was made with; a fresh one is made with the engine that was asked for. */
function profileName(globals: Parsed, env: Env, path: string): string {
  const wished = globals.flags.get<string>("engine") || env.DRYSWARM_ENGINE || "";
  if (wished) return wished;
  const stored = /"engine": ?"([^"]+)"/.exec((readTextSafely(path) ?? "").slice(0, 400))?.[1];
  return stored ?? DEFAULT_ENGINE;
}

function readTextSafely(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined;
  }
}

function dockerConfig(folder: string): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
    return typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What an engine is given from outside, by flags and environment. */
function surroundingsOf(globals: Parsed, env: Env, path: string): Surroundings {
  const name = profileName(globals, env, path);
  const profile = engineProfile(name);
  if (!profile) throw failure("cli-engine-profile", { name, known: PROFILE_NAMES.join(", ") });
  const seed = env.DRYSWARM_SEED;
  return {
    clock: clockOf(env),
    random: (drawn) => (seed ? seededRandom(seed, drawn) : Object.assign(realRandom(), { drawn })),
    loadCA: async () => (await import("./support/ca.ts")).newRootCertificate,
    profile,
    version: ENGINE_VERSIONS[profile.name] ?? profile.name,
  };
}

const noState = async (): Promise<never> => {
  throw failure("state-remote");
};
/** The state of a server is its own. */
const NO_STATE: CommandContext["state"] = { show: noState, reset: noState };

/** The simulated data centre of the state file, or the one that a server keeps. */
async function dataCentre(globals: Parsed, env: Env, path: string): Promise<{ centre: DataCentre; local: boolean }> {
  const url = globals.flags.get<string>("server") || env.DRYSWARM_SERVER || "";
  if (url) {
    const { connectTo } = await import("./remote/centre.ts");
    return { centre: await connectTo(url, globals.flags.get<boolean>("live")), local: false };
  }
  const surroundings = surroundingsOf(globals, env, path);
  return { centre: createEngine(openStore({ path, engine: surroundings.profile.name }), surroundings), local: true };
}

/** `dryswarm serve`: the state is held in memory and saved after each change, until a signal ends the server. */
async function runServer(request: ServeRequest, globals: Parsed, env: Env, path: string): Promise<number> {
  if (globals.flags.get<string>("server") || env.DRYSWARM_SERVER) throw failure("serve-own-server");
  const [{ serve }, { createLog }, { openResident }, { createEventLog }] = await Promise.all([
    import("./server/serve.ts"),
    import("./server/log.ts"),
    import("./store/resident.ts"),
    import("./engine/index.ts"),
  ]);
  const surroundings = surroundingsOf(globals, env, path);
  const store = await openResident({ path, engine: surroundings.profile.name });
  const centre = createEngine(store, { ...surroundings, events: createEventLog(surroundings.clock, store.current()) });
  const stop = new Promise<string>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
  });
  const addresses = request.addresses.length > 0 || request.hostsDir ? request.addresses : [`unix://${join(dirname(path), "dryswarm.sock")}`];
  const { hostsDir, hosts, tls } = request;
  const log = createLog(request.logFormat, (text) => process.stderr.write(text));
  try {
    await serve({ centre, version: surroundings.version, addresses, hosts, log, stop, ...(hostsDir && { hostsDir: resolve(hostsDir) }), ...(tls && { tls }) });
  } finally {
    await store.close();
  }
  return 0;
}

/** The program: reads argv and the environment, runs one command, sets the exit status. */
export async function main(): Promise<void> {
  const env: Env = process.env;
  const called = basename(process.argv[1] ?? "");
  const program = env.DRYSWARM_PROGRAM || (called === "docker" ? "docker" : "dryswarm");
  const streams = standardStreams();
  const context = async (globals: Parsed): Promise<CommandContext> => {
    const path = statePath(globals.flags.get<string>("state"), env);
    const { centre, local } = await dataCentre(globals, env, path);
    const hostsFile = globals.flags.get<string>("hosts") || env.DRYSWARM_HOSTS;
    const environment = hostsFile
      ? await (await import("./cli/host-commands.ts")).applyHosts({ readFile: (file) => readFile(file) }, centre, hostsFile)
      : undefined;
    const hints = globals.flags.get<boolean>("hints") || env.DRYSWARM_HINTS === "1";
    const named = hostName(globals.flags.get<string>("host") || env.DOCKER_HOST || "");
    const host = named ?? (local ? ((await centre.hostList())[0]?.Name ?? "node-1") : "");
    return {
      client: centre.on(host),
      hosts: centre,
      statePath: local ? path : undefined,
      streams,
      state: local ? { show: async () => readText(path) ?? "", reset: () => removeState(path) } : NO_STATE,
      serve: (request) => runServer(request, globals, env, path),
      runShell: async (args) => {
        const { runShell } = await import("./shell.ts");
        const engine = globals.flags.get<string>("engine");
        return runShell(args, {
          entry: process.argv[1] ?? "",
          env: {
            ...env,
            DRYSWARM_STATE: path,
            ...(engine && { DRYSWARM_ENGINE: engine }),
            ...(hints && { DRYSWARM_HINTS: "1" }),
            ...(hostsFile && { DRYSWARM_HOSTS: resolve(hostsFile) }),
          },
        });
      },
      program,
      env,
      readFile: (file) => readFile(file),
      resolvePath: (file) => resolve(file),
      now: () => new Date(Number(clockOf(env).now() / 1_000_000n)),
      config: dockerConfig(globals.flags.get<string>("config") || env.DOCKER_CONFIG || join(env.HOME || "/", ".docker")),
      hints,
      ...(environment && { environment }),
    };
  };
  const argv = process.argv.slice(2);
  const run = (): Promise<number> =>
    runProgram(argv, { name: program, globals: GLOBAL_FLAGS, context, out: streams.out, err: streams.err, columns: streams.columns, version: VERSION_LINE });
  process.exitCode = await runToExit(run, streams.err, argv.includes("-D") || argv.includes("--debug"));
}

void main();
