import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import type { Screen } from "./machine.ts";

/** Cells that a prompt takes beside the name of its host. */
const PROMPT = 3;
/** Cells that a text takes: East Asian characters two each. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1), 0);

/** A host's terminal: a line editor with a history, which gives each line to `run` and waits for its end. */
export class HostTerminal {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #history: string[] = [];
  /** Lines that came while a command ran. */
  readonly #waiting: string[] = [];
  #line = "";
  /** Where the cursor is in the line. */
  #at = 0;
  /** Which line of the history is shown; its length stands for the line that is being typed. */
  #shown = 0;
  #busy = false;

  constructor(
    private readonly host: string,
    private readonly run: (line: string, screen: Screen) => Promise<number>,
  ) {
    this.#terminal = new Terminal({ fontSize: 12, convertEol: true, cursorBlink: true, screenReaderMode: true, theme: { background: "#14171c" } });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.onData((data) => this.#typed(data));
  }

  /** Shows the terminal in an element. */
  open(element: HTMLElement): void {
    this.#terminal.open(element);
    this.fit();
    this.#prompt();
  }

  /** Takes the size of its element. */
  fit(): void {
    this.#fit.fit();
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Types a line, and Enter. */
  type(line: string): void {
    this.#typed(`${line}\r`);
  }

  #prompt(): void {
    this.#terminal.write(`\u001b[36m${this.host}\u001b[0m $ `);
  }

  /** Goes from the cursor to a place `to` cells behind the beginning of the prompt. */
  #go(from: number, to: number): string {
    const { cols } = this.#terminal;
    const rows = Math.floor(to / cols) - Math.floor(from / cols);
    const down = rows === 0 ? "" : rows < 0 ? `\u001b[${-rows}A` : `\u001b[${rows}B`;
    const right = to % cols;
    return `${down}\r${right > 0 ? `\u001b[${right}C` : ""}`;
  }

  /** Cells of the prompt and the first characters of the line. */
  #cells(line: string, at = line.length): number {
    return this.host.length + PROMPT + widthOf(line.slice(0, at));
  }

  /** Shows another line, with the cursor at a place of it. A line may take several rows. */
  #set(line: string, at = line.length): void {
    const start = this.#go(this.#cells(this.#line, this.#at), 0);
    const end = this.#cells(line);
    this.#terminal.write(`${start}\u001b[J`);
    this.#prompt();
    // A full row leaves the cursor at its end: the next one is gone to, where it would be taken to stand.
    this.#terminal.write(`${line}${end % this.#terminal.cols === 0 ? "\r\n" : ""}${this.#go(end, this.#cells(line, at))}`);
    this.#line = line;
    this.#at = at;
  }

  #recall(step: number): void {
    const shown = this.#shown + step;
    if (shown < 0 || shown > this.#history.length) return;
    this.#shown = shown;
    this.#set(this.#history[shown] ?? "");
  }

  async #enter(): Promise<void> {
    const line = this.#line;
    if (this.#at < line.length) this.#set(line);
    this.#terminal.write("\r\n");
    this.#line = "";
    this.#at = 0;
    if (line.trim() !== "") this.#history.push(line);
    this.#shown = this.#history.length;
    this.#busy = true;
    if (line.trim() === "clear") this.#terminal.clear();
    else await this.run(line, { columns: this.#terminal.cols, print: (text) => this.#terminal.write(text) });
    this.#busy = false;
    this.#prompt();
    const next = this.#waiting.shift();
    if (next !== undefined) this.#typed(next);
  }

  #typed(data: string): void {
    if (this.#busy) {
      this.#waiting.push(data);
      return;
    }
    const end = data.indexOf("\r");
    if (end >= 0 && data.length > 1) {
      if (end > 0) this.#typed(data.slice(0, end));
      if (data.length > end + 1) this.#waiting.push(data.slice(end + 1).replace(/^\n/, ""));
      void this.#enter();
      return;
    }
    const [line, at] = [this.#line, this.#at];
    if (data === "\r") void this.#enter();
    else if (data === "\u007f") at > 0 && this.#set(line.slice(0, at - 1) + line.slice(at), at - 1);
    else if (data === "\u001b[D") at > 0 && this.#set(line, at - 1);
    else if (data === "\u001b[C") at < line.length && this.#set(line, at + 1);
    else if (data === "\u001b[A") this.#recall(-1);
    else if (data === "\u001b[B") this.#recall(1);
    else if (data === "\u0001" || data === "\u001b[H") this.#set(line, 0);
    else if (data === "\u0005" || data === "\u001b[F") this.#set(line);
    else if (data === "\u0015") this.#set(line.slice(at), 0);
    else if (data === "\u0003") {
      this.#terminal.write("^C\r\n");
      this.#line = "";
      this.#at = 0;
      this.#prompt();
    } else if (!/[\u0000-\u001f]/.test(data)) this.#set(line.slice(0, at) + data + line.slice(at), at + data.length);
  }
}
