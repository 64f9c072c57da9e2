import type { Streams } from "../command.ts";

/** Shows lines of progress by their id: the last text of an id is the one that holds. */
export interface ProgressDisplay {
  /** Says `text` of `id`. */
  line(id: string, text: string): void;
  /** Says how far a task is: `step` of `steps`, with the name of its state. */
  bar(id: string, state: string, step: number, steps: number): void;
}

/** Terminals narrower than this get no bar, only the state. */
const MIN_COLUMNS = 110;
const BAR = 50;

/** The lines off a terminal: each is printed as it comes; what would be a bar is left out. */
export function plainProgress(out: (text: string) => void): ProgressDisplay {
  return { line: (id, text) => out(`${id}: ${text}\n`), bar: () => undefined };
}

function barText(step: number, steps: number): string {
  const filled = Math.trunc(Math.trunc((step / steps) * 100) / 2);
  return `[${"=".repeat(filled)}>${" ".repeat(BAR - filled)}] `;
}

/** The lines on a terminal: each id has a line of its own, which is written over in place (as docker's jsonmessage does). */
export function terminalProgress({ out, columns }: Pick<Streams, "out" | "columns">): ProgressDisplay {
  const lines = new Map<string, number>();
  const put = (id: string, text: string): void => {
    if (!lines.has(id)) {
      lines.set(id, lines.size);
      out("\n");
    }
    const up = lines.size - (lines.get(id) as number);
    out(`\u001b[${up}A\u001b[2K\r${id}: ${text}\r\u001b[${up}B`);
  };
  return {
    line: (id, text) => put(id, `${text} `),
    bar: (id, state, step, steps) => put(id, `${state.padEnd(9)} ${columns > MIN_COLUMNS ? barText(step, steps) : ""}`),
  };
}

/** No lines at all (`--quiet`). */
export const NO_PROGRESS: ProgressDisplay = { line: () => undefined, bar: () => undefined };
