import { basename } from "node:path";
import { standardStreams } from "./cli/streams.ts";
import { runCommand } from "./run/command.ts";

/** The program: takes argv, the environment and the folder of this process, runs one command, and sets the exit status. `called` is its name. */
export async function main(called = basename(process.argv[1] ?? "")): Promise<void> {
  const env = process.env;
  const program = env.DRYSWARM_PROGRAM || (called === "docker" ? "docker" : "dryswarm");
  const place = { env, cwd: process.cwd(), streams: standardStreams(), program };
  const argv = process.argv.slice(2);
  process.exitCode = called === "docker-dryswarm" ? await (await import("./run/plugin-call.ts")).runPlugin(argv, place) : await runCommand(argv, place);
}
