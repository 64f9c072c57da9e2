import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failure } from "../api/index.ts";
import type { Fork, ScriptRun, ScriptRunOptions } from "../cli/command.ts";
import { readingText } from "../cli/progress-line.ts";
import { createEngine, importState, type Surroundings } from "../engine/index.ts";
import type { CommandRecord } from "../plan/command-record.ts";
import { isStateText, readDump } from "../plan/dump.ts";
import { lockFor, openStore, readText, writeText } from "../store/file.ts";
import { readState } from "../store/migrate.ts";
import { stateText } from "../store/packed-state.ts";

/** With what a copy of the state is made and used. */
export interface ForkOptions {
  /** The state file. */
  readonly path: string;
  /** What the copy is made of instead: a state, or a dump of a real swarm. */
  readonly from?: { readonly text: string; readonly file: string } | undefined;
  readonly surroundings: Surroundings;
  /** Says what is being done, and for how many milliseconds it blocks. */
  say(text: string, blocks?: number): void;
  /** Runs a docker command in this process on the state in a file. */
  docker(argv: readonly string[], file: string): Promise<CommandRecord>;
  /** Runs a script on the state in a file. */
  script(argv: readonly string[], file: string, options: ScriptRunOptions): Promise<ScriptRun>;
}

/** Tasks that a slow machine makes in a millisecond. */
const TASKS_PER_MS = 2;

async function textFrom({ text, file }: { text: string; file: string }, surroundings: Surroundings, say: ForkOptions["say"]): Promise<string> {
  say(...readingText(file === "-" ? "standard input" : file, text.length));
  if (isStateText(text)) return stateText(readState(text, file));
  const dump = readDump(text, file);
  const tasks = dump.services.reduce((sum, { Spec }) => sum + (Spec.Mode.Replicated?.Replicas ?? dump.nodes.length), 0);
  say(`importing: ${dump.services.length.toLocaleString("en")} services`, tasks / TASKS_PER_MS);
  return stateText(await importState(dump, surroundings));
}

/** A copy of the state in a folder of its own. Rejects with plan-dump and the state-* errors. */
export async function openFork({ path, from, surroundings, say, docker, script }: ForkOptions): Promise<Fork> {
  const before = readText(path);
  const text = from ? await textFrom(from, surroundings, say) : before;
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-fork-"));
  const file = join(folder, "state.json");
  if (text !== undefined) writeText(file, text);
  return {
    // A store of its own: what is read before a script runs stays as it was then.
    hosts: createEngine(openStore({ path: file, engine: surroundings.profile.name }), surroundings),
    docker: (argv) => docker(argv, file),
    script: (argv, options) => script(argv, file, options),
    save: async () => {
      say(`saving ${path}`);
      const release = await lockFor(path);
      try {
        if (readText(path) !== before) throw failure("state-changed", { path });
        const after = readText(file);
        if (after !== undefined) writeText(path, after);
      } finally {
        release();
      }
    },
    discard: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
