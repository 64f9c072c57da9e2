import { failure } from "../../api/index.ts";
import type { AnyCommand, CommandContext, FlagSpec, Streams } from "../command.ts";
import { flag } from "../options/flag.ts";
import { bool } from "../options/values.ts";
import type { CliProfile } from "../profiles/index.ts";
import { DockerCommand, type Split } from "./docker-command.ts";
import type { GLOBAL_FLAGS, Globals } from "./globals.ts";
import { commandHelp, groupHelp, rootHelp } from "./help.ts";
import { withHints } from "./hints.ts";
import { FlagParser, type Parsed } from "./pflag.ts";
import { GROUPS, type Group, type Loader, NOT_SIMULATED, TOP_LEVEL } from "./tree.ts";
import { checkArguments, flagTrailer, type Used, usageLine } from "./usage.ts";

/** Makes the context of a command from the global flags. */
export type MakeContext = (globals: Globals, readOnly: boolean, contextsOnly: boolean) => Promise<CommandContext>;

/** What a run of the program needs from outside. */
export interface ProgramOptions {
  /** Name that messages bear. */
  readonly name: string;
  readonly globals: typeof GLOBAL_FLAGS;
  /** Differences of the command line of the simulated version; without flags, of the one that the environment names. */
  profile(globals?: Globals): CliProfile | Promise<CliProfile>;
  readonly context: MakeContext;
  readonly streams: Pick<Streams, "out" | "err" | "columns">;
  /** Line that `--version` prints. */
  version(profile: CliProfile): string;
  /** Called for a command of docker that is not simulated, instead of failing. */
  skip?(): void;
}

const HELP = flag("help", bool(), "Print usage", { short: "h", hidden: true });
/** A command line that may ask for help. */
type Helped = Parsed<{ readonly help: boolean }>;
/** Texts of `dryswarm help TOPIC` that are about no command. */
const TOPICS: ReadonlyMap<string, () => Promise<string>> = new Map([["tutorial", async () => (await import("../topics/tutorial.ts")).tutorial]]);
const isKnown = (word: string): boolean => Object.hasOwn(GROUPS, word) || Object.hasOwn(TOP_LEVEL, word);

/**
 * Runs one command line and gives its exit status. Errors of use and of commands are thrown as DryswarmErrors for
 * {@link ./exit.ts} to print.
 */
export const runProgram = (argv: readonly string[], options: ProgramOptions): Promise<number> => new Program(argv, options).run();

/** One command line on its way: global flags, group, verb. Only the command that the line names is made. */
class Program {
  readonly #root: DockerCommand;
  #globals: Globals | undefined;
  #profile: CliProfile | undefined;
  #status = 0;

  constructor(
    private readonly argv: readonly string[],
    private readonly options: ProgramOptions,
  ) {
    this.#root = new DockerCommand(options.name);
    this.#root.read = (words) => this.#readRoot(words);
    this.#root.action(() => this.#runRoot());
  }

