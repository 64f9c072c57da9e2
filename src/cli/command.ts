import type { DataCentre, DryswarmError, EngineClient, Messages, SwarmReading } from "../api/index.ts";
import type { Environment } from "../environment/types.ts";
import type { CommandRecord } from "../plan/command-record.ts";
import type { Source } from "../plan/dump.ts";
import type { PreflightNote } from "../plan/preflight.ts";
import type { DockerContext } from "../values/docker-context.ts";
import type { CliProfile } from "./profiles/index.ts";
import type { Screen } from "./screen.ts";
import type { StateForks, StateHistory } from "./state-changes.ts";

/** Where a command reads and writes. Text goes out as it is; a command adds its own newlines. */
export interface Streams {
  /** Whole of standard input as bytes, the same each time; empty at end of file. */
  readStdin(): Promise<Uint8Array>;
  /** One line of standard input without its newline; null at end of file. */
  readLine(): Promise<string | null>;
  out(text: string): void;
  err(text: string): void;
  readonly stdoutIsTTY: boolean;
  readonly stdinIsTTY: boolean;
  /** Width of the terminal in columns; 0 where there is none. */
  readonly columns: number;
  /** Width of the terminal that stderr is; 0 where it is none. */
  readonly stderrColumns: number;
  /** Errors that the command line of the simulated version words otherwise than the table, by code. */
  readonly messages?: Messages;
}

/** A page that a server shows its swarm on. */
export interface ServedPage {
  /** HOST:PORT */
  readonly address: string;
  readonly html: string;
  /** The swarm of a data centre as the page asks for it: JSON without secrets. */
  swarm(hosts: DataCentre): Promise<string>;
}

/** What `dryswarm serve` was asked for. */
export interface ServeRequest {
  /** `unix://PATH` and `tcp://HOST:PORT`; none stands for a socket beside the state file. */
  readonly addresses: readonly string[];
  /** Folder of a socket for each host, "" for none. */
  readonly hostsDir: string;
  /** Hosts that there are to be. */
  readonly hosts: readonly string[];
  /** Hosts that requests on TCP without TLS may name beside those of the loopback. */
  readonly allowedHosts: readonly string[];
  /** PEM files, where clients are to show certificates. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly logFormat: "text" | "json";
  /** The page to show beside, where one is asked for. */
  readonly page?: ServedPage;
}

/** How a script is kept from live engines, as the flags of `plan` and `shell` say it. */
export interface Isolation {
  /** auto: in a namespace where one can be had, else only where no live engine could be met; namespace: in one or not at all; none. */
  readonly mode: "auto" | "namespace" | "none";
  /** Whether `sudo -n` may be used where the user alone cannot make a namespace. */
  readonly sudo: boolean;
  /** Whether the script keeps the network; without it there is loopback alone. */
  readonly network: boolean;
}

/** A docker command that this process has run, and the error that ended it. */
export interface CommandResult extends CommandRecord {
  readonly error?: DryswarmError;
}

/** How a script of a plan is run. */
export interface ScriptRunOptions {
  /** Milliseconds after which it is stopped. */
  readonly timeout: number;
  readonly isolation: Isolation;
}

/** A script that has been run. */
export interface ScriptRun {
  /** Its exit status. */
  readonly status: number;
  /** What it asked of docker, in the order in which it was answered. */
  readonly records: readonly CommandRecord[];
  /** What its text names that its reader should know of. */
  readonly notes: readonly PreflightNote[];
}

/** What a copy is made of instead of the state: the text of another state, or what was read of a real swarm. */
export type ForkSource = { readonly text: string; readonly file: string } | { readonly reading: SwarmReading; readonly file: string };

/** A copy of the data centre to try things on; the state stays as it is. */
export interface Fork {
  readonly hosts: DataCentre;
  /** Name of the engine that it simulates: "28.5". */
  readonly engine: string;
  /** Runs a docker command on the copy, in this process. */
  docker(argv: readonly string[]): Promise<CommandResult>;
  /** Runs a script or command whose docker is dryswarm on the copy. Rejects with plan-timeout, plan-interrupted, plan-command and the script-* errors. */
  script(argv: readonly string[], options: ScriptRunOptions): Promise<ScriptRun>;
  /** Another copy of what this one was made of, as it was then; it goes with this one. */
  another(): Promise<DataCentre>;
  /** Makes the copy the state, unless that changed meanwhile. Rejects with state-changed and the state-* errors. */
  save(): Promise<void>;
  discard(): Promise<void>;
}

