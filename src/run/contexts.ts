import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../api/index.ts";
import type { ContextRoom } from "../cli/command.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import { contextFolder, readContexts } from "../store/docker-contexts.ts";
import { contextName, DEFAULT_CONTEXT } from "../values/docker-context.ts";
import { hostOfUrl } from "../values/host-url.ts";
import { dockerConfig, type Env, namedHost, scriptHost } from "./settings.ts";

/** Docker's configuration folder: `--config`, DOCKER_CONFIG, or the one at home. */
export const configFolder = (globals: Globals, env: Env): string => globals.flags.get("config") || env.DOCKER_CONFIG || join(env.HOME || "/", ".docker");

/** File beside a state that names the context which `context use` chose. */
const choiceFile = (path: string): string => `${path}.context`;

function choice(path: string): string {
  try {
    return readFileSync(choiceFile(path), "utf8").trim();
  } catch {
    return "";
  }
}

/**
 * Docker's contexts for a command on a state. The script of a run finds a DOCKER_HOST that the run gave it: that one is none of the user's,
 * and a context that the script chooses goes before it. Throws cli-host-and-context.
 */
export function contextRoom(globals: Globals, env: Env, path: string): ContextRoom {
  const config = configFolder(globals, env);
  const [flag, host] = [globals.flags.get("context"), globals.flags.get("host")];
  if (flag && host) throw failure("cli-host-and-context");
  const given = scriptHost(env.DOCKER_HOST ?? "", env) !== undefined;
  const dockerHost = given ? undefined : env.DOCKER_HOST || undefined;
  const chosen = choice(path) || (given ? "" : dockerConfig(config).currentContext);
  return {
    list: () => readContexts(config),
    current: contextName({ flag, host, dockerHost, dockerContext: env.DOCKER_CONTEXT, chosen }),
    dockerHost,
    folder: (kind, name) => contextFolder(config, kind, name),
    use: (name) => writeFileSync(choiceFile(path), `${name}\n`, { mode: 0o600 }),
  };
}

/**
 * Name of the simulated host that a command runs on: the one of its context's engine, else of `-H` or DOCKER_HOST; undefined for the
 * first host. Rejects with cli-context-endpoint for a context that is not there, unless the command looks at contexts alone.
 */
export async function hostOf(room: ContextRoom, globals: Globals, env: Env, contextsOnly: boolean): Promise<string | undefined> {
  if (room.current === DEFAULT_CONTEXT) return namedHost(globals.flags.get("host"), env);
  const found = room.list().find(({ name }) => name === room.current);
  if (found) return hostOfUrl(found.host);
  if (contextsOnly) return undefined;
  throw failure("cli-context-endpoint", { name: room.current, path: join(await room.folder("meta", room.current), "meta.json") });
}