  async run(): Promise<number> {
    this.#profile = await this.options.profile();
    this.#root.hook("preSubcommand", async () => {
      this.#profile = await this.options.profile(this.#globals);
    });
    await this.#root.parseAsync([...this.argv], { from: "user" });
    return this.#status;
  }

  get #version(): CliProfile {
    return this.#profile as CliProfile;
  }

  #parser<const F extends readonly FlagSpec[]>(specs: F, stop: boolean, used: Used, absent: ReadonlySet<string> = new Set()) {
    return new FlagParser<readonly [...F, typeof HELP]>([...specs, HELP], {
      stop,
      absent,
      profile: this.#version,
      trailer: () => flagTrailer(used, this.#version),
    });
  }

  #readRoot(words: string[]): Split {
    const { name } = this.options;
    const used: Used = { program: name, path: name, usage: `${name} [OPTIONS] COMMAND [ARG...]`, help: () => this.#rootHelp() };
    this.#globals = this.#parser(this.options.globals, true, used).parse(words);
    const { args, rest } = this.#globals;
    const word = args[0] ?? "";
    // Some of dryswarm's own have the name of a command of docker's that is not simulated.
    const isDockers = name === "docker" && NOT_SIMULATED.has(word);
    if (word === "help") this.#addHelp();
    else if (Object.hasOwn(GROUPS, word) && !isDockers) this.#addGroup(word, GROUPS[word] as Group);
    else if (Object.hasOwn(TOP_LEVEL, word) && !isDockers) this.#addVerb(this.#root, word, TOP_LEVEL[word] as Loader, `${name} ${word}`);
    else {
      if (word !== "" && !NOT_SIMULATED.has(word)) this.#parser(this.options.globals, false, used).parse(rest);
      return { operands: [...args, ...rest], unknown: [] };
    }
    return { operands: args, unknown: rest };
  }

  async #runRoot(): Promise<void> {
    const { flags, args } = this.#globals as Globals & Helped;
    const { streams, skip, name } = this.options;
    this.#profile = await this.options.profile(this.#globals);
    const word = args[0];
    if (flags.get("version")) streams.out(`${this.options.version(this.#version)}\n`);
    else if (word === undefined) (flags.get("help") ? streams.out : streams.err)(this.#rootHelp());
    else if (skip && NOT_SIMULATED.has(word)) skip();
    else if (NOT_SIMULATED.has(word)) throw failure("cli-not-simulated", { program: name, path: `${name} ${word}` });
    else throw failure(this.#version.shortUsageErrors ? "cli-old-unknown-root-command" : "cli-unknown-root-command", { program: name, name: word });
  }

  #rootHelp(): string {
    const { name, globals, streams } = this.options;
    return rootHelp(name, GROUPS, TOP_LEVEL, globals, streams.columns, this.#version);
  }

  #addHelp(): void {
    const help = this.#root.child("help");
    help.read = (words) => ({ operands: words, unknown: [] });
    help.action(async (words: string[] = []) => {
      const [topic = ""] = words;
      const text = words.length === 1 && this.options.name !== "docker" ? await TOPICS.get(topic)?.() : undefined;
      if (text !== undefined) return this.options.streams.out(text);
      if (words.length > 0 && !isKnown(topic)) throw failure("cli-unknown-help-topic", { topic: words.join(" ") });
      this.#status = await runProgram([...words, "--help"], this.options);
    });
  }

  #addGroup(noun: string, group: Group): void {
    const { name: program, streams } = this.options;
    const path = `${program} ${noun}`;
    const command = this.#root.child(noun);
    const lacking = (): readonly string[] => this.#version.lacksCommands;
    const verbs = (): [string, Loader][] => Object.entries(group.verbs).filter(([verb]) => !lacking().includes(`${noun} ${verb}`));
    const helpOf = (words: (verb: string, short: string) => string): string =>
      groupHelp(
        path,
        group.short,
        verbs().map(([verb, { short }]) => ({ name: verb, short: words(verb, short) })),
      );
    const helpText = (): string => helpOf((_verb, short) => short);
    const used: Used = { program, path, usage: group.flags ? `${path} [OPTIONS]` : path, help: helpText };
    let help = false;
    command.read = (words) => {
      const line = this.#parser(group.flags ?? [], true, used).parse(words);
      for (const notice of line.notices) streams.out(notice);
      help = line.flags.get("help");
      const word = line.args[0] ?? "";
      const found = verbs().find(([verb, { aliases }]) => verb === word || aliases?.includes(word));
      if (!found) {
        // A group that does not know the verb reads the flags behind it as its own, as cobra does.
        this.#parser(group.flags ?? [], false, used).parse(line.rest);
        return { operands: [...line.args, ...line.rest], unknown: [] };
      }
      this.#addVerb(command, ...found, `${path} ${found[0]}`, group.flags);
      return { operands: line.args, unknown: help ? ["--help", ...line.rest] : line.rest };
    };
    command.action(async (words: string[] = []) => {
      if (words.length > 0) {
        if (this.#version.shortUsageErrors) {
          const help = helpOf((verb, short) => this.#version.summary(`${noun} ${verb}`) || short);
          throw failure("cli-old-unknown-command", { help: help.trimEnd() });
        }
        throw failure("cli-unknown-command", { program, path, name: words[0] as string, trailer: flagTrailer(used, this.#version) });
      }
      (help ? streams.out : streams.err)(helpText());
    });
  }

  #addVerb(parent: DockerCommand, verb: string, loader: Loader, path: string, inherited: readonly FlagSpec[] = []): void {
    const command = parent.child(verb, loader.aliases);
    let spec: AnyCommand | undefined;
    let line: (Parsed & Helped) | undefined;
    parent.hook("preSubcommand", async (_parent, sub) => {
      if (sub === command) spec = (await loader.load()).command;
    });
    command.read = (words) => {
      const own = spec as AnyCommand;
      const used: Used = { program: this.options.name, path, usage: usageLine(own, path) };
      line = this.#parser([...own.flags, ...inherited], own.stopAtFirstArg ?? false, used, this.#absent(own, path)).parse(words);
      return { operands: [...line.args, ...line.rest], unknown: [] };
    };
    command.action(() => this.#runVerb(spec as AnyCommand, path, line as Parsed & Helped));
  }

  /** Flags of a command that this version does not have, or not under this name. */
  #absent({ flags }: AnyCommand, path: string): ReadonlySet<string> {
    const lacking = this.#version.lacksFlags[path.split(" ").slice(1).join(" ")] ?? [];
    const isDocker = this.options.name === "docker";
    return new Set([...lacking, ...flags.filter(({ own }) => own && isDocker).map(({ name }) => name)]);
  }

  async #runVerb(spec: AnyCommand, path: string, line: Parsed & Helped): Promise<void> {
    const { name: program, streams } = this.options;
    const { out, err, columns } = streams;
    for (const notice of line.notices) out(notice);
    if (line.flags.get("help")) {
      if (this.argv.includes("-h") && !this.argv.includes("--help")) out("Flag shorthand -h has been deprecated, use --help\n");
      const absent = this.#absent(spec, path);
      const present = { ...spec, flags: spec.flags.filter(({ name }) => !absent.has(name)) };
      out(commandHelp(present, path, usageLine(spec, path), columns, this.#version));
      if (spec.examples) out((await import("./lessons.ts")).lessons(spec));
      return;
    }
    const args = [...line.args, ...line.rest];
    checkArguments(spec.args, args.length, { program, path, usage: usageLine(spec, path) }, this.#version);
    const context = await this.options.context(this.#globals as Globals & Helped, spec.readOnly ?? false, spec.contextsOnly ?? false);
    if (line.warnings.length > 0) {
      const { logged } = await import("../log.ts");
      for (const warning of line.warnings) err(`${logged(context, warning)}\n`);
    }
    // What the flags were parsed by is what the command declares.
    const run = (within: CommandContext) => spec.run(within, args, line.flags as never);
    this.#status = (await (spec.runsOthers ? run(context) : withHints(context, run))) ?? 0;
  }
}
