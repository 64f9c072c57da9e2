import { type ContainerSpec, failure } from "../../api/index.ts";
import { parseDuration } from "../../values/go-numbers.ts";

/** Label of a container that says how its command ends, for commands that {@link exitStatus} cannot judge. */
export const EXIT_LABEL = "dryswarm.exit";

/** A command that takes no longer than this, in seconds, has ended when the `docker` command that started it returns. */
const SOON = 3;

/** Programs that do their work and end, by base name; each with status 0. */
const ENDING = new Set(
  (
    "true : echo printf date hostname id whoami uname env printenv pwd ls cat head tail stat touch mkdir rm rmdir cp mv ln chmod chown test [ expr seq " +
    "grep sed awk cut sort uniq wc tr find basename dirname readlink df du free mount umount ps kill tar gzip gunzip md5sum sha256sum " +
    "ip ifconfig route netstat nproc nslookup getent dig host curl wget set export cd umask trap fi done esac } )"
  ).split(" "),
);

const SHELLS = ["sh", "bash", "ash", "dash"];

/** Programs that without arguments read their input to its end: at once, unless it is kept open (`-i`) or a terminal (`-t`). */
const READING = new Set([...SHELLS, "cat", "python", "python3", "node", "ruby", "perl"]);

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Words of a shell that begin a command which another part of the script decides about. */
const PREFIXES = new Set(["if", "elif", "then", "else", "do", "exec", "time", "nohup", "!", "{", "("]);

/** How a command ends: `status` is undefined where it runs on, `known` is false where its name tells nothing. */
interface Ending {
  readonly status: number | undefined;
  readonly seconds: number;
  readonly known: boolean;
}

const ended = (status: number, seconds = 0): Ending => ({ status, seconds, known: true });
const RUNS_ON: Ending = { status: undefined, seconds: 0, known: true };
const UNKNOWN: Ending = { status: undefined, seconds: 0, known: false };

const SECONDS_PER: Record<string, number> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** The length of a `sleep` in seconds, the sum of its arguments; infinite for `infinity` and what is no number. */
function sleepSeconds(args: readonly string[]): number {
  return args.reduce((sum, arg) => {
    const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? [];
    return number === undefined ? Number.POSITIVE_INFINITY : sum + Number(number) * (SECONDS_PER[unit] as number);
  }, 0);
}

function endOfProgram(name: string, args: readonly string[]): Ending {
  switch (name) {
    case "exit":
      return ended(Number(args[0] ?? 0) & 255);
    case "false":
      return ended(1);
    case "sleep": {
      const seconds = sleepSeconds(args);
      return seconds <= SOON ? ended(0, seconds) : RUNS_ON;
    }
    case "tail":
      return args.some((arg) => /^-[a-z]*[fF]/.test(arg) || arg.startsWith("--follow")) ? RUNS_ON : ended(0);
    case "ping": {
      const at = args.findIndex((arg) => arg.startsWith("-c"));
      const count = at < 0 ? Number.POSITIVE_INFINITY : Number(args[at] === "-c" ? args[at + 1] : args[at]?.slice(2));
      return count - 1 <= SOON ? ended(0, count - 1) : RUNS_ON;
    }
    case "while":
    case "until":
      return RUNS_ON;
    case "env":
      return args.some((arg) => !arg.includes("=")) ? endOfCommand(args.slice(args.findIndex((arg) => !arg.includes("=")))) : ended(0);
    default:
      return ENDING.has(name) ? ended(0) : UNKNOWN;
  }
}

/** The end of one command given as words: assignments and prefixes are passed over, programs go by their base name. */
function endOfCommand(words: readonly string[]): Ending {
  const at = words.findIndex((word) => !PREFIXES.has(word) && !/^\w+=/.test(word));
  if (at < 0) return ended(0);
  const [path = "", ...args] = words.slice(at);
  const name = baseName(path);
  if (SHELLS.includes(name) && args[0]?.startsWith("-") && args[0].endsWith("c")) return endOfScript(args[1] ?? "");
  return endOfProgram(name, args);
}

/** Quoted texts, operators and words of a shell script, as far as its control flow needs them. */
const TOKENS = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\|\||[;|&\n])|([^\s;|&"']+)/g;

/** One simple command of a script, with the operators on both sides of it. */
interface Step {
  readonly before: string;
  readonly words: string[];
  after: string;
}

function stepsOf(script: string): Step[] {
  const steps: Step[] = [{ before: ";", words: [], after: "" }];
  for (const [, double, single, operator, bare] of script.matchAll(TOKENS)) {
    const step = steps.at(-1) as Step;
    if (operator === undefined) step.words.push(double ?? single ?? bare ?? "");
    else if (step.words.length > 0) {
      step.after = operator;
      steps.push({ before: operator, words: [], after: "" });
    }
  }
  return steps.filter(({ words }) => words.length > 0);
}

/**
 * The end of a shell script: its commands one after the other, `&&` and `||` by the status before, of a pipe the last. The last
 * command decides; an unknown one before it counts as ended well.
 */
function endOfScript(script: string): Ending {
  let last = ended(0);
  let seconds = 0;
  const steps = stepsOf(script);
  for (const [at, { before, words, after }] of steps.entries()) {
    const skipped = (before === "&&" && last.status !== 0) || (before === "||" && last.status === 0);
    if (skipped || after === "|" || after === "&") continue;
    const end = endOfCommand(words);
    seconds += end.seconds;
    if (end.known && end.status === undefined) return RUNS_ON;
    last = end.known || at === steps.length - 1 ? end : ended(0);
    if (words.find((word) => !PREFIXES.has(word)) === "exit") break;
  }
  return seconds > SOON ? RUNS_ON : last;
}

/**
 * The end that the label {@link EXIT_LABEL} states: `STATUS`, or `STATUS after=DURATION`.
 *
 * @throws DryswarmError `exit-label` where the label is neither.
 */
function endOfLabel(value: string): Ending {
  const [, status, after] = /^(\d{1,3})(?:\s+after=(\S+))?$/.exec(value.trim()) ?? [];
  let seconds = 0;
  try {
    if (after !== undefined) seconds = parseDuration(after) / 1e9;
  } catch {
    throw failure("exit-label", { value });
  }
  if (status === undefined || Number(status) > 255) throw failure("exit-label", { value });
  return seconds <= SOON ? ended(Number(status), seconds) : RUNS_ON;
}

/** Refuses a container whose label {@link EXIT_LABEL} is none (`exit-label`). */
export function validateExitLabel(labels: Readonly<Record<string, string>> | null | undefined): void {
  const value = labels?.[EXIT_LABEL];
  if (value !== undefined) endOfLabel(value);
}

/**
 * Exit status of a container's process, or undefined for one that runs until it is stopped. A dry run starts nothing, so one rule
 * decides: the label {@link EXIT_LABEL} where there is one; else the command, by the base name and arguments of its program or of
 * the commands of its `sh -c` script; a shell or filter alone by whether its input stays open; a command that tells nothing runs on in a service and ends well (0) in a job.
 */
export function exitStatus(spec: Pick<ContainerSpec, "Command" | "Args" | "Labels" | "OpenStdin" | "TTY">, isJob: boolean): number | undefined {
  const label = spec.Labels?.[EXIT_LABEL];
  if (label !== undefined) return endOfLabel(label).status;
  const words = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  const reads = READING.has(baseName(words[0] ?? "")) && words.length === 1;
  if (reads) return spec.OpenStdin || spec.TTY ? undefined : 0;
  const end = words.length === 0 ? UNKNOWN : endOfCommand(words);
  return !end.known && isJob ? 0 : end.status;
}
