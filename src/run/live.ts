import { readFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../api/index.ts";
import type { ContextRoom } from "../cli/command.ts";
import type { Source } from "../plan/dump.ts";
import { type Certificates, readLive } from "../remote/live.ts";
import { DEFAULT_CONTEXT, USUAL_ENDPOINT } from "../values/docker-context.ts";
import { withoutUserInfo } from "../values/user-info.ts";
import { type Env, isInRun } from "./settings.ts";

/** Names that docker gives PEM files. */
const PEM_FILES = ["ca.pem", "cert.pem", "key.pem"] as const;

/** PEM files in a folder: those that are named. Throws live-certificates. */
function certificatesIn(folder: string, url: string, files: readonly string[] = PEM_FILES): Certificates {
  const read = (name: (typeof PEM_FILES)[number]): Buffer | undefined => {
    if (!files.includes(name)) return undefined;
    try {
      return readFileSync(join(folder, name));
    } catch (error) {
      throw failure("live-certificates", { url: withoutUserInfo(url), cause: (error as Error).message });
    }
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}

/** An engine's address with its certificates: of `context:NAME` those of docker's context. Rejects with live-context and live-certificates. */
async function engineAt(address: string, contexts: ContextRoom, env: Env): Promise<{ url: string; certificates?: Certificates }> {
  const name = /^context:(.*)$/.exec(address)?.[1];
  if (name === undefined) {
    const isSecure = /^(tcp|https):/.test(address) && Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_CERT_PATH || address.startsWith("https:"));
    const folder = env.DOCKER_CERT_PATH || join(env.DOCKER_CONFIG || join(env.HOME ?? "/", ".docker"));
    return { url: address, ...(isSecure && { certificates: certificatesIn(folder, address) }) };
  }
  if (name === DEFAULT_CONTEXT) return engineAt(contexts.dockerHost ?? USUAL_ENDPOINT, { ...contexts, list: () => [] }, env);
  const found = contexts.list().find((one) => one.name === name);
  if (!found) throw failure("live-context", { name });
  const url = found.host || USUAL_ENDPOINT;
  const files = found.tls.docker ?? [];
  const skipsVerify = found.skipTlsVerify;
  if (files.length === 0 && !skipsVerify) return { url };
  return { url, certificates: { ...certificatesIn(join(await contexts.folder("tls", name), "docker"), url, files), skipsVerify } };
}

/** Reads live engines that the user named, one after the other: a manager at least. Rejects with the live-* errors. */
export async function readEngines(
  addresses: readonly string[],
  { contexts, env, seconds, say }: { contexts: ContextRoom; env: Env; seconds: number; say: (text: string) => void },
): Promise<Source[]> {
  if (isInRun(env)) throw failure("live-in-plan");
  const engines = await Promise.all(addresses.map((address) => engineAt(address, contexts, env)));
  const sources = [];
  for (const engine of engines) sources.push(await readLive({ ...engine, env, seconds }, say));
  if (!sources.some(({ isManager }) => isManager)) throw failure("live-worker", { url: sources[0]?.file ?? "" });
  // Managers tell the swarm: they come first.
  return sources.sort((a, b) => Number(b.isManager) - Number(a.isManager));
}