/** Docker's contexts as the user's configuration folder has them, and the one that commands are for. */
export interface ContextRoom {
  list(): DockerContext[];
  /** Name of the context that this command is for; it may be one that is not there. */
  readonly current: string;
  /** DOCKER_HOST, where the user set it: it takes precedence over what `context use` chose. */
  readonly dockerHost: string | undefined;
  /** Folder of what a context's name stands for, be it there or not. */
  folder(kind: "meta" | "tls", name: string): Promise<string>;
  /** Chooses the context of later commands on this state. The user's own docker configuration stays as it is. */
  use(name: string): void;
}

/** What a command runs with: the engine behind the seam and its dependencies, all handed in. */
export interface CommandContext {
  readonly client: EngineClient;
  /** The simulated hosts; undefined when the engine is a remote one. */
  readonly hosts: DataCentre | undefined;
  /** The state file; undefined when the engine is a remote one. */
  readonly statePath: string | undefined;
  readonly streams: Streams;
  /** The state as a file: its text, and its end. */
  readonly state: {
    show(): Promise<string>;
    reset(): Promise<void>;
    /** Brings the last good generation back; paths of that one and of the damaged one. Rejects with state-no-generation. */
    repair(): Promise<{ readonly done: false } | { readonly done: true; readonly from: string; readonly damaged: string }>;
  };
  readonly history: StateHistory;
  readonly forks: StateForks;
  /** This program among docker's plugins: path of its link. Rejects with the plugin-* errors. */
  readonly plugin: { install(): Promise<string>; remove(): Promise<string> };
  /** Runs a command whose docker is dryswarm; returns its exit status. Rejects with state-shell and the script-* errors. */
  runShell(args: readonly string[], isolation: Isolation): Promise<number>;
  /** Takes the whole terminal. Rejects with top-terminal where there is none. */
  openScreen(): Promise<Screen>;
  /** Serves the Engine API until it is told to stop; gives the exit status. */
  serve(request: ServeRequest): Promise<number>;
  /** A copy of the data centre, or one made of something else. Rejects with state-remote on a server, and the state-* errors. */
  fork(from?: ForkSource, engine?: string): Promise<Fork>;
  /** Reads live engines, which are asked and never changed: one source for each. Rejects with the live-* errors. */
  readLive(addresses: readonly string[], seconds: number): Promise<Source[]>;
  /** The page that shows a swarm, without its data. Rejects with plan-no-page. */
  page(): Promise<string>;
  /** Writes a file that the user named. Rejects with plan-write. */
  writeFile(path: string, text: string): Promise<void>;
  /** What the command line of the simulated version does otherwise than others. */
  readonly profile: CliProfile;
  /** Name that messages bear: "docker" or "dryswarm". */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file named by the user, relative to the working directory. Rejects with the Node error. */
  readFile(path: string): Promise<Uint8Array>;
  /** Absolute form of a path named by the user. */
  resolvePath(path: string): string;
  /** Now, for "5 seconds ago"; honours SOURCE_DATE_EPOCH. */
  now(): Date;
  /** Values of docker's config.json that matter here: default formats (`networksFormat`, …) and `pruneFilters`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Docker's contexts, whose engines stand for simulated hosts. */
  readonly contexts: ContextRoom;
  /** True when advice on stderr was asked for (`--hints`, DRYSWARM_HINTS=1). */
  readonly hints: boolean;
  /** What surrounds the swarm, where an environment file was named (`--hosts`, DRYSWARM_HOSTS). */
  readonly environment?: Environment;
  /** Waits this long where real time is simulated to pass; returns at once in a dry run. */
  sleep?(ms: number): Promise<void>;
}

/**
 * A flag's value in the making, as pflag's Value: `set` is called once per occurrence and throws a
 * FlagValueError with Go's cause text for a bad one.
 */
