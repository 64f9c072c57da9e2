import { type DryswarmError, failure } from "../api/index.ts";
import { DEFAULT_CONTEXT, type DockerContext, USUAL_ENDPOINT } from "../values/docker-context.ts";
import type { ContextRoom } from "./command.ts";

/** Address of the engine that the default context stands for. */
export const defaultEndpoint = ({ dockerHost }: ContextRoom): string => dockerHost ?? USUAL_ENDPOINT;

/** What docker says of a context that is not there. */
export const missingContext = (room: ContextRoom, name: string): DryswarmError =>
  failure("cli-context-missing", { name, path: `${room.folder("meta", name)}/meta.json` });

/** A context by name, not the default one. Throws cli-context-missing. */
export function findContext(room: ContextRoom, name: string): DockerContext {
  const found = room.list().find((one) => one.name === name);
  if (!found) throw missingContext(room, name);
  return found;
}

/** Refuses the name of a context that is not there. Throws cli-context-missing. */
export function checkContext(room: ContextRoom, name: string): void {
  if (name !== DEFAULT_CONTEXT) findContext(room, name);
}

/** What docker warns of where DOCKER_HOST is set: what it goes before is `what`. */
export const overrideWarning = (what: string): string =>
  `Warning: DOCKER_HOST environment variable overrides the active context. To use ${what}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`;
