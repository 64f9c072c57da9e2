import { emitKeypressEvents, type Key as NodeKey } from "node:readline";
import { failure } from "../api/index.ts";
import type { Screen, ScreenEvent } from "../cli/screen.ts";
import type { Env } from "./settings.ts";

const ENTER = "\u001b[?1049h\u001b[?25l";
const LEAVE = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";
/** Size of a terminal that does not say it. */
const SIZE = { columns: 80, rows: 24 };

/**
 * The terminal of this process as a whole screen: what was on it comes back when it is closed, or when a signal ends the process. Throws
 * top-terminal where standard input or output is none, or one that can show no screen.
 */
export function openScreen(env: Env): Screen {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY || env.TERM === "dumb" || env.TERM === "") throw failure("top-terminal");
  const waiting: ScreenEvent[] = [];
  let wake: (() => void) | undefined;
  const push = (event: ScreenEvent): void => {
    waiting.push(event);
    wake?.();
  };
  const onKey = (text: string | undefined, { name = "", ctrl = false }: NodeKey): void => {
    // Control characters type nothing.
    const typed = text !== undefined && text.length > 0 && text >= " " && text !== "\u007f" ? text : "";
    push({ name, text: ctrl ? "" : typed, ctrl });
  };
  const onResize = (): void => push("resize");
  const onEnd = (): void => push("end");
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on("keypress", onKey).on("end", onEnd).resume();
  stdout.on("resize", onResize).on("error", onEnd);
  const signals = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
  for (const signal of signals) process.once(signal, onEnd);
  stdout.write(ENTER);
  return {
    get columns() {
      return stdout.columns || SIZE.columns;
    },
    get rows() {
      return stdout.rows || SIZE.rows;
    },
    draw: (lines) => {
      stdout.write(`${HOME}${lines.map((line) => `${line}${CLEAR_LINE}`).join("\r\n")}${CLEAR_BELOW}`);
    },
    next: async (milliseconds) => {
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = undefined;
      return waiting.shift() ?? "tick";
    },
    close: () => {
      stdin.off("keypress", onKey).off("end", onEnd).setRawMode(false).pause();
      stdout.off("resize", onResize).off("error", onEnd);
      for (const signal of signals) process.off(signal, onEnd);
      stdout.write(LEAVE);
    },
  };
}
