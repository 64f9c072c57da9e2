import { basename, resolve } from "node:path";
import { type DataCentre, type DryswarmError, failure, type SwarmReading } from "../api/index.ts";
import type { CommandResult, Fork, ForkSource, Isolation } from "../cli/command.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import { createEngine, type Dependencies, nearestProfile } from "../engine/index.ts";
import { redactor } from "../plan/redact.ts";
import type { AnswerDocker } from "../script/docker-shim.ts";
import { openFork } from "../script/fork.ts";
import type { ApiVersions } from "../server/version.ts";
import { answerDocker, runWith } from "./command.ts";
import type { ContextParts } from "./context.ts";
import { changeNote, shareEvents, storeOf } from "./data-centre.ts";
import { askedEngine, dependenciesOf, type Env } from "./settings.ts";

/** The environment of this command without what leads to a server, and with what its flags said. */
function scriptEnv({ session, globals, path, hints, hostsFile }: ContextParts, state: string): Env {
  const { env, cwd } = session.place;
  const { DRYSWARM_SERVER: _server, ...rest } = env;
  const engine = globals.flags.get("engine");
  const isCopy = state !== path;
  return {
    ...rest,
    DRYSWARM_STATE: state,
    // A copy that is thrown away needs no history.
    ...(isCopy && { DRYSWARM_HISTORY: "0" }),
    ...(engine && { DRYSWARM_ENGINE: engine }),
    ...(hints && { DRYSWARM_HINTS: "1" }),
    ...(hostsFile && { DRYSWARM_HOSTS: resolve(cwd, hostsFile) }),
  };
}

/** The simulated data centre of a state file, whose events those hear who ask this process for them. */
async function engineOf({ session, globals }: ContextParts, path: string): Promise<{ centre: DataCentre; version: string; api: ApiVersions }> {
  const dependencies = await dependenciesOf(globals, session.place.env, path);
  const store = storeOf(path, dependencies.profile.name);
  const events = shareEvents(path, dependencies.clock, store);
  return { centre: createEngine(store, { ...dependencies, events }), version: dependencies.version, api: dependencies.profile.api };
}

/** The data centre of a server, as it says of itself. */
async function servedEngine(centre: DataCentre): Promise<{ centre: DataCentre; version: string; api: ApiVersions }> {
  const { Version, ApiVersion, MinAPIVersion } = await centre.on("").version();
  const minor = (version: string): number => Number(version.split(".")[1]);
  return { centre, version: Version, api: { max: minor(ApiVersion), min: minor(MinAPIVersion) } };
}

/**
 * With what a copy is made: of a real swarm, with the profile that its managers' version is nearest to, unless another one was asked for.
 * What is not the very version is said.
 */
async function surroundingsFor({ session, globals, path, streams }: ContextParts, from: ForkSource | undefined): Promise<Dependencies> {
  const { env } = session.place;
  const asked = askedEngine(globals.flags.get("engine"), env);
  const dependencies = await dependenciesOf(globals, env, path);
  const version = from && "reading" in from && !asked ? managerVersion(from.reading) : undefined;
  const nearest = version === undefined ? undefined : nearestProfile(version);
  if (!nearest) return dependencies;
  if (!nearest.exact) streams.err(`dryswarm: the swarm's managers run Docker Engine ${version}: it is taken for ${nearest.of}, the nearest that is known\n`);
  return { ...dependencies, profile: nearest.profile, version: nearest.profile.version };
}

/** Engine version of the managers of a swarm: the leader's, else the first one's. */
function managerVersion({ nodes }: SwarmReading): string | undefined {
  const managers = nodes.filter(({ ManagerStatus }) => ManagerStatus);
  return (managers.find(({ ManagerStatus }) => ManagerStatus?.Leader) ?? managers[0])?.Description.Engine.EngineVersion;
}

