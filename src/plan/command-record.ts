/** A docker command that a script ran, or a request that it sent to the Engine API. */
export interface CommandRecord {
  /** Its words without "docker"; of a request: its method and path. */
  readonly argv: readonly string[];
  /** Exit status; of a request: 0, or 1 for an HTTP status of 400 and more. */
  readonly status: number;
  /** What it said on stderr; of a request: the engine's message. */
  readonly stderr: string;
  /** HTTP status of a request to the Engine API; absent for a command. */
  readonly http?: number;
  /** Where it stands, if that is known: the script, and the line from 1 on. */
  readonly file?: string;
  readonly line?: number;
  /** Not simulated, and not run. */
  readonly skipped?: boolean;
}

/** Global flags of docker that take a value. */
const WITH_VALUE = new Set(["--config", "-c", "--context", "-H", "--host", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey"]);
/** Last words of commands that read and change nothing. */
const READERS = new Set(["ls", "list", "ps", "inspect", "info", "version", "events", "logs", "images", "port", "top", "stats", "services", "search", "diff"]);

/** Whether a command or request only reads: `network inspect`, `ps`, a GET. */
export function isRead({ argv, http }: CommandRecord): boolean {
  if (http !== undefined) return argv[0] === "GET" || argv[0] === "HEAD";
  let at = 0;
  while (argv[at]?.startsWith("-")) at += WITH_VALUE.has(argv[at] as string) ? 2 : 1;
  const [noun = "", verb = ""] = argv.slice(at);
  return READERS.has(noun) || READERS.has(verb);
}

/** A record in one line, as a reader knows it: `docker network ls`, `API POST /v1.51/networks/create (404)`. */
export const commandText = ({ argv, http }: CommandRecord): string => (http === undefined ? `docker ${argv.join(" ")}` : `API ${argv.join(" ")} (${http})`);
