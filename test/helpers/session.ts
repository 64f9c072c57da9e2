import { readFile } from "node:fs/promises";
import type { CommandContext, Streams } from "../../src/cli/command.ts";
import { runToExit } from "../../src/cli/dispatch/exit.ts";
import { GLOBAL_FLAGS } from "../../src/cli/dispatch/globals.ts";
import { runProgram } from "../../src/cli/dispatch/program.ts";
import { cliProfile } from "../../src/cli/profiles/index.ts";
import { createEngine, engineProfile } from "../../src/engine/index.ts";
import { EMPTY_ENVIRONMENT, type Environment } from "../../src/environment/types.ts";
import { openStore } from "../../src/store/file.ts";
import { stateProblem } from "../../src/store/repair.ts";
import { SCHEMA } from "../../src/store/schema.ts";
import { emptyState } from "../../src/store/tx.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { realRandom } from "../../src/support/random.ts";
import { realClock } from "../../src/support/real-clock.ts";
import { sealData } from "../../src/support/seal.ts";
import { memoryStore } from "./memory-store.ts";

/** What one command printed. */
export interface Printed {
  stdout: string;
  stderr: string;
  code: number;
}

/** A data centre in memory, or in the state file at `path`, and `docker` on it: every command runs in this process. */
export function session(
  profile = "28.5",
  { hints = false, environment = EMPTY_ENVIRONMENT, path }: { hints?: boolean; environment?: Environment; path?: string } = {},
) {
  const store = memoryStore(emptyState(profile, SCHEMA));
  const engine = createEngine(path === undefined ? store : openStore({ path, engine: profile }), {
    clock: realClock(),
    random: (drawn) => Object.assign(realRandom(), { drawn }),
    loadCA: async () => newRootCertificate,
    loadSeal: async () => sealData,
    profile: engineProfile(profile) ?? expectProfile(),
    version: (engineProfile(profile) ?? expectProfile()).version,
  });
  const docker = async (argv: readonly string[], stdin = ""): Promise<Printed> => {
    const printed: Printed = { stdout: "", stderr: "", code: 0 };
    const lines = stdin.split("\n");
    const streams: Streams = {
      readStdin: async () => Buffer.from(stdin),
      readLine: async () => (stdin === "" ? null : (lines.shift() ?? null)),
      out: (text) => (printed.stdout += text),
      err: (text) => (printed.stderr += text),
      stdoutIsTTY: false,
      stdinIsTTY: false,
      columns: 0,
      stderrColumns: 0,
    };
    const host = /^\w+:\/\/([\w-]+)/.exec(argv[0] === "-H" ? (argv[1] ?? "") : "")?.[1] ?? "node-1";
    const context: CommandContext = {
      client: engine.on(host),
      hosts: engine,
      statePath: undefined,
      streams,
      state: { show: async () => JSON.stringify(store.current()), reset: async () => undefined, repair: async () => ({ done: false }) },
      history: { list: async () => [], undo: async () => [] },
      forks: { list: async () => [], file: async () => undefined, make: async () => undefined, switch: async () => false, remove: async () => undefined },
      plugin: { install: async () => "", remove: async () => "" },
      runShell: async () => 0,
      serve: async () => 0,
      openScreen: async () => {
        throw new Error("no screen here");
      },
      readLive: async () => {
        throw new Error("no live engines here");
      },
      fork: async () => {
        throw new Error("no forks here");
      },
      page: async () => "",
      writeFile: async () => undefined,
      program: "docker",
      profile: cliProfile(profile),
      env: {},
      readFile: (path) => readFile(path),
      resolvePath: (path) => path,
      now: () => new Date(),
      config: {},
      contexts: { list: () => [], current: "default", dockerHost: undefined, folder: async (kind, name) => `/${kind}/${name}`, use: () => undefined },
      hints,
      environment,
    };
    const options = { name: "docker", globals: GLOBAL_FLAGS, profile: () => cliProfile(profile), context: async () => context, streams, version: () => "v" };
    printed.code = await runToExit(() => runProgram(argv, options), {
      err: streams.err,
      debug: true,
      diagnose: async () => (path === undefined ? undefined : stateProblem(path)),
    });
    return printed;
  };
  return { docker, engine, state: () => store.current() };
}

function expectProfile(): never {
  throw new Error("no such profile");
}
