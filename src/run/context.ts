import { resolve } from "node:path";
import { type DataCentre, failure } from "../api/index.ts";
import type { CommandContext, ContextRoom, Streams } from "../cli/command.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import type { MakeContext } from "../cli/dispatch/program.ts";
import { namingMissing } from "../cli/naming-missing.ts";
import { type CliProfile, cliProfile } from "../cli/profiles/index.ts";
import { readingText } from "../cli/progress-line.ts";
import { readText, removeState } from "../store/file.ts";
import type { Session } from "./command.ts";
import { configFolder, contextRoom, hostOf } from "./contexts.ts";
import { changeNote, engineOfHost, firstHost, noState, type OpenDataCentre, openDataCentre, serverUrl } from "./data-centre.ts";
import { askedEngine, clockOf, dockerConfig, engineName, statePath } from "./settings.ts";

/** What the parts of a context share: the session, its streams and the global flags of this run. */
export interface ContextParts {
  readonly session: Session;
  readonly streams: Streams;
  readonly profile: CliProfile;
  readonly globals: Globals;
  /** The state file, absolute. */
  readonly path: string;
  readonly centre: DataCentre;
  /** Whether the data centre is that of the state file, not of a server. */
  readonly local: boolean;
  /** The environment file's path; undefined where none was named. */
  readonly hostsFile: string | undefined;
  readonly hints: boolean;
  /** Host that -H, DOCKER_HOST or a context names; undefined for the first one. */
  readonly named: string | undefined;
  readonly contexts: ContextRoom;
}

/**
 * Differences of the command line that a session simulates: that of the server's engine, of `--engine`, or of the engine that the host
 * runs which is asked; else of the engine of the state. Without global flags, the environment alone says which. A server that does not
 * answer fails later, when the command asks it.
 */
export const profileOf =
  (session: Session) =>
  (globals?: Globals): CliProfile | Promise<CliProfile> => {
    const { env, cwd } = session.place;
    const path = statePath(globals?.flags.get("state") ?? "", env, cwd);
    const profile = cliProfile(engineName(globals?.flags.get("engine") ?? "", env, path));
    if (!globals) return profile;
    if (!serverUrl(globals, env) && askedEngine(globals.flags.get("engine"), env)) return profile;
    return opened(session, globals, path)
      .then(async ({ centre, local, engine }) => {
        const named = local ? await hostOf(contextRoom(globals, env, path), globals, env, true) : undefined;
        return cliProfile((local && (await engineOfHost(centre, named))) || engine);
      })
      .catch(() => profile);
  };

/** The data centre of a session, opened once. */
const opened = async (session: Session, globals: Globals, path: string): Promise<OpenDataCentre> =>
  (session.opened ??= await openDataCentre(session, globals, path));

/** What makes the context of a command of this session, once the global flags are known. Rejects with the state-*, remote-* and environment-* errors. */
export const makeContext =
  (session: Session, streams: Streams): MakeContext =>
  async (globals, readOnly, contextsOnly) => {
    const { env, cwd } = session.place;
    const path = statePath(globals.flags.get("state"), env, cwd);
    session.statePath = path;
    if (streams.stderrColumns > 0) session.progress.say(...readingText(path));
    const { centre, local, engine } = await opened(session, globals, path);
    const hostsFile = globals.flags.get("hosts") || env.DRYSWARM_HOSTS || undefined;
    const environment = hostsFile
      ? await (await import("../cli/host-commands.ts")).applyHosts({ readFile: reader(cwd) }, readOnly ? undefined : centre, hostsFile)
      : undefined;
    if (environment) session.redact = environment.redact;
    const hints = globals.flags.get("hints") || env.DRYSWARM_HINTS === "1";
    const contexts = contextRoom(globals, env, path);
    const named = await hostOf(contexts, globals, env, contextsOnly);
    const own = local && !askedEngine(globals.flags.get("engine"), env) ? await engineOfHost(centre, named) : undefined;
    const profile = cliProfile(own ?? engine);
    session.messages = profile.messages;
    const worded = { ...streams, messages: profile.messages };
    const parts: ContextParts = { session, profile, streams: worded, globals, path, centre, local, hostsFile, hints, named, contexts };
    return { ...(await contextOf(parts)), ...(environment && { environment }) };
  };

/** Reads files that the user names, relative to a folder. */
const reader =
  (cwd: string): CommandContext["readFile"] =>
  async (file) =>
    (await import("node:fs/promises")).readFile(resolve(cwd, file));

async function contextOf(parts: ContextParts): Promise<CommandContext> {
  const { session, streams, profile, globals, path, centre, local, hints, named, contexts } = parts;
  const { env, cwd, program } = session.place;
  const client = centre.on(named ?? (local ? await firstHost(centre) : ""));
  return {
    client: profile.namesMissing ? namingMissing(client) : client,
    hosts: centre,
    statePath: local ? path : undefined,
    streams,
    profile,
    state: local
      ? {
          show: async () => readText(path) ?? "",
          reset: () => removeState(path, changeNote(session)),
          repair: async () => (await import("../store/repair.ts")).repairState(path),
        }
      : { show: noState, reset: noState, repair: noState },
    history: local
      ? {
          list: async () => (await import("../store/undo.ts")).history(path),
          undo: async (count) => (await import("../store/undo.ts")).undo(path, count),
        }
      : { list: noState, undo: noState },
    forks: local
      ? {
          list: async () => (await import("../store/forks.ts")).listForks(path),
          file: async (name) => (await import("../store/forks.ts")).forkFile(path, name),
          make: async (name) => (await import("../store/forks.ts")).makeFork(path, name, engineName(globals.flags.get("engine"), env, path)),
          switch: async (name) => (await import("../store/forks.ts")).switchFork(path, name, changeNote(session)),
          remove: async (name) => (await import("../store/forks.ts")).removeFork(path, name),
        }
      : { list: noState, file: async () => undefined, make: noState, switch: noState, remove: noState },
    plugin: {
      install: async () => (await import("./docker-plugin.ts")).installPlugin(configFolder(globals, env), process.argv[1] ?? ""),
      remove: async () => (await import("./docker-plugin.ts")).removePlugin(configFolder(globals, env)),
    },
    serve: async (request) => {
      session.progress.end();
      return (await import("./server.ts")).runServer(request, session, globals, path);
    },
    openScreen: async () => {
      session.progress.end();
      return (await import("./screen.ts")).openScreen(env);
    },
    readLive: async (addresses, seconds) =>
      (await import("./live.ts")).readEngines(addresses, { contexts, env, seconds, say: (text) => session.progress.say(text) }),
    fork: async (from, engine) => (await import("./scripts.ts")).fork(parts, from, engine),
    runShell: async (args, isolation) => (await import("./scripts.ts")).shell(parts, args, isolation),
    page: async () => (await import("./page.ts")).readPage(),
    writeFile: async (file, text) => {
      try {
        await (await import("node:fs/promises")).writeFile(resolve(cwd, file), text, { mode: 0o600 });
      } catch (error) {
        throw failure("plan-write", { file, cause: (error as Error).message });
      }
    },
    program,
    env,
    readFile: reader(cwd),
    resolvePath: (file) => resolve(cwd, file),
    now: () => new Date(Number(clockOf(env).now() / 1_000_000n)),
    config: dockerConfig(configFolder(globals, env)),
    contexts,
    hints,
  };
}
