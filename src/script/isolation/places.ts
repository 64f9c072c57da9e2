import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { DockerContext } from "../../values/docker-context.ts";

/** Environment of the caller. */
type Env = Readonly<Record<string, string | undefined>>;

/** Names of the executables that stand for the docker command line. */
const NAMES = ["docker", "docker-compose"] as const;
/** Folders in which programs are found whatever PATH says: login shells, `env -i`, cron, package managers. */
const USUAL = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/snap/bin", "/opt/bin", "/opt/homebrew/bin", "/opt/docker/bin"];

/** sudo's own path, where its configuration may be read; otherwise sudo's default lies in the usual places. */
function securePath(): string[] {
  try {
    const found = /^\s*Defaults\s.*\bsecure_path\s*=\s*"?([^"\n]+)"?/m.exec(readFileSync("/etc/sudoers", "utf8"));
    return found?.[1]?.trim().split(delimiter) ?? [];
  } catch {
    return [];
  }
}

/** Whether a path is an executable file. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** An executable and where it stands once links are followed. */
export interface Executable {
  readonly name: string;
  /** As a script finds it. */
  readonly path: string;
  /** Without links. */
  readonly target: string;
}

/** Executables of these names on PATH, on sudo's path and in the usual places, each file once. */
export function findExecutables(names: readonly string[], env: Env): Executable[] {
  const folders = [...new Set([...(env.PATH ?? "").split(delimiter), ...securePath(), ...USUAL])].filter((folder) => folder.startsWith("/"));
  const found = new Map<string, Executable>();
  for (const folder of folders)
    for (const name of names) {
      const path = join(folder, name);
      if (!isExecutable(path)) continue;
      const target = realpathSync(path);
      if (!found.has(target)) found.set(target, { name, path, target });
    }
  return [...found.values()];
}

/** Every docker command line of this machine that a script may find. */
export const findDocker = (env: Env): Executable[] => findExecutables(NAMES, env);

/** The path of a unix socket's address; undefined for every other address. */
export const socketPath = (url: string): string | undefined => /^unix:\/\/(\/.*)$/.exec(url)?.[1];

/** Sockets on which engines listen: docker's, podman's and containerd's, and those that DOCKER_HOST and the contexts name. Only those that are there. */
export function findSockets(env: Env, contexts: readonly DockerContext[]): string[] {
  const runtime = env.XDG_RUNTIME_DIR || (process.getuid ? `/run/user/${process.getuid()}` : "");
  const home = env.HOME || "/root";
  const named = [env.DOCKER_HOST ?? "", ...contexts.map(({ host }) => host)].flatMap((url) => socketPath(url) ?? []);
  const all = [
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/containerd/containerd.sock",
    "/run/docker/containerd/containerd.sock",
    "/run/k3s/containerd/containerd.sock",
    ...(runtime ? ["docker.sock", "podman/podman.sock", "containerd/containerd.sock"].map((name) => join(runtime, name)) : []),
    ...[".docker/run/docker.sock", ".docker/desktop/docker.sock", ".colima/default/docker.sock", ".orbstack/run/docker.sock", ".rd/docker.sock"].map((name) =>
      join(home, name),
    ),
    ...named,
  ];
  const there = new Set<string>();
  for (const path of all)
    try {
      const target = realpathSync(path);
      if (statSync(target).isSocket()) there.add(target);
    } catch {
      // No engine listens there.
    }
  return [...there];
}
