import { basename, dirname, join, resolve } from "node:path";
import { type DataCentre, failure } from "./api/index.ts";
import type { CommandContext, ServeRequest, Streams } from "./cli/command.ts";
import { GLOBAL_FLAGS } from "./cli/globals.ts";
import type { Parsed } from "./cli/pflag.ts";
import { runProgram } from "./cli/program.ts";
import { progressLine, readingText } from "./cli/progress-line.ts";
import { runToExit } from "./cli/run.ts";
import { standardStreams } from "./cli/streams.ts";
import { createEngine } from "./engine/index.ts";
import { journal } from "./journal.ts";
import type { CommandRecord } from "./plan/plan.ts";
import type { RunResident } from "./resident.ts";
import { clockOf, dockerConfig, type Env, hostName, statePath, surroundingsOf } from "./settings.ts";
import { openStore, readText, removeState } from "./store/file.ts";
import type { Store } from "./store/tx.ts";
import { realTimers } from "./support/timers.ts";

/** Version of the docker command line whose output this is. */
const VERSION_LINE = "Docker version 28.5.2, build dryswarm";

/** The first host; a state that cannot be read has none, and says so when something is asked of it. */
async function firstHost(centre: DataCentre): Promise<string> {
  const hosts = await centre.hostList().catch(() => []);
  return hosts[0]?.Name ?? "node-1";
}

const noState = async (): Promise<never> => {
  throw failure("state-remote");
};
/** The state of a server is its own. */
const NO_STATE: CommandContext["state"] = { show: noState, reset: noState, repair: noState };

/** Stores by file and engine: a script's commands that this process answers read a file anew only when another process has changed it. */
const stores = new Map<string, Store>();

function storeOf(path: string, engine: string): Store {
  const key = JSON.stringify([path, engine]);
  const known = stores.get(key) ?? openStore({ path, engine });
  stores.set(key, known);
  return known;
}

/** The simulated data centre of the state file, or the one that a server keeps. */
async function dataCentre(globals: Parsed, env: Env, path: string): Promise<{ centre: DataCentre; local: boolean }> {
  const url = globals.flags.get<string>("server") || env.DRYSWARM_SERVER || "";
  if (url) {
    const { connectTo } = await import("./remote/centre.ts");
    return { centre: await connectTo(url, globals.flags.get<boolean>("live")), local: false };
  }
  const surroundings = await surroundingsOf(globals, env, path);
  return { centre: createEngine(storeOf(path, surroundings.profile.name), surroundings), local: true };
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
  const surroundings = await surroundingsOf(globals, env, path);
  const store = await openResident({ path, engine: surroundings.profile.name });
  const centre = createEngine(store, { ...surroundings, events: createEventLog(surroundings.clock, store.current()) });
  const stop = new Promise<string>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
  });
  const addresses = request.addresses.length > 0 || request.hostsDir ? request.addresses : [`unix://${join(dirname(path), "dryswarm.sock")}`];
  const { hostsDir, hosts, tls, allowedHosts } = request;
  const log = createLog(request.logFormat, (text) => process.stderr.write(text));
  try {
    await serve({
      centre,
      version: surroundings.version,
      addresses,
      hosts,
      allowedHosts,
      log,
      stop,
      ...(hostsDir && { hostsDir: resolve(hostsDir) }),
      ...(tls && { tls }),
    });
  } finally {
    await store.close();
  }
  return 0;
}

/** What a command runs in: the process's own environment and folder, or those of a script's command that it answers. */
interface Place {
  readonly env: Env;
  readonly cwd: string;
  readonly streams: Streams;
  /** Name that messages bear. */
  readonly program: string;
  /** Passes over a command that is not simulated. */
  skip?(): void;
}

/** Runs one command, and notes it where a plan keeps a journal, unless `counts` says otherwise afterwards; gives its exit status. */
async function runNoted(argv: readonly string[], place: Place, counts = () => true): Promise<number> {
  const { DRYSWARM_JOURNAL: file } = place.env;
  if (!file) return runCommand(argv, place);
  const note = journal(file, place.env);
  const status = await runCommand(argv, { ...place, streams: note.streams(place.streams), skip: note.skip });
  if (counts()) note.end(argv, status);
  return status;
}

