import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { type DataCentre, failure } from "../api/index.ts";
import type { Isolation } from "../cli/command.ts";
import type { CommandRecord } from "../plan/command-record.ts";
import type { ApiVersions } from "../server/version.ts";
import { readContexts } from "../store/docker-contexts.ts";
import type { DockerContext } from "../values/docker-context.ts";
import { hostOfUrl } from "../values/host-url.ts";
import { type AnswerDocker, openShim, plainShim, quoted } from "./docker-shim.ts";
import { type EngineSockets, openEngineSockets } from "./engine-sockets.ts";
import { enterScript } from "./isolation/enter.ts";
import { findLive } from "./isolation/live.ts";
import { type Cover, findNamespace, type Namespace } from "./isolation/namespace.ts";
import { type Executable, findDocker, findExecutables, findSockets } from "./isolation/places.ts";
import { appendRecord } from "./journal.ts";

/** What a script, or a command, is run with. */
export interface SandboxOptions {
  /** Beginning of the name of its folder. */
  readonly prefix: string;
  /** Path of bin/dryswarm.js. */
  readonly entry: string;
  /** Environment of the caller, with the DRYSWARM_* variables of this run. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Answers the script's docker commands in this process. */
  readonly answer: AnswerDocker;
  /** The simulated data centre that the Engine API of the script's sockets speaks for. */
  readonly centre: DataCentre;
  /** Version of the simulated engine. */
  readonly version: string;
  /** Versions of the Engine API that it speaks. */
  readonly api: ApiVersions;
  /** Host that commands without -H run on; undefined for the first one. */
  readonly host: string | undefined;
  readonly isolation: Isolation;
  /** Whether docker commands and requests to the Engine API are noted in the journal. */
  readonly noted: boolean;
  /** Takes a line for stderr. */
  warn(text: string): void;
}

/** A place in which a script runs without meeting a live engine. */
export interface Sandbox {
  /** Folder of its files; removed when it is closed. */
  readonly folder: string;
  /** File of what the script asked of docker; written where the options say so. */
  readonly journal: string;
  /** Environment of the script. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether what stands in the usual places is ours: the script runs in a mount namespace. */
  readonly isolated: boolean;
  /** The words that run a command in it. */
  command(words: readonly string[]): string[];
  /** Name that the path of a mount has in its mount namespace, and in no other one; undefined without a namespace. */
  readonly mount: string | undefined;
  /** Fails with script-namespace where the namespace was not made. */
  checkEntered(): void;
  close(): Promise<void>;
}

/** Variables by which a docker client finds an engine. */
const CLIENT_VARIABLES = ["DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_TLS"];

/** The command line that runs dryswarm in a process of its own. After "--" Node takes no flag for itself: --env-file is docker's. An executable with Node inside is its own program. */
export const ownProcess = (entry: string): string => (entry === process.execPath ? quoted(entry) : `${quoted(process.execPath)} -- ${quoted(entry)}`);

/** Makes what a script runs in: a folder with our `docker`, sockets of the simulated engine, and a namespace where one can be had. Rejects with script-* errors. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { isolation, env, entry } = options;
  const place = await findPlace(options);
  const folder = mkdtempSync(join(tmpdir(), options.prefix));
  const journal = join(folder, "journal");
  let sockets: EngineSockets | undefined;
  let stop = (): void => undefined;
  const close = async (): Promise<void> => {
    stop();
    await sockets?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // There from the start: a command that root runs must not be the one to make it.
    writeFileSync(journal, "", { mode: 0o600 });
    const note = (record: CommandRecord): void => {
      if (options.noted) appendRecord(journal, record);
    };
    sockets = await openEngineSockets({ folder, centre: options.centre, version: options.version, api: options.api, note });
    const socket = options.host === undefined ? sockets.first : await sockets.of(options.host);
    const own = Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined && isOurs(pair[0])));
    const tools = { folder, own: ownProcess(entry), env: { ...own, DRYSWARM_SOCKETS: sockets.folder, ...(options.noted && { DRYSWARM_JOURNAL: journal }) } };
    stop = await openShim(tools, options.answer);
    writeTool(join(folder, "docker-compose"), plainShim({ ...tools, own: `${tools.own} compose` }));
    const child: Record<string, string | undefined> = { ...env, ...tools.env, PATH: `${folder}:${env.PATH ?? ""}`, DOCKER_HOST: `unix://${socket}` };
    for (const name of CLIENT_VARIABLES) delete child[name];
    if (!place.namespace) {
      if (isolation.mode === "none") options.warn("warning: --isolate=none: what does not go through the docker on PATH can reach a live engine\n");
      return { folder, journal, env: child, isolated: false, command: (words) => [...words], mount: undefined, checkEntered: () => undefined, close };
    }
    return { ...isolate(place.namespace, { folder, env: child, covers: await coversOf(place, folder, sockets), network: isolation.network }), journal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const isOurs = (name: string): boolean => /^(DRYSWARM_|SOURCE_DATE_EPOCH$)/.test(name);

/** Where a script runs, and what there has to be covered. */
interface ScriptPlace {
  readonly namespace: Namespace | undefined;
  readonly sockets: readonly string[];
  readonly executables: readonly Executable[];
  /** Programs that become root, which nobody can in a user namespace. */
  readonly sudo: readonly Executable[];
  /** Configuration folders of docker with contexts in them. */
  readonly configs: readonly { readonly folder: string; readonly contexts: readonly DockerContext[] }[];
}

