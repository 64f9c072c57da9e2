import { type DataCentre, type DryswarmError, failure } from "../../../src/api/index.ts";
import type { CommandContext, CommandResult, Fork, Streams } from "../../../src/cli/command.ts";
import { runToExit } from "../../../src/cli/dispatch/exit.ts";
import { GLOBAL_FLAGS, type Globals } from "../../../src/cli/dispatch/globals.ts";
import { runProgram } from "../../../src/cli/dispatch/program.ts";
import { suggestion } from "../../../src/cli/dispatch/suggest.ts";
import { swarmOf } from "../../../src/cli/dry/common.ts";
import { cliProfile } from "../../../src/cli/profiles/index.ts";
import { createEngine, type Dependencies, importState, nearestProfile, PROFILE_NAMES } from "../../../src/engine/index.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { readState } from "../../../src/store/migrate.ts";
import { stateText } from "../../../src/store/packed-state.ts";
import { SCHEMA } from "../../../src/store/schema.ts";
import { emptyState, type Store } from "../../../src/store/tx.ts";
import { newRootCertificate } from "../../../src/support/ca.ts";
import { realRandom } from "../../../src/support/random.ts";
import { sealData } from "../../../src/support/seal.ts";
import { hostOfUrl } from "../../../src/values/host-url.ts";
import { shellWords } from "../../../src/values/shellwords.ts";
import { VERSION } from "../../../src/version.ts";
import { Past } from "./past.ts";

/** The engine that is simulated where nobody asks for another. */
const ENGINE = "28.5";
/** What messages call the state. */
const PATH = "state.json";

/** Where the text of a state is kept; "" for that of nothing. */
interface Cell {
  text: string;
}

/** A terminal that a command writes to, and how wide it is. */
export interface Screen {
  readonly columns: number;
  print(text: string): void;
}

/** A data centre in memory, with its files and its command line. */
export interface Machine {
  /** Files that commands may name, by name. */
  readonly files: Map<string, string>;
  /** Runs a command line on a host; gives its exit status. Commands wait for those before them. */
  run(host: string, line: string, screen: Screen): Promise<number>;
  /** The swarm as the page shows it. */
  snapshot(): Promise<Snapshot>;
  /** The JSON state, as `dryswarm --state` reads it. */
  save(): string;
  /** Takes a state in place of its own; "" begins anew. Throws state-corrupt, state-foreign and state-newer. */
  load(text: string): void;
}

/** A store that keeps the text of a state. */
const storeOf = (cell: Cell, engine: string): Store => {
  const read = () => (cell.text === "" ? emptyState(engine, SCHEMA) : readState(cell.text, PATH));
  return {
    view: async (look) => look(read()),
    update: async (change) => {
      const state = read();
      const result = change(state);
      cell.text = stateText(state);
      return result;
    },
  };
};

/** Name of the engine of a state. */
const engineOf = ({ text }: Cell): string => (text === "" ? ENGINE : (readState(text, PATH).engine ?? ENGINE));

/** What an engine is given from outside. Throws cli-engine-profile. */
function dependenciesOf(cell: Cell, asked: string): Dependencies {
  const name = asked && asked !== "auto" ? asked : engineOf(cell);
  const profile = nearestProfile(name)?.profile;
  if (!profile) throw failure("cli-engine-profile", { name, known: [...PROFILE_NAMES, "auto"].join(", ") });
  const start = BigInt(Date.now()) * 1_000_000n;
  const origin = performance.now();
  return {
    clock: { now: () => start + BigInt(Math.round((performance.now() - origin) * 1e6)) },
    random: (drawn) => Object.assign(realRandom(), { drawn }),
    loadCA: async () => newRootCertificate,
    loadSeal: async () => sealData,
    profile,
    everywhere: asked !== "",
    version: profile.version,
  };
}

/** Fails for what a page in a browser has not. */
const lacks = (what: string) => async (): Promise<never> => {
  throw failure("cli-no-machine", { what });
};

