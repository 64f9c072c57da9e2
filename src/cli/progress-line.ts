import { statSync } from "node:fs";
import type { Streams } from "./command.ts";

/** What a progress line is given from outside. */
export interface ProgressOptions {
  readonly streams: Streams;
  /** Milliseconds of a clock that only goes on. */
  now(): number;
  /** Runs something once, later; gives what calls it off. */
  later(run: () => void, ms: number): () => void;
}

/** Says on a terminal what takes long. */
export interface ProgressLine {
  /** Streams whose text stands clear of the line. */
  readonly streams: Streams;
  /**
   * What is being done now. `blocks` is for how many milliseconds nothing else can be drawn, as far as is known beforehand: a line
   * that would come too late is drawn at once.
   */
  say(text: string, blocks?: number): void;
  /** Takes the line away; nothing is drawn any more. */
  end(): void;
}

/** What takes less is not worth a line. */
const PATIENCE = 1000;
/** Between two drawings. */
const PAUSE = 100;
const CLEAR = "\r\u001b[K";

/** One line on stderr, where that is a terminal: drawn after a second, at most ten times a second, and gone at the end. */
export function progressLine({ streams, now, later }: ProgressOptions): ProgressLine {
  if (streams.stderrColumns === 0) return { streams, say: () => undefined, end: () => undefined };
  const width = streams.stderrColumns - 1;
  let next = now() + PATIENCE;
  let requested = "";
  let drawn = "";
  let waiting: (() => void) | undefined;
  let over = false;
  /** The terminal's cursor stands behind a text that goes on. */
  let within = false;

  const draw = (): void => {
    waiting?.();
    waiting = undefined;
    next = now() + PAUSE;
    if (within || requested === drawn) return;
    streams.err(`${CLEAR}${requested}`);
    drawn = requested;
  };
  const clear = (): void => {
    if (drawn) streams.err(CLEAR);
    drawn = "";
  };
  const clearly =
    (write: (text: string) => void) =>
    (text: string): void => {
      clear();
      write(text);
      if (text !== "") within = !text.endsWith("\n");
    };
  return {
    streams: { ...streams, out: clearly(streams.out), err: clearly(streams.err) },
    say: (text, blocks = 0) => {
      if (over) return;
      const line = text.replace(/\p{Cc}+/gu, " ");
      requested = line.length > width ? `${line.slice(0, width - 1)}…` : line;
      const wait = next - now();
      if (wait <= blocks) draw();
      else waiting ??= later(draw, wait);
    },
    end: () => {
      over = true;
      waiting?.();
      waiting = undefined;
      clear();
    },
  };
}

/** A slow machine's reading of JSON: rather a line too many than a still terminal. */
const BYTES_PER_MS = 20_000;

/** Bytes of a file; none of one that cannot be looked at. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** "reading /path/state.json (58 MB)", and for how many milliseconds that blocks: what {@link ProgressLine.say} takes. */
export function readingText(path: string, bytes = sizeOf(path)): [text: string, blocks: number] {
  return [`reading ${path} (${Math.round(bytes / 1e6)} MB)`, bytes / BYTES_PER_MS];
}
