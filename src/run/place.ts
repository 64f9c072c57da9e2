import type { Streams } from "../cli/command.ts";
import type { Env } from "./settings.ts";

/** Where a command runs: in the environment, folder and streams of this process, or in those of a script's command that it answers. */
export interface Place {
  readonly env: Env;
  /** Working directory, absolute. */
  readonly cwd: string;
  readonly streams: Streams;
  /** Program name in messages: "docker" or "dryswarm". */
  readonly program: string;
}
