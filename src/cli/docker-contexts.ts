import { type DryswarmError, failure } from "../api/index.ts";
import { DEFAULT_CONTEXT, type DockerContext, USUAL_ENDPOINT } from "../values/docker-context.ts";
import type { ContextRoom } from "./command.ts";

/** Address of the engine that the default context stands for. */
export const defaultEndpoint = ({ dockerHost }: ContextRoom): string => dockerHost ?? USUAL_ENDPOINT;

/** What docker says of a context that is not there. */
export const missingContext = async (room: ContextRoom, name: string): Promise<DryswarmError> =>
  failure("cli-context-missing", { name, path: `${await room.folder("meta", name)}/meta.json` });

/** A context by name, not the default one. Rejects with cli-context-missing. */
export async function findContext(room: ContextRoom, name: string): Promise<DockerContext> {
  const found = room.list().find((one) => one.name === name);
  if (!found) throw await missingContext(room, name);
  return found;
}

/** Refuses the name of a context that is not there. Rejects with cli-context-missing. */
export async function checkContext(room: ContextRoom, name: string): Promise<void> {
  if (name !== DEFAULT_CONTEXT) await findContext(room, name);
}

/** What docker warns of where DOCKER_HOST is set: what it goes before is `what`. */
export const overrideWarning = (what: string): string =>
  `Warning: DOCKER_HOST environment variable overrides the active context. To use ${what}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`;
