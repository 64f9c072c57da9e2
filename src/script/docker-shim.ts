import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { Socket } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** A docker command that a script runs, as the process that runs it has it. */
export interface DockerRequest {
  /** Words behind "docker". */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Working directory, absolute. */
  readonly cwd: string;
  /** Takes text for the command's stdout. */
  out(text: string): void;
  /** Takes text for the command's stderr. */
  err(text: string): void;
}

/** Answers a docker command; returns its exit status, or "own" where it must run in a process of its own (it reads standard input). */
export type AnswerDocker = (request: DockerRequest) => Promise<number | "own">;

/** What the `docker` of a script is made of. */
export interface ShimOptions {
  /** Folder that it stands in, and through which it reaches the process that answers. */
  readonly folder: string;
  /** Shell words that run dryswarm in a process of its own. */
  readonly own: string;
  /** Variables that the command gets where its process has lost them (`env -i`, `sudo`). */
  readonly env: Readonly<Record<string, string>>;
}

/** A word for a POSIX shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

/** Shell lines that set each variable which is not set. */
const defaults = (env: ShimOptions["env"]): string =>
  Object.entries(env)
    .map(([name, value]) => `: "\${${name}=${value.replace(/["\\$`}]/g, "\\$&")}}"; export ${name}\n`)
    .join("");

/** A `docker` that starts a process for each command. */
export const plainShim = ({ own, env }: Omit<ShimOptions, "folder">): string => `#!/bin/sh\n${defaults(env)}DRYSWARM_PROGRAM=docker exec ${own} "$@"\n`;

/**
 * A `docker` without a start of Node: it names itself on a FIFO; the dryswarm that runs the script reads its words, environment and
 * folder from /proc, and answers with a file of `STATUS OUT ERR` (OUT and ERR are 1 where a file holds that output).
 * - What needs a terminal, standard input or open files of its own (`<(...)` of bash), and what finds nobody, runs in a process of its own.
 * - The answer is a file; a line on the call's own FIFO says that it is there. A read of bash that times out can lose what it has
 *   read: it then costs two seconds, and no answer. Only a server that is gone ends the wait, and an answer that it left counts.
 * - The trap: bash goes on after an interrupt that came as a program below it was just done.
 */
const answeredShim = ({ folder, own, env }: ShimOptions): string => `#!/bin/bash
d=${quoted(folder)}
own() { ${defaults(env).replaceAll("\n", "; ")}DRYSWARM_PROGRAM=docker exec ${own} "$@"; exit 127; }
[[ -t 1 || ! -p $d/ctl ]] && own "$@"
for word; do case $word in -|run|shell|prune|unlock|ingress|reset|*/dev/fd/*|*/dev/std*|*/proc/*) own "$@" ;; esac; done
trap 'trap - INT; kill -INT $$' INT
f=$d/calls/$$.$RANDOM$RANDOM
mkfifo -m 666 "$f" 2>/dev/null || own "$@"
{ exec 8<>"$f" 9<>"$d/ctl"; } 2>/dev/null || own "$@"
echo "\${f##*/}" >&9
until [[ -e $f.status ]]; do
  gone=
  kill -0 ${process.pid} 2>/dev/null || [[ -d /proc/${process.pid} ]] || gone=1
  read -r -t 2 -u 8
  [[ $gone && ! -e $f.status ]] && { exec 8<&- 9<&-; own "$@"; }
done
read -r status out err <"$f.status"
[[ $status == own ]] && { exec 8<&- 9<&-; own "$@"; }
[[ $out == 1 ]] && { cat "$f.out" || [[ $? == 141 ]] || status=1; }
[[ $err == 1 ]] && cat "$f.err" >&2
exit "$status"
`;

const split = (bytes: Buffer): string[] => bytes.toString("utf8").split("\0").slice(0, -1);

/** What a shim was started with, from /proc. Throws where it is gone, belongs to another user, or is no shim (another PID namespace). */
function requestOf(pid: string): Omit<DockerRequest, "out" | "err"> {
  const [shell = "", name = "", ...argv] = split(readFileSync(`/proc/${pid}/cmdline`));
  if (!shell.endsWith("bash") || !/\/docker$/.test(name)) throw new Error("another process");
  const pairs = split(readFileSync(`/proc/${pid}/environ`)).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  return { argv, env: Object.fromEntries(pairs), cwd: readlinkSync(`/proc/${pid}/cwd`) };
}

/** Whether commands can be answered in this process: that takes /proc, bash and mkfifo. */
function canAnswer(path: string): boolean {
  const folders = path.split(delimiter);
  return existsSync("/proc/self/environ") && existsSync("/bin/bash") && folders.some((folder) => existsSync(join(folder, "mkfifo")));
}

/** Mode of what a script's other users must reach: root's scripts have such users (`su`, `sudo -u`), others have none that could. */
const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Puts a `docker` into a folder, answered in this process where the machine can, else by a process for each command. Returns the
 * function that stops answering.
 */
export async function openShim(options: ShimOptions, answer: AnswerDocker): Promise<() => void> {
  const { folder } = options;
  const file = join(folder, "docker");
  if (!canAnswer(process.env.PATH ?? "")) {
    writeFileSync(file, plainShim(options), { mode: 0o755 });
    return () => undefined;
  }
  const control = join(folder, "ctl");
  const calls = join(folder, "calls");
  const { execFileSync } = await import("node:child_process");
  execFileSync("mkfifo", ["-m", isRoot() ? "666" : "600", control]);
  mkdirSync(calls);
  if (isRoot()) {
    chmodSync(folder, 0o711);
    // Others may put files there and open those whose names they know.
    chmodSync(calls, 0o1733);
  }
  writeFileSync(file, answeredShim(options));
  chmodSync(file, 0o755);
  // Open for writing, too: the FIFO does not end when a client goes.
  const socket = new Socket({ fd: openSync(control, constants.O_RDWR | constants.O_NONBLOCK), readable: true, writable: false });
  socket.on("error", () => undefined);
  const lines = createInterface({ input: socket });
  lines.on("line", (call) => {
    if (/^\d+\.\d+$/.test(call)) void reply(calls, call, options.env, answer);
  });
  return () => {
    lines.close();
    socket.destroy();
  };
}

/** Answers the call `PID.RANDOM`, with `defaults` for the variables that its process has lost. Never rejects. */
async function reply(calls: string, call: string, defaults: ShimOptions["env"], answer: AnswerDocker): Promise<void> {
  clear(calls);
  const file = join(calls, call);
  const [out, err]: [string[], string[]] = [[], []];
  let status: number | "own" = "own";
  try {
    const request = requestOf(call.split(".")[0] as string);
    status = await answer({ ...request, env: { ...defaults, ...request.env }, out: (text) => out.push(text), err: (text) => err.push(text) });
  } catch {
    // The process has gone, or cannot be read: it answers for itself.
  }
  try {
    if (out.length > 0) writeFileSync(`${file}.out`, out.join(""));
    if (err.length > 0) writeFileSync(`${file}.err`, err.join(""));
    writeFileSync(`${file}.new`, `${status} ${Number(out.length > 0)} ${Number(err.length > 0)}\n`);
    renameSync(`${file}.new`, `${file}.status`);
    const fifo = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fifo, "\n");
    closeSync(fifo);
  } catch {
    // Nobody waits any more.
  }
}

/** Removes what is left of calls whose process has gone. */
function clear(calls: string): void {
  for (const name of readdirSync(calls)) {
    const pid = name.split(".")[0];
    if (!existsSync(`/proc/${pid}`)) rmSync(join(calls, name), { force: true });
  }
}
