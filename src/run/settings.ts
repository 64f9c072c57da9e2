import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { failure } from "../api/index.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import { type Dependencies, nearestProfile, PROFILE_NAMES } from "../engine/index.ts";
import { storedEngine } from "../store/file.ts";
import type { Clock } from "../support/clock.ts";
import { realRandom } from "../support/random.ts";
import { fixedClock, realClock } from "../support/real-clock.ts";
import { hostOfUrl } from "../values/host-url.ts";

const DEFAULT_ENGINE = "28.5";

/** Environment variables of a command. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The state file: `--state`, `$DRYSWARM_STATE`, or the place that XDG gives it. */
export function statePath(flag: string, env: Env, cwd: string): string {
  if (flag || env.DRYSWARM_STATE) return resolve(cwd, flag || (env.DRYSWARM_STATE as string));
  const home = env.XDG_STATE_HOME || join(env.HOME || "/", ".local", "state");
  return join(home, "dryswarm", "state.json");
}

/** Folder of the sockets of a script's run, by host: `DRYSWARM_SOCKETS/NAME.sock` is the host NAME. */
const SOCKETS = "DRYSWARM_SOCKETS";

/** Name of the simulated host that a command runs on by `-H` or DOCKER_HOST; undefined for the first host. */
export function namedHost(flag: string, env: Env): string | undefined {
  const url = flag || env.DOCKER_HOST || "";
  return scriptHost(url, env) ?? hostOfUrl(url);
}

/** Whether a command is one of a script's run, which meets simulated engines alone. */
export const isInRun = (env: Env): boolean => Boolean(env[SOCKETS]);

/** Name of the host whose socket in a script's run a URL names; undefined for other URLs, and outside of such a run. */
export function scriptHost(url: string, env: Env): string | undefined {
  const folder = env[SOCKETS];
  const isOurs = folder && url.startsWith(`unix://${folder}/`) && url.endsWith(".sock");
  return isOurs ? url.slice(`unix://${folder}/`.length, -".sock".length) : undefined;
}

/** The clock, or the one moment that SOURCE_DATE_EPOCH names. Throws cli-source-date-epoch. */
export function clockOf(env: Env): Clock {
  const epoch = env.SOURCE_DATE_EPOCH;
  if (!epoch) return realClock();
  const clock = fixedClock(epoch);
  if (!clock) throw failure("cli-source-date-epoch", { value: epoch });
  return clock;
}

/** Asks for no engine, whatever the environment says: that of the state, or of the swarm that is imported. */
const AUTO = "auto";

/** Name of the engine that `--engine` (its value is `flag`) or the environment asks for; "" where none is. */
export function askedEngine(flag: string, env: Env): string {
  const asked = flag || env.DRYSWARM_ENGINE || AUTO;
  return asked === AUTO ? "" : asked;
}

/** Name of the engine that is asked for; else of the one that the state was made with. */
export const engineName = (flag: string, env: Env, path: string): string => askedEngine(flag, env) || storedEngine(path) || DEFAULT_ENGINE;

/** What docker's own `config.json` in a folder says; nothing where it cannot be read. */
export function dockerConfig(folder: string): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
    return typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What an engine is given from outside, by flags and environment. Rejects with cli-engine-profile and cli-source-date-epoch. */
export async function dependenciesOf(globals: Globals, env: Env, path: string): Promise<Dependencies> {
  const name = engineName(globals.flags.get("engine"), env, path);
  const profile = nearestProfile(name)?.profile;
  if (!profile) throw failure("cli-engine-profile", { name, known: [...PROFILE_NAMES, AUTO].join(", ") });
  const seed = env.DRYSWARM_SEED;
  const seeded = seed ? (await import("../support/seeded-random.ts")).seededRandom : undefined;
  return {
    clock: clockOf(env),
    random: (drawn) => (seed && seeded ? seeded(seed, drawn) : Object.assign(realRandom(), { drawn })),
    loadCA: async () => (await import("../support/ca.ts")).newRootCertificate,
    loadSeal: async () => (await import("../support/seal.ts")).sealData,
    profile,
    everywhere: askedEngine(globals.flags.get("engine"), env) !== "",
    version: profile.version,
  };
}
