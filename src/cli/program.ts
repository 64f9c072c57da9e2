import { Command } from "commander";
import { failure } from "../api/index.ts";
import type { ArgsRule, CommandContext, CommandSpec, FlagSpec, Streams } from "./command.ts";
import { commandHelp, flagTable, groupHelp } from "./help.ts";
import { withHints } from "./hints.ts";
import { flag } from "./options/flag.ts";
import { bool } from "./options/values.ts";
import { FlagParser, type Parsed } from "./pflag.ts";
import { GROUPS, type Group, type Loader, NOT_SIMULATED, TOP_LEVEL } from "./root.ts";

/** Makes the context of a run once the global flags are known. */
export type MakeContext = (globals: Parsed, looks: boolean, contextsOnly: boolean) => Promise<CommandContext>;

/** What a run of the program needs from outside. */
export interface ProgramOptions {
  /** Name that messages bear. */
  readonly name: string;
  readonly globals: readonly FlagSpec[];
  readonly context: MakeContext;
  readonly streams: Pick<Streams, "out" | "err" | "columns">;
  readonly version: string;
  /** Called for a command of docker that is not simulated, instead of failing. */
  skip?(): void;
}

const HELP = flag("help", bool(), "Print usage", { short: "h", hidden: true });

/** commander's Command with pflag's way of reading a command line: the tree and the dispatch are commander's. */
class DockerCommand extends Command {
  /** Reads the words behind this command's name; what it gives back as operands decides on the dispatch. */
  read: ((words: string[]) => { operands: string[]; unknown: string[] }) | undefined;

  override createCommand(name?: string): Command {
    return new DockerCommand(name);
  }

  override parseOptions(words: string[]): { operands: string[]; unknown: string[] } {
    return this.read ? this.read(words) : { operands: words, unknown: [] };
  }
}

function child(parent: Command, name: string, aliases: readonly string[] = []): DockerCommand {
  const command = new DockerCommand(name);
  command.helpOption(false).helpCommand(false).argument("[words...]").allowExcessArguments(true).exitOverride();
  if (aliases.length > 0) command.aliases([...aliases]);
  parent.addCommand(command);
  return command;
}

const plural = (count: number): string => (count === 1 ? "argument" : "arguments");

