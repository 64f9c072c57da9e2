/** What happens on a terminal: a key, another size, time that has passed, or the end of the terminal or the process. */
export type ScreenEvent = { readonly name: string; readonly text: string; readonly ctrl: boolean } | "resize" | "tick" | "end";

/** A terminal as a whole screen. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Shows these lines, from the top; those below them are cleared. */
  draw(lines: readonly string[]): void;
  /** What happens next; "tick" when nothing has for so many milliseconds. */
  next(milliseconds: number): Promise<ScreenEvent>;
  /** Brings back what was on the terminal before. */
  close(): void;
}
