import { type ErrorCode, failure } from "../../api/index.ts";
import { type FlagSpec, type Flags, type FlagValue, FlagValueError, type ValuesOf } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";

/** A flag with the value that is being parsed into. */
interface Live {
  readonly spec: FlagSpec;
  readonly value: FlagValue;
  changed: boolean;
}

/** What a command line came to: flags, positional arguments, and what must be said of deprecated flags. */
export interface Parsed<Values = Record<never, never>> {
  readonly flags: Flags<Values>;
  readonly args: string[];
  /** Words after the first positional argument, untouched, where flags end there. */
  readonly rest: string[];
  readonly notices: string[];
  /** What docker's logger says of values. */
  readonly warnings: string[];
}

/** How to parse: `stop` ends the flags at the first positional argument; `trailer` makes the end of every message. */
export interface ParseOptions {
  readonly stop: boolean;
  readonly profile: CliProfile;
  readonly trailer: () => string;
  /** Flags that this version does not have: unknown on a command line, with their default for the command. */
  readonly absent?: ReadonlySet<string>;
}

/** Go's %q of a flag's value. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replace(/\u007f/g, "\\x7f");
}

/** A command line as spf13/pflag reads it: interspersed, grouped and attached short flags, `--flag=value`, `--`. Throws the cli-flag errors. */
export class FlagParser<const F extends readonly FlagSpec[]> {
  readonly #all = new Map<string, Live>();
  readonly #byName = new Map<string, Live>();
  readonly #byShort = new Map<string, Live>();
  readonly #notices: string[] = [];

  constructor(
    specs: F,
    private readonly options: ParseOptions,
  ) {
    for (const spec of specs) {
      const live: Live = { spec, value: spec.value(options.profile), changed: false };
      this.#all.set(spec.name, live);
      if (options.absent?.has(spec.name)) continue;
      this.#byName.set(spec.name, live);
      if (spec.short) this.#byShort.set(spec.short, live);
    }
  }

  /** Reads the words of a command line. */
  parse(words: readonly string[]): Parsed<ValuesOf<F>> {
    const queue = [...words];
    const args: string[] = [];
    while (queue.length > 0) {
      const word = queue.shift() as string;
      if (word === "--") {
        args.push(...queue.splice(0));
      } else if (word.length < 2 || !word.startsWith("-")) {
        args.push(word);
        if (this.options.stop) return this.#result(args, queue);
      } else if (word.startsWith("--")) this.#long(word, queue);
      else this.#shorts(word.slice(1), queue);
    }
    return this.#result(args, []);
  }

  #result(args: string[], rest: string[]): Parsed<ValuesOf<F>> {
    const live = (name: string): Live => {
      const found = this.#all.get(name);
      if (!found) throw new RangeError(`no flag --${name} in this command`);
      return found;
    };
    // The specification of each name made its value: the types are those of the specifications.
    const flags = {
      get: (name: string) => live(name).value.get(),
      changed: (name: string) => live(name).changed,
      count: [...this.#byName.values()].filter((one) => one.changed && one.spec.name !== "help").length,
    } as Flags<ValuesOf<F>>;
    return { flags, args, rest, notices: this.#notices, warnings: [...this.#byName.values()].flatMap(({ value }) => value.warnings ?? []) };
  }

  #failure(code: ErrorCode, blanks: Record<string, string>): Error {
    return failure(code, { ...blanks, trailer: this.options.trailer() });
  }

  #long(word: string, queue: string[]): void {
    const name = word.slice(2);
    if (name === "" || name.startsWith("-") || name.startsWith("=")) throw this.#failure("cli-flag-syntax", { word });
    const at = name.indexOf("=");
    const key = at < 0 ? name : name.slice(0, at);
    const live = this.#byName.get(key);
    if (!live) throw this.#failure("cli-unknown-flag", { name: key });
    if (at >= 0) this.#set(live, name.slice(at + 1));
    else if (live.value.isBool) this.#set(live, "true");
    else if (queue.length === 0) throw this.#failure("cli-flag-needs-argument", { name: key });
    else this.#set(live, queue.shift() as string);
  }

  #shorts(group: string, queue: string[]): void {
    let rest = group;
    while (rest !== "") {
      const char = rest[0] as string;
      const live = this.#byShort.get(char);
      if (!live) throw this.#failure("cli-unknown-shorthand", { char, rest });
      const after = rest.slice(1);
      if (after.startsWith("=")) {
        this.#set(live, after.slice(1));
        return;
      }
      if (live.value.isBool) this.#set(live, "true");
      else if (after !== "") {
        this.#set(live, after);
        return;
      } else if (queue.length === 0) throw this.#failure("cli-shorthand-needs-argument", { char, rest });
      else this.#set(live, queue.shift() as string);
      rest = after;
    }
  }

  #set(live: Live, text: string): void {
    try {
      live.value.set(text);
    } catch (error) {
      if (!(error instanceof FlagValueError)) throw error;
      const name = live.spec.short ? `-${live.spec.short}, --${live.spec.name}` : `--${live.spec.name}`;
      throw this.#failure("cli-flag-value", { value: goQuote(text), flag: name, cause: error.message });
    }
    if (live.spec.deprecated && !live.changed) this.#notices.push(`Flag --${live.spec.name} has been deprecated, ${live.spec.deprecated}\n`);
    live.changed = true;
  }
}
