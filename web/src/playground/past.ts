import { failure } from "../../../src/api/index.ts";
import type { StateChange, StateHistory } from "../../../src/cli/state-changes.ts";
import { objectChanges } from "../../../src/store/object-changes.ts";
import { redactedArgv } from "../../../src/values/redact-words.ts";

/** Changes that are kept at most. */
const MOST = 20;

/** The last changes of a swarm in memory, whose text is kept in `cell`; "" is that of nothing. */
export class Past {
  readonly #changes: { readonly argv: readonly string[]; readonly time: bigint; readonly before: string }[] = [];
  /** What undo has brought back: that is no change of its own. */
  #restored: string | undefined;

  constructor(
    private readonly cell: { text: string },
    private readonly path: string,
  ) {}

  /** Notes a command that has run, where it has changed the text of before. */
  note(argv: readonly string[], before: string): void {
    const { text } = this.cell;
    if (text !== before && text !== this.#restored) this.#changes.push({ argv: redactedArgv(argv), time: BigInt(Date.now()) * 1_000_000n, before });
    this.#restored = undefined;
    this.#changes.splice(0, Math.max(0, this.#changes.length - MOST));
  }

  /** History as a command's context has it. */
  readonly history: StateHistory = {
    list: async (): Promise<StateChange[]> => {
      let after = this.cell.text;
      return this.#changes.toReversed().map(({ argv, time, before }, at) => {
        const changes = objectChanges(before || undefined, after || undefined);
        after = before;
        return { number: at + 1, argv, time, changes };
      });
    },
    undo: async (count) => {
      if (count > this.#changes.length) throw failure("history-short", { path: this.path, known: this.#changes.length });
      const undone = this.#changes.splice(-count);
      this.cell.text = undone[0]?.before ?? "";
      this.#restored = this.cell.text;
      return undone.map(({ argv }) => argv).reverse();
    },
  };
}
