import { spawn } from "node:child_process";
import { accessSync, constants, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DIST } from "./dist.ts";

/** A `dryswarm serve` process. */
export interface RunningServer {
  readonly pid: number;
  /** What it has written on stderr. */
  log(): string;
  /** Ends it with a signal, SIGTERM unless said otherwise; gives its exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built program's server on a state in `dir`; resolves when it listens, rejects with its stderr when it ends first. */
export function startServer(dir: string, args: string[], env: Record<string, string> = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, [DIST, "serve", ...args], {
    env: { PATH: process.env.PATH, HOME: dir, DRYSWARM_STATE: join(dir, "state.json"), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const wanted = args.filter((_arg, at) => args[at - 1] === "-H").length + args.filter((arg) => /^node-\d+$/.test(arg)).length;
  return new Promise((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      log += text;
      const open = log.match(/listening on|"listening on| is at unix/g)?.length ?? 0;
      if (open >= Math.max(wanted, 1))
        resolve({
          pid: child.pid as number,
          log: () => log,
          stop: (signal = "SIGTERM") => {
            child.kill(signal);
            return ended;
          },
        });
    });
    void ended.then(() => reject(new Error(log)));
  });
}

/** The real docker command line, where there is one: $DOCKER, or `docker` on PATH. */
export function realDocker(): string | undefined {
  const named = process.env.DOCKER ? [process.env.DOCKER] : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "docker"));
  return named.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Puts a `docker` into `bin` that sends each command to the socket of the host that -H names, by default node-1's. */
export function writeServedDocker(bin: string, real: string, sockets: string): void {
  const script = `#!/bin/bash
host=node-1
while [[ $# -gt 0 ]]; do
  case $1 in
    -H | --host) host=$2; shift 2 ;;
    -H=* | --host=*) host=\${1#*=}; shift ;;
    *) break ;;
  esac
done
host=\${host#*://}; host=\${host%%:*}
exec '${real}' -H "unix://${sockets}/$host.sock" "$@"
`;
  writeFileSync(join(bin, "docker"), script, { mode: 0o755 });
}