/** A data centre in memory. It starts with the text of a state and with files. */
export function createMachine(start: { readonly state?: string; readonly files?: Readonly<Record<string, string>> } = {}): Machine {
  const cell: Cell = { text: start.state ?? "" };
  const files = new Map(Object.entries(start.files ?? {}));
  let queue: Promise<unknown> = Promise.resolve();
  const past = new Past(cell, PATH);

  const readFile = async (path: string): Promise<Uint8Array> => {
    const text = files.get(path.replace(/^(\.\/|\/)+/, ""));
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return Buffer.from(text);
  };

  /** A copy of the data centre to try things on. Rejects with script-isolate where a script is to run: no process can. */
  const forkOf =
    (engine: string, environment: CommandContext["environment"]): CommandContext["fork"] =>
    async (from, other) => {
      const dependencies = dependenciesOf(cell, other ?? engine);
      const text =
        from === undefined ? cell.text : "text" in from ? stateText(readState(from.text, from.file)) : stateText(await importState(from.reading, dependencies));
      const copy: Cell = { text };
      const centre = (of: Cell): DataCentre => createEngine(storeOf(of, dependencies.profile.name), dependencies);
      const fork: Fork = {
        hosts: centre(copy),
        engine: dependencies.profile.name,
        docker: async (argv): Promise<CommandResult> => {
          let stderr = "";
          const result: { error?: CommandResult["error"] } = {};
          const streams = { ...streamsOf({ columns: 0, print: () => undefined }), err: (said: string) => void (stderr += said) };
          const status = await runWords(argv, copy, "", streams, "docker", (error) => {
            result.error = error;
          });
          return { argv, status, stderr, ...result };
        },
        script: lacks("a script"),
        another: async () => centre({ text }),
        save: async () => {
          cell.text = copy.text;
        },
        discard: async () => undefined,
      };
      if (environment && environment.hosts.length > 0) await fork.hosts.hostApply(environment.hosts.map(({ name }) => ({ Name: name })));
      return fork;
    };

  const contextOf = async (globals: Globals, on: Cell, host: string, streams: Streams, program: string): Promise<CommandContext> => {
    const engine = globals.flags.get("engine");
    const dependencies = dependenciesOf(on, engine);
    const centre = createEngine(storeOf(on, dependencies.profile.name), dependencies);
    const profile = cliProfile(dependencies.profile.name);
    const hostsFile = globals.flags.get("hosts");
    const environment = hostsFile ? await (await import("../../../src/cli/host-commands.ts")).applyHosts({ readFile }, centre, hostsFile) : undefined;
    return {
      client: centre.on(hostOfUrl(globals.flags.get("host")) ?? (host || ((await centre.hostNames())[0] ?? "node-1"))),
      hosts: centre,
      statePath: PATH,
      streams: { ...streams, messages: profile.messages },
      state: {
        show: async () => on.text,
        reset: async () => {
          on.text = "";
        },
        repair: async () => ({ done: false }),
      },
      history: past.history,
      forks: {
        list: async () => [{ name: "main", current: true }],
        file: async () => undefined,
        make: lacks("a fork of the state"),
        switch: lacks("a fork of the state"),
        remove: lacks("a fork of the state"),
      },
      openScreen: lacks("a whole terminal"),
      plugin: { install: lacks("a plugin"), remove: lacks("a plugin") },
      runShell: lacks("a shell"),
      serve: lacks("a server"),
      readLive: lacks("a live engine"),
      page: lacks("a page as a file"),
      fork: forkOf(engine, environment),
      writeFile: async (path, text) => {
        files.set(path.replace(/^(\.\/|\/)+/, ""), text);
      },
      profile,
      program,
      env: { FORCE_COLOR: "1" },
      readFile,
      resolvePath: (path) => (path.startsWith("/") ? path : `/${path}`),
      now: () => new Date(),
      config: {},
      contexts: { list: () => [], current: "default", dockerHost: undefined, folder: async (kind, name) => `/${kind}/${name}`, use: () => undefined },
      hints: globals.flags.get("hints"),
      ...(environment && { environment }),
    };
  };

  const runWords = (
    argv: readonly string[],
    on: Cell,
    host: string,
    streams: Streams,
    program: string,
    failed?: (error: CommandResult["error"]) => void,
  ): Promise<number> => {
    const options = {
      name: program,
      globals: GLOBAL_FLAGS,
      profile: (globals?: Globals) => cliProfile(dependenciesOf(on, globals?.flags.get("engine") ?? "").profile.name),
      context: (globals: Globals) => contextOf(globals, on, host, streams, program),
      streams,
      version: () => `dryswarm ${VERSION}`,
    };
    const before = on.text;
    const advise = async (error: DryswarmError): Promise<string> => (program === "docker" ? "" : suggestion(error, argv));
    return runToExit(() => runProgram(argv, options), { err: streams.err, debug: argv.includes("-D"), failed, advise }).then((status) => {
      if (on === cell) past.note([program, ...argv], before);
      return status;
    });
  };

  /** Runs one line; what stands in `$( )` is run first, and its output put in its place. */
  async function runLine(host: string, line: string, screen: Screen): Promise<number> {
    let text = line.trim();
    for (let found = /\$\(([^()]*)\)/.exec(text); found; found = /\$\(([^()]*)\)/.exec(text)) {
      let inner = "";
      const status = await runLine(host, found[1] ?? "", { columns: 0, print: (said) => void (inner += said) });
      if (status !== 0) {
        screen.print(inner);
        return status;
      }
      text = text.replace(found[0], inner.trim());
    }
    let words: string[];
    try {
      words = shellWords(text);
    } catch (error) {
      screen.print(`${(error as Error).message}\n`);
      return 2;
    }
    const [name = "", ...args] = words;
    if (name === "" || name.startsWith("#")) return 0;
    if (name === "docker" || name === "dryswarm") return runWords(args, cell, host, streamsOf(screen), name);
    if (name === "ls") screen.print([...files.keys(), ""].join("\n"));
    else if (name === "cat" && args.length > 0 && args.every((file) => files.has(file))) screen.print(args.map((file) => files.get(file)).join(""));
    else {
      screen.print(`${name}: this terminal knows docker, dryswarm, ls and cat FILE, and $(COMMAND)\n`);
      return 127;
    }
    return 0;
  }

  return {
    files,
    run: (host, line, screen) => {
      const next = queue.then(() => runLine(host, line, screen));
      queue = next.catch(() => undefined);
      return next;
    },
    snapshot: async () => swarmOf(createEngine(storeOf(cell, ENGINE), dependenciesOf(cell, ""))),
    save: () => cell.text,
    load: (text) => {
      if (text !== "") readState(text, PATH);
      cell.text = text;
    },
  };
}

/** Streams that end on a screen; standard input is empty, and asks of the user are answered by the end of it. */
const streamsOf = ({ columns, print }: Screen): Streams => ({
  readStdin: async () => new Uint8Array(),
  readLine: async () => null,
  out: print,
  err: print,
  stdoutIsTTY: false,
  stdinIsTTY: false,
  columns,
  stderrColumns: 0,
});