function checkArgs(rule: ArgsRule, count: number, program: string, path: string, usage: string): void {
  const trailer = `\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`;
  if ("exact" in rule) {
    if (rule.exact === 0 && count > 0) throw failure("cli-no-arguments", { program, path, trailer });
    if (count !== rule.exact) throw failure("cli-exact-arguments", { program, path, count: rule.exact, arguments: plural(rule.exact), trailer });
  } else if ("max" in rule) {
    if (count < rule.min || count > rule.max)
      throw failure("cli-range-arguments", { program, path, min: rule.min, max: rule.max, arguments: plural(rule.max), trailer });
  } else if (count < rule.min) {
    throw failure("cli-min-arguments", {
      program,
      path,
      count: rule.min,
      arguments: plural(rule.min),
      trailer: trailer.replace(/Run (?='[^']*' for more information$)/, "See "),
    });
  }
}

/**
 * Runs one command line and gives its exit status. Errors of use and of commands are thrown as DryswarmErrors for
 * {@link ./run.ts} to print.
 */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<number> {
  const { name, streams } = options;
  const { out, err } = streams;
  let globals: Parsed | undefined;
  let status = 0;

  const helpOf = (spec: CommandSpec, path: string): string => commandHelp(spec, path, usageLine(spec, path), streams.columns);
  const usageLine = (spec: CommandSpec, path: string): string => [path, ...spec.use.split(" ").slice(1)].join(" ");

  const addVerb = (parent: Command, verb: string, loader: Loader, path: string, inherited: readonly FlagSpec[] = []): void => {
    const command = child(parent, verb, loader.aliases);
    let parsed: Parsed | undefined;
    let spec: CommandSpec | undefined;
    parent.hook("preSubcommand", async (_parent, sub) => {
      if (sub !== command) return;
      const { command: loaded } = await loader.load();
      spec = name === "docker" ? { ...loaded, flags: loaded.flags.filter(({ own }) => !own) } : loaded;
    });
    command.read = (words) => {
      const own = spec as CommandSpec;
      const usage = usageLine(own, path);
      const parser = new FlagParser([...own.flags, ...inherited, HELP], {
        stop: own.stopAtFirstArg ?? false,
        trailer: `\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`,
      });
      parsed = parser.parse(words);
      return { operands: [...parsed.args, ...parsed.rest], unknown: [] };
    };
    command.action(async () => {
      const own = spec as CommandSpec;
      const line = parsed as Parsed;
      for (const notice of line.notices) out(notice);
      if (line.flags.get<boolean>("help")) {
        if (argvHasShortHelp(argv)) out("Flag shorthand -h has been deprecated, use --help\n");
        out(helpOf(own, path));
        return;
      }
      const args = [...line.args, ...line.rest];
      checkArgs(own.args, args.length, name, path, usageLine(own, path));
      const context = await options.context(globals as Parsed, own.looks ?? false, own.contextsOnly ?? false);
      if (line.warnings.length > 0) {
        const { logged } = await import("./log.ts");
        for (const warning of line.warnings) err(`${logged(context, warning)}\n`);
      }
      const run = (within: CommandContext) => own.run(within, args, line.flags);
      status = (await (own.runsOthers ? run(context) : withHints(context, run))) ?? 0;
    });
  };

  const root = new DockerCommand(name);
  root.helpOption(false).helpCommand(false).argument("[words...]").allowExcessArguments(true).exitOverride();
  root.read = (words) => {
    const parser = new FlagParser([...options.globals, HELP], {
      stop: true,
      trailer: `\n\nUsage:  ${name} [OPTIONS] COMMAND [ARG...]\n\nRun '${name} --help' for more information`,
    });
    globals = parser.parse(words);
    const word = globals.args[0] ?? "";
    register(word);
    return word === "help" || isKnown(word) ? { operands: globals.args, unknown: globals.rest } : { operands: [...globals.args, ...globals.rest], unknown: [] };
  };
  root.action(async () => {
    const line = globals as Parsed;
    if (line.flags.get<boolean>("version")) out(`${options.version}\n`);
    else if (line.args.length === 0) (line.flags.get<boolean>("help") ? out : err)(rootHelp(options));
    else if (options.skip && NOT_SIMULATED.has(line.args[0] as string)) options.skip();
    else throw unknownCommand(name, line.args[0] as string);
  });
  const addGroup = (noun: string, group: Group): void => {
    const path = `${name} ${noun}`;
    const usage = noun === "stack" ? `${path} [OPTIONS]` : path;
    const trailer = `\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`;
    const command = child(root, noun);
    let help = false;
    command.read = (words) => {
      const line = new FlagParser([HELP, ...(group.flags ?? [])], { stop: true, trailer }).parse(words);
      for (const notice of line.notices) out(notice);
      help = line.flags.get<boolean>("help");
      const word = line.args[0] ?? "";
      const found = Object.entries(group.verbs).find(([verb, { aliases }]) => verb === word || aliases?.includes(word));
      if (!found) return { operands: [...line.args, ...line.rest], unknown: [] };
      addVerb(command, ...found, `${path} ${found[0]}`, group.flags);
      return { operands: line.args, unknown: help ? ["--help", ...line.rest] : line.rest };
    };
    command.action(async (words: string[] = []) => {
      if (words.length > 0) throw failure("cli-unknown-command", { program: name, path, name: words[0] as string, trailer });
      (help ? out : err)(
        groupHelp(
          path,
          group.short,
          Object.entries(group.verbs).map(([verb, loader]) => ({ name: verb, short: loader.short })),
        ),
      );
    });
  };
  const addHelp = (): void => {
    const help = child(root, "help");
    help.read = (words) => ({ operands: words, unknown: [] });
    help.action(async (words: string[] = []) => {
      if (words.length > 0 && !isKnown(words[0] as string)) throw failure("cli-unknown-help-topic", { topic: words.join(" ") });
      status = await runProgram([...words, "--help"], options);
    });
  };
  /** Makes the one command that was asked for. */
  const register = (word: string): void => {
    if (word === "help") addHelp();
    else if (Object.hasOwn(GROUPS, word)) addGroup(word, GROUPS[word] as Group);
    else if (Object.hasOwn(TOP_LEVEL, word)) addVerb(root, word, TOP_LEVEL[word] as Loader, `${name} ${word}`);
  };
  await root.parseAsync([...argv], { from: "user" });
  return status;
}

const isKnown = (word: string): boolean => Object.hasOwn(GROUPS, word) || Object.hasOwn(TOP_LEVEL, word);

function argvHasShortHelp(argv: readonly string[]): boolean {
  return argv.includes("-h") && !argv.includes("--help");
}

function unknownCommand(program: string, word: string): Error {
  return NOT_SIMULATED.has(word)
    ? failure("cli-not-simulated", { program, path: `${program} ${word}` })
    : failure("cli-unknown-root-command", { program, name: word });
}

function rootHelp({ name, globals, streams }: ProgramOptions): string {
  const row = (verb: string, short: string): string => `  ${verb.padEnd(11)} ${short}`;
  return [
    `Usage:  ${name} [OPTIONS] COMMAND\n`,
    "Dry-run Docker Swarm networking on a simulated swarm\n",
    `Management Commands:\n${Object.entries(GROUPS)
      .map(([noun, group]) => row(noun, group.short))
      .join("\n")}\n`,
    `Commands:\n${Object.entries(TOP_LEVEL)
      .filter(([verb]) => !verb.startsWith("__"))
      .map(([verb, loader]) => row(verb, loader.short))
      .join("\n")}\n`,
    `Global Options:\n${flagTable(globals, streams.columns)}`,
    `Run '${name} COMMAND --help' for more information on a command.\n`,
  ].join("\n");
}