/** Finds a namespace and what must be covered in it. Rejects with script-live where there is none and a live engine could be met. */
async function findPlace({ isolation, env }: SandboxOptions): Promise<ScriptPlace> {
  const namespace = isolation.mode === "none" && isolation.network ? undefined : findNamespace(isolation);
  const folders = [...new Set([env.DOCKER_CONFIG || join(env.HOME || "/root", ".docker"), "/root/.docker"])];
  const configs = folders.map((folder) => ({ folder, contexts: readContexts(folder) })).filter(({ contexts }) => contexts.length > 0);
  const contexts = configs.flatMap((config) => config.contexts);
  const place = {
    namespace,
    sockets: findSockets(env, contexts),
    executables: findDocker(env),
    sudo: namespace?.kind === "user" || namespace?.kind === "bubblewrap" ? findExecutables(["sudo"], env) : [],
    configs,
  };
  if (namespace || (isolation.mode === "none" && isolation.network)) return place;
  if (isolation.mode === "namespace" || !isolation.network) throw failure("script-no-namespace");
  const live = await findLive(env, { ...place, contexts });
  if (live.length > 0) throw failure("script-live", { found: live.map((text) => `  ${text}`).join("\n") });
  return place;
}

function writeTool(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** What stands in the place of what: sockets, docker's executables, sudo where it cannot work, and the contexts of docker's configuration. */
async function coversOf({ sockets, executables, sudo, configs }: ScriptPlace, folder: string, engine: EngineSockets): Promise<Cover[]> {
  const covers: Cover[] = sockets.map((target) => ({ source: engine.first, target }));
  for (const [at, { name, target }] of executables.entries()) covers.push({ source: executableFor(name, target, folder, at), target });
  if (sudo.length > 0) writeTool(join(folder, "sudo"), SUDO);
  covers.push(...sudo.map(({ target }) => ({ source: join(folder, "sudo"), target })));
  for (const [at, config] of configs.entries()) {
    const source = join(folder, `contexts-${at}`);
    for (const context of config.contexts) await writeContext(source, context, engine);
    mkdirSync(join(source, "tls"), { recursive: true });
    covers.push({ source, target: realpathSync(join(config.folder, "contexts")) });
  }
  return covers;
}

/** Our file for an executable: our `docker`, or, where the file serves other names too (a snap's launcher, busybox), a script that tells them apart. */
function executableFor(name: string, target: string, folder: string, at: number): string {
  const ours = join(folder, name);
  if (/^docker/.test(basename(target)) || !sharesNames(target)) return ours;
  const real = join(folder, `real-${at}`);
  writeFileSync(real, readFileSync(target), { mode: 0o755 });
  const file = join(folder, `launcher-${at}`);
  writeTool(
    file,
    `#!/bin/bash\ncase \${0##*/} in docker | docker-compose) exec ${quoted(folder)}/"\${0##*/}" "$@" ;; esac\nexec -a "$0" ${quoted(real)} "$@"\n`,
  );
  return file;
}

/** Whether a file is a program for several names. A short script, or a wrapper such as podman's, stands for docker alone. */
const sharesNames = (target: string): boolean => statSync(target).size > 65_536;

/** A context with the same name whose engine is the simulated host that its address names. */
async function writeContext(root: string, { folder, host, meta }: DockerContext, engine: EngineSockets): Promise<void> {
  const name = hostOfUrl(host);
  const socket = name === undefined ? engine.first : await engine.of(name);
  mkdirSync(join(root, "meta", folder), { recursive: true });
  writeFileSync(
    join(root, "meta", folder, "meta.json"),
    JSON.stringify({ ...meta, Endpoints: { docker: { Host: `unix://${socket}`, SkipTLSVerify: false } } }),
  );
}

/** `sudo` in a user namespace, where nobody becomes root: runs the command as the user that asks. */
const SUDO = `#!/bin/bash
# dryswarm: there is no root in a user namespace; the command runs as you.
while [[ $# -gt 0 ]]; do
  case $1 in
    --) shift; break ;;
    -[ugprtTCDRUh] | --user | --group | --prompt | --role | --type | --chdir | --chroot | --host | --other-user | --close-from) shift 2 ;;
    -[is] | --login | --shell) shift; [[ $# -eq 0 ]] && set -- "\${SHELL:-/bin/sh}"; break ;;
    -V | -v | -l | -k | -K | --version | --validate | --list) exit 0 ;;
    -*) shift ;;
    [A-Za-z_]*=*) export "$1"; shift ;;
    *) break ;;
  esac
done
exec "$@"
`;

function isolate(
  namespace: Namespace,
  { folder, env, covers: others, network }: { folder: string; env: Sandbox["env"]; covers: readonly Cover[]; network: boolean },
): Omit<Sandbox, "close" | "journal"> {
  // The folder over itself changes nothing, and tells this namespace from all others.
  const covers = [{ source: folder, target: folder }, ...others];
  const entered = join(folder, "entered");
  const script = join(folder, "enter.sh");
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  writeFileSync(script, enterScript({ kind: namespace.kind, covers, entered, ownNetwork: !network, env, uid, gid }), { mode: 0o600 });
  return {
    folder,
    env,
    isolated: true,
    mount: basename(folder),
    command: (words) => {
      const [first = "", ...rest] = words;
      return namespace.enter(script, covers, [programAt(first, env), ...rest]);
    },
    checkEntered: () => {
      if (!existsSync(entered)) throw failure("script-namespace", { kind: namespace.kind });
    },
  };
}

/** The file of a program: as it is named, or found on PATH. Throws plan-command where there is none. */
function programAt(name: string, env: Sandbox["env"]): string {
  if (name.includes("/")) {
    if (!existsSync(name)) throw failure("plan-command", { command: name, cause: "no such command" });
    return resolve(name);
  }
  const found = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file) && statSync(file).isFile() && (statSync(file).mode & 0o111) !== 0);
  if (found === undefined) throw failure("plan-command", { command: name, cause: "no such command" });
  return name;
}
