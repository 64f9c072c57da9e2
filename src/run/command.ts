import { type DryswarmError, failure, type Messages } from "../api/index.ts";
import type { Streams } from "../cli/command.ts";
import { runToExit } from "../cli/dispatch/exit.ts";
import { GLOBAL_FLAGS } from "../cli/dispatch/globals.ts";
import { runProgram } from "../cli/dispatch/program.ts";
import type { CliProfile } from "../cli/profiles/index.ts";
import { type ProgressLine, progressLine } from "../cli/progress-line.ts";
import type { AnswerDocker } from "../script/docker-shim.ts";
import { realTimers } from "../support/timers.ts";
import { VERSION } from "../version.ts";
import { makeContext, profileOf } from "./context.ts";
import type { OpenDataCentre } from "./data-centre.ts";
import type { Place } from "./place.ts";

/** Line that `--version` prints: docker's own where the program is called docker, else dryswarm's version beside the engine's. */
const versionLine = (program: string, { version, engineVersion }: CliProfile): string =>
  program === "docker" ? `Docker version ${version}, build dryswarm` : `dryswarm ${VERSION}, simulating Docker Engine ${engineVersion}`;

/** A command that is being run. */
export interface Session {
  readonly place: Place;
  readonly progress: ProgressLine;
  /** Words of the command line. */
  readonly argv: readonly string[];
  /** Tells this run from all others, of whatever process. */
  readonly run: string;
  /** Words that make a name secret, where the environment file lists some. */
  redact: readonly string[] | undefined;
  /** The state file that it works on, once it is known. */
  statePath: string | undefined;
  /** Words of the command line of the simulated version, once it is known. */
  messages: Messages;
  /** The data centre that the command works on, once it is open. */
  opened: OpenDataCentre | undefined;
}

let runs = 0;
/** A name for a run of this process that no other run has. */
const nextRun = (): string => `${process.pid} ${STARTED} ${++runs}`;
/** Tells this process from an earlier one of the same number. Node takes longer to load `performance` than to parse a command line. */
const STARTED = process.hrtime.bigint();

/** Runs one command line in a place, and notes it in the journal that DRYSWARM_JOURNAL names; returns its exit status. */
export async function runCommand(argv: readonly string[], place: Place): Promise<number> {
  return runNoted(argv, place, () => true);
}

/** As {@link runCommand}; a command that `counts` denies afterwards is not noted. */
async function runNoted(argv: readonly string[], place: Place, counts: () => boolean): Promise<number> {
  const { DRYSWARM_JOURNAL: file } = place.env;
  if (!file) return runAlone(argv, place);
  const { commandJournal } = await import("../script/journal.ts");
  const note = commandJournal(file, place.env);
  const status = await runAlone(argv, { ...place, streams: note.streams(place.streams) }, note.skip);
  if (counts()) note.end(argv, status);
  return status;
}

async function runAlone(argv: readonly string[], place: Place, skip?: () => void): Promise<number> {
  const { env, streams } = place;
  const progress = progressLine({ streams: env.TERM === "dumb" ? { ...streams, stderrColumns: 0 } : streams, ...realTimers });
  try {
    return await runWith(
      argv,
      { place, progress, argv, run: nextRun(), redact: undefined, statePath: undefined, messages: {}, opened: undefined },
      progress.streams,
      { skip },
    );
  } finally {
    progress.end();
  }
}

/**
 * Runs a command line of a session on these streams. `skip`, where it is given, is called for a docker command that is not simulated,
 * `failed` with the error that ended the command.
 */
export function runWith(
  argv: readonly string[],
  outer: Session,
  streams: Streams,
  { skip, failed }: { skip?: (() => void) | undefined; failed?: (error: DryswarmError) => void } = {},
): Promise<number> {
  // A command that runs within another one, such as a plan's, opens a data centre of its own.
  const session: Session = { ...outer, argv, opened: undefined };
  const options = {
    name: session.place.program,
    globals: GLOBAL_FLAGS,
    profile: profileOf(session),
    context: makeContext(session, streams),
    streams,
    version: (profile: CliProfile) => versionLine(session.place.program, profile),
    ...(skip && { skip }),
  };
  return runToExit(() => runProgram(argv, options), {
    err: streams.err,
    debug: argv.includes("-D") || argv.includes("--debug"),
    diagnose: async () => (session.statePath === undefined ? undefined : (await import("../store/repair.ts")).stateProblem(session.statePath)),
    failed,
    messages: () => session.messages,
    advise: adviser(argv, session.place.program),
  });
}

/** Errors that a mistyped word leads to. */
const TYPOS: ReadonlySet<string> = new Set(["cli-unknown-root-command", "cli-unknown-command", "cli-unknown-flag", "cli-unknown-help-topic"]);

/** Says what a mistyped command line may have meant; nothing where the program is called docker, which is silent there. */
const adviser = (argv: readonly string[], program: string) => async (error: DryswarmError) =>
  program === "docker" || !TYPOS.has(error.code) ? "" : (await import("../cli/dispatch/suggest.ts")).suggestion(error, argv);

/** Answers a docker command of a script that runs below this process; one that reads standard input has to be asked again by itself. */
export const answerDocker: AnswerDocker = async ({ argv, env, cwd, out, err }) => {
  let asked = false;
  const refuse = async (): Promise<never> => {
    asked = true;
    throw failure("cli-exit-status", { status: 1 });
  };
  const streams: Streams = { readStdin: refuse, readLine: refuse, out, err, stdoutIsTTY: false, stdinIsTTY: false, columns: 0, stderrColumns: 0 };
  const status = await runNoted(argv, { env, cwd, streams, program: "docker" }, () => !asked);
  return asked ? "own" : status;
};