export interface FlagValue<T = unknown> {
  /** Type name in the help ("string", "list", "network"); "bool" prints none. */
  readonly typeName: string;
  set(text: string): void;
  /** What docker's logger says of the values that were set. */
  readonly warnings?: readonly string[];
  get(): T;
  /** Default as the help shows it, "" for none (`(default …)` is left out then). */
  readonly defaultText: string;
  /** A flag that takes no value of its own (`--quiet`). */
  readonly isBool?: boolean;
}

/** A bad flag value: the message is the cause alone. */
export { ValueError as FlagValueError } from "../values/value-error.ts";

/** A flag of a command. `value` makes a fresh value for each parse, as the version of the command line has it. */
export interface FlagSpec<Name extends string = string, T = unknown> {
  readonly name: Name;
  readonly short?: string;
  readonly usage: string;
  readonly value: (profile: CliProfile) => FlagValue<T>;
  readonly hidden?: boolean;
  /** A flag that docker's command does not have: unknown where the program is called docker. */
  readonly own?: boolean;
  /** Text after "Flag --x has been deprecated, ". */
  readonly deprecated?: string;
}

/** Types of the values of flags, by name. */
export type ValuesOf<F extends readonly FlagSpec[]> = {
  readonly [Spec in F[number] as Spec["name"]]: Spec extends FlagSpec<string, infer T> ? T : never;
};

/** The flags of a command as a command line gave them: `Values` has the type of each by its name, so that no other can be asked for. */
export interface Flags<Values = Record<never, never>> {
  /** The flag's value or its default. */
  get<Name extends keyof Values & string>(name: Name): Values[Name];
  /** Whether the flag was given. */
  changed(name: keyof Values & string): boolean;
  /** How many flags were given. */
  readonly count: number;
}

/** How many positional arguments a command takes, as docker's cli.NoArgs, ExactArgs, RequiresMinArgs, RequiresRangeArgs. */
export type ArgsRule = { readonly exact: number } | { readonly min: number } | { readonly min: number; readonly max: number };

/** A command line that shows what a command is good for. */
export interface Example {
  /** What it does, or when one wants it: a phrase without a full stop. */
  readonly what: string;
  /** The line as one types it; the program is called dryswarm in it. */
  readonly line: string;
}

/** One docker command with its flags: a file of its own exports one, made by {@link defineCommand}, as `command`. */
export interface CommandSpec<F extends readonly FlagSpec[] = readonly FlagSpec[]> {
  /** Usage after the group, e.g. "create [OPTIONS] NETWORK"; its first word is the verb. */
  readonly use: string;
  readonly aliases?: readonly string[];
  /** One line of help, our own words. */
  readonly short: string;
  readonly args: ArgsRule;
  readonly flags: F;
  /** Flags end at the first positional argument (`service create IMAGE …`). */
  readonly stopAtFirstArg?: boolean;
  /** Reads docker's contexts alone: a current one that is not there is no failure. */
  readonly contextsOnly?: boolean;
  /** Runs other commands, which give hints of their own. */
  readonly runsOthers?: boolean;
  /** Changes nothing: an environment file is read, its hosts are not made. */
  readonly readOnly?: boolean;
  /** Lines that the help shows: every command of dryswarm's own has some, docker's have none. */
  readonly examples?: readonly Example[];
  /** What its exit statuses mean, where that is more than 0 done, 1 failed and 125 wrong flags; "other" is every other one. */
  readonly statuses?: Readonly<Record<number, string> & { readonly other?: string }>;
  /** Does the work; gives the exit status, 0 where it gives nothing. Throws a DryswarmError to fail. */
  run(context: CommandContext, args: string[], flags: Flags<ValuesOf<F>>): Promise<number | void>;
}

/** Any command, for those that look commands up: `run` takes the flags that were parsed by the command's own. */
export type AnyCommand = Omit<CommandSpec, "run"> & { run(context: CommandContext, args: string[], flags: never): Promise<number | void> };

/** A command whose `run` gets its flags with the types that their values have. */
export const defineCommand = <const F extends readonly FlagSpec[]>(spec: CommandSpec<F>): CommandSpec<F> => spec;
