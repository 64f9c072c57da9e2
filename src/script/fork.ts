import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DataCentre, failure } from "../api/index.ts";
import type { CommandResult, Fork, ForkSource, ScriptRun, ScriptRunOptions } from "../cli/command.ts";
import { readingText } from "../cli/progress-line.ts";
import { createEngine, type Dependencies, importState } from "../engine/index.ts";
import { lockFor, openStore, readText, writeText } from "../store/file.ts";
import type { ChangeNote } from "../store/history.ts";
import { readState } from "../store/migrate.ts";
import { stateText } from "../store/packed-state.ts";

/** With what a copy of the state is made and used. */
export interface ForkOptions {
  /** The state file. */
  readonly path: string;
  /** What the copy is made of instead of the state. */
  readonly from?: ForkSource | undefined;
  readonly dependencies: Dependencies;
  /** What the history of the state says of `save`. */
  readonly note?: ChangeNote | undefined;
  /** Says what is being done, and for how many milliseconds it blocks. */
  say(text: string, blocks?: number): void;
  /** Runs a docker command in this process on the state in a file. */
  docker(argv: readonly string[], file: string): Promise<CommandResult>;
  /** Runs a script on the state in a file. */
  script(argv: readonly string[], file: string, options: ScriptRunOptions): Promise<ScriptRun>;
}

/** Tasks that a slow machine makes in a millisecond. */
const TASKS_PER_MS = 2;

async function textFrom(from: ForkSource, dependencies: Dependencies, say: ForkOptions["say"]): Promise<string> {
  if ("text" in from) {
    say(...readingText(from.file === "-" ? "standard input" : from.file, from.text.length));
    return stateText(readState(from.text, from.file));
  }
  const { services, nodes } = from.reading;
  const tasks = services.reduce((sum, { Spec }) => sum + (Spec.Mode.Replicated?.Replicas ?? nodes.length), 0);
  say(`importing: ${services.length.toLocaleString("en")} services`, tasks / TASKS_PER_MS);
  return stateText(await importState(from.reading, dependencies));
}

/** A copy of the state in a folder of its own. Rejects with the state-* errors. */
export async function openFork({ path, from, dependencies, note, say, docker, script }: ForkOptions): Promise<Fork> {
  const before = readText(path);
  const text = from ? await textFrom(from, dependencies, say) : before;
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-fork-"));
  let copies = 0;
  const copy = (): string => {
    const made = join(folder, `state-${++copies}.json`);
    if (text !== undefined) writeText(made, text);
    return made;
  };
  // Each has a store of its own: what is read before a script runs stays as it was then.
  const centreOf = (made: string): DataCentre => createEngine(openStore({ path: made, engine: dependencies.profile.name }), dependencies);
  const file = copy();
  return {
    hosts: centreOf(file),
    another: async () => centreOf(copy()),
    engine: dependencies.profile.name,
    docker: (argv) => docker(argv, file),
    script: (argv, options) => script(argv, file, options),
    save: async () => {
      say(`saving ${path}`);
      const release = await lockFor(path);
      try {
        if (readText(path) !== before) throw failure("state-changed", { path });
        const after = readText(file);
        if (after !== undefined) writeText(path, after, note);
      } finally {
        release();
      }
    },
    discard: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