/** Runs one command; gives its exit status. */
async function runCommand(argv: readonly string[], { env, cwd, program, skip: passOver, ...place }: Place): Promise<number> {
  const progress = progressLine({ streams: env.TERM === "dumb" ? { ...place.streams, stderrColumns: 0 } : place.streams, ...realTimers });
  const { streams } = progress;
  const readFile = async (file: string): Promise<Uint8Array> => (await import("node:fs/promises")).readFile(resolve(cwd, file));
  /** The state file that the command works on, once it is known. */
  let used: string | undefined;
  const contextWith =
    (streams: Streams) =>
    async (globals: Parsed, looks: boolean): Promise<CommandContext> => {
      const path = statePath(globals.flags.get<string>("state"), env, cwd);
      used = path;
      if (streams.stderrColumns > 0) progress.say(...readingText(path));
      const { centre, local } = await dataCentre(globals, env, path);
      const hostsFile = globals.flags.get<string>("hosts") || env.DRYSWARM_HOSTS;
      const read = { readFile };
      const environment = hostsFile ? await (await import("./cli/host-commands.ts")).applyHosts(read, looks ? undefined : centre, hostsFile) : undefined;
      const hints = globals.flags.get<boolean>("hints") || env.DRYSWARM_HINTS === "1";
      const named = hostName(globals.flags.get<string>("host") || env.DOCKER_HOST || "");
      const host = named ?? (local ? await firstHost(centre) : "");
      return {
        client: centre.on(host),
        hosts: centre,
        statePath: local ? path : undefined,
        streams,
        state: local
          ? {
              show: async () => readText(path) ?? "",
              reset: () => removeState(path),
              repair: async () => (await import("./store/repair.ts")).repairState(path),
            }
          : NO_STATE,
        serve: (request) => {
          progress.end();
          return runServer(request, globals, env, path);
        },
        fork: async (from) => {
          if (!local) throw failure("state-remote");
          const { openFork } = await import("./fork.ts");
          const fork = await openFork({
            path,
            from,
            say: progress.say,
            surroundings: await surroundingsOf(globals, env, path),
            docker: (argv, file) => inProcess(["--state", file, ...argv], argv),
            script: async (argv, file, timeout) => {
              const { runScript } = await import("./script.ts");
              const { DRYSWARM_SERVER: _server, ...rest } = env;
              const own = { ...rest, DRYSWARM_STATE: file, ...(hostsFile && { DRYSWARM_HOSTS: resolve(cwd, hostsFile) }) };
              return runScript(argv, { entry: process.argv[1] ?? "", env: own, timeout, out: streams.err, run: announced(argv) });
            },
          });
          if (hostsFile) await (await import("./cli/host-commands.ts")).applyHosts(read, fork.hosts, hostsFile);
          return fork;
        },
        writeFile: async (file, text) => {
          try {
            await (await import("node:fs/promises")).writeFile(resolve(cwd, file), text);
          } catch (error) {
            throw failure("plan-write", { file, cause: (error as Error).message });
          }
        },
        runShell: async (args) => {
          const { runShell } = await import("./shell.ts");
          progress.end();
          const [engine, server] = [globals.flags.get<string>("engine"), globals.flags.get<string>("server")];
          return runShell(args, {
            entry: process.argv[1] ?? "",
            run: answerScript,
            env: {
              ...env,
              DRYSWARM_STATE: path,
              ...(engine && { DRYSWARM_ENGINE: engine }),
              ...(server && { DRYSWARM_SERVER: server }),
              ...(hints && { DRYSWARM_HINTS: "1" }),
              ...(hostsFile && { DRYSWARM_HOSTS: resolve(cwd, hostsFile) }),
            },
          });
        },
        program,
        env,
        readFile,
        resolvePath: (file) => resolve(cwd, file),
        now: () => new Date(Number(clockOf(env).now() / 1_000_000n)),
        config: dockerConfig(globals.flags.get<string>("config") || env.DOCKER_CONFIG || join(env.HOME || "/", ".docker")),
        hints,
        ...(environment && { environment }),
      };
    };
  const runWith = (argv: readonly string[], streams: Streams, skip?: () => void): Promise<number> => {
    const options = { name: program, globals: GLOBAL_FLAGS, context: contextWith(streams), streams, version: VERSION_LINE, ...(skip && { skip }) };
    return runToExit(
      () => runProgram(argv, options),
      streams.err,
      argv.includes("-D") || argv.includes("--debug"),
      async () => (used === undefined ? undefined : (await import("./store/repair.ts")).stateProblem(used)),
    );
  };
  /** Answers a script's commands as {@link answerScript}, and says on the terminal which one is being planned. */
  const announced = (script: readonly string[]): RunResident => {
    let count = 0;
    return (request) => {
      count++;
      progress.say(`planning ${basename(script[0] ?? "")}: ${count} ${count === 1 ? "command" : "commands"}, ${request.argv.join(" ")}`);
      return answerScript(request);
    };
  };
  /** Runs a command whose streams are not this process's: stdout goes nowhere, stderr is kept and shown. */
  const inProcess = async (argv: readonly string[], shown: readonly string[]): Promise<CommandRecord> => {
    let stderr = "";
    const err = (text: string): void => {
      stderr += text;
      streams.err(text);
    };
    progress.say(`planning ${shown.join(" ")}`);
    const status = await runWith(argv, { ...streams, out: () => undefined, err, stderrColumns: 0 });
    return { argv: shown, status, stderr };
  };
  try {
    return await runWith(argv, streams, passOver);
  } finally {
    progress.end();
  }
}

/** Answers a docker command of a script that runs below this process; one that reads standard input has to be asked again by itself. */
const answerScript: RunResident = async ({ argv, env, cwd, out, err }) => {
  let asked = false;
  const refuse = async (): Promise<never> => {
    asked = true;
    throw failure("cli-exit-status", { status: 1 });
  };
  const streams: Streams = { readStdin: refuse, readLine: refuse, out, err, stdoutIsTTY: false, stdinIsTTY: false, columns: 0, stderrColumns: 0 };
  const status = await runNoted(argv, { env, cwd, streams, program: "docker" }, () => !asked);
  return asked ? "own" : status;
};

/** The program: reads argv and the environment, runs one command, sets the exit status. */
export async function main(): Promise<void> {
  const env: Env = process.env;
  const called = basename(process.argv[1] ?? "");
  const program = env.DRYSWARM_PROGRAM || (called === "docker" ? "docker" : "dryswarm");
  process.exitCode = await runNoted(process.argv.slice(2), { env, cwd: process.cwd(), streams: standardStreams(), program });
}