/** Global flags as they would be with `--engine` of this name. */
function withEngine(globals: Globals, engine: string): Globals {
  const { flags } = globals;
  const get: Globals["flags"]["get"] = (name) => (name === "engine" ? (engine as ReturnType<typeof flags.get<typeof name>>) : flags.get(name));
  return { ...globals, flags: { get, changed: (name) => flags.changed(name), count: flags.count } };
}

/**
 * A copy of the data centre in a file of its own, or one made of `from`; on another engine, where one is named. Rejects with state-remote,
 * cli-engine-profile and the state-* errors.
 */
export async function fork(given: ContextParts, from: ForkSource | undefined, engine?: string): Promise<Fork> {
  const parts = engine ? { ...given, globals: withEngine(given.globals, engine) } : given;
  const asked = parts.globals.flags.get("engine");
  const { session, streams, path, local, hostsFile } = parts;
  const { progress, place } = session;
  if (!local) throw failure("state-remote");
  const dependencies = await surroundingsFor(parts, from);
  const copy = await openFork({
    path,
    from,
    note: changeNote(session),
    say: progress.say,
    dependencies,
    docker: (argv, file) => runSilently(parts, [...(asked ? ["--engine", asked] : []), "--state", file, ...argv], argv),
    script: async (argv, file, { timeout, isolation }) => {
      const { runScript } = await import("../script/run-script.ts");
      const { centre } = await engineOf(parts, file);
      const env = scriptEnv(parts, file);
      return runScript(argv, {
        entry: process.argv[1] ?? "",
        env,
        timeout,
        isolation,
        centre,
        version: dependencies.version,
        api: dependencies.profile.api,
        host: parts.named,
        out: streams.err,
        answer: announced(parts, argv, answerDocker),
      });
    },
  });
  const readFile = async (file: string): Promise<Uint8Array> => (await import("node:fs/promises")).readFile(resolve(place.cwd, file));
  if (hostsFile) await (await import("../cli/host-commands.ts")).applyHosts({ readFile }, copy.hosts, hostsFile);
  return copy;
}

/** Runs a command, or the user's shell, whose docker is dryswarm; returns its exit status. */
export async function shell(parts: ContextParts, args: readonly string[], isolation: Isolation): Promise<number> {
  const { session, globals, path, local, named } = parts;
  session.progress.end();
  const server = globals.flags.get("server") || session.place.env.DRYSWARM_SERVER;
  const env = { ...scriptEnv(parts, path), ...(server && { DRYSWARM_SERVER: server }) };
  const { centre, version, api } = local ? await engineOf(parts, path) : await servedEngine(parts.centre);
  const { streams } = session.place;
  const { runShell } = await import("../script/run-shell.ts");
  return runShell(args, { entry: process.argv[1] ?? "", env, isolation, centre, version, api, host: named, warn: streams.err, answer: answerDocker });
}

/** Answers a script's commands, and says on the terminal which one is being planned. */
function announced({ session }: ContextParts, script: readonly string[], answer: AnswerDocker): AnswerDocker {
  let count = 0;
  return (request) => {
    count++;
    session.progress.say(`planning ${basename(script[0] ?? "")}: ${count} ${count === 1 ? "command" : "commands"}, ${redactor().argv(request.argv).join(" ")}`);
    return answer(request);
  };
}

/** Runs a command in this process: its stdout goes nowhere, its stderr is kept and shown. */
async function runSilently({ session, streams }: ContextParts, argv: readonly string[], shown: readonly string[]): Promise<CommandResult> {
  let stderr = "";
  let error: DryswarmError | undefined;
  const failed = (thrown: DryswarmError): void => {
    error = thrown;
  };
  const err = (text: string): void => {
    stderr += text;
    streams.err(text);
  };
  session.progress.say(`planning ${shown.join(" ")}`);
  const { place } = session;
  const within = { ...session, place: { ...place, env: { ...place.env, DRYSWARM_HISTORY: "0" } } };
  const status = await runWith(argv, within, { ...streams, out: () => undefined, err, stderrColumns: 0 }, { failed });
  return { argv: shown, status, stderr, ...(error && { error }) };
}
