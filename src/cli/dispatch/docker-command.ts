import { Command } from "commander";

/** Words of a command line that commander dispatches on, and those that it hands to the command that they name. */
export interface Split {
  readonly operands: string[];
  readonly unknown: string[];
}

/**
 * commander's Command with pflag's way of reading a command line: the tree and the dispatch are commander's, and
 * {@link DockerCommand.read} takes the place of its parser.
 */
export class DockerCommand extends Command {
  /** Reads the words behind this command's name. */
  read: ((words: string[]) => Split) | undefined;

  constructor(name?: string) {
    super(name);
    this.helpOption(false).helpCommand(false).argument("[words...]").allowExcessArguments(true).exitOverride();
  }

  override createCommand(name?: string): Command {
    return new DockerCommand(name);
  }

  override parseOptions(words: string[]): Split {
    return this.read ? this.read(words) : { operands: words, unknown: [] };
  }

  /** Adds a command of this name below this one, and returns it. */
  child(name: string, aliases: readonly string[] = []): DockerCommand {
    const command = new DockerCommand(name);
    if (aliases.length > 0) command.aliases([...aliases]);
    this.addCommand(command);
    return command;
  }
}
