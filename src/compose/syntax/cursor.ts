/** What libyaml finds wrong with a text, and where: lines count from 0. */
export class SyntaxProblem extends Error {
  constructor(
    readonly problem: string,
    /** Line in which what cannot be ended or continued began. */
    readonly context: number,
    /** Line in which that was found. */
    readonly found: number,
    /** Whether the scanner found it, not the parser. */
    readonly scanner: boolean,
  ) {
    super(problem);
  }

  /**
   * Docker's words: the line where it began, or with `whereFound` that in which it was found, and the other one where that is the first; those of
   * the parser are one too low, and the first has none.
   */
  words(whereFound: boolean): string {
    const line = whereFound ? this.found || this.context : this.context || this.found;
    return line === 0 ? this.problem : `line ${line + (this.scanner ? 1 : 0)}: ${this.problem}`;
  }
}

const BREAK = /[\r\n\u0085\u2028\u2029]/;

/** A place in a text, with its line and column. */
export class Cursor {
  at = 0;
  line = 0;
  column = 0;

  constructor(readonly text: string) {}

  /** The character some places on; "" after the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  isEnd(ahead = 0): boolean {
    return this.at + ahead >= this.text.length;
  }

  isBreak(ahead = 0): boolean {
    return BREAK.test(this.peek(ahead));
  }

  isBlank(ahead = 0): boolean {
    const char = this.peek(ahead);
    return char === " " || char === "\t";
  }

  isBlankOrEnd(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreak(ahead) || this.isEnd(ahead);
  }

  /** Goes on by characters of one line. */
  skip(count = 1): void {
    this.at += count;
    this.column += count;
  }

  /** Goes to the next line, from a line break. */
  skipLine(): void {
    this.at += this.peek() === "\r" && this.peek(1) === "\n" ? 2 : 1;
    this.line++;
    this.column = 0;
  }

  /** Goes on while characters fit. */
  skipWhile(fits: () => boolean): void {
    while (!this.isEnd() && fits()) this.skip();
  }

  /** Goes to the end of the line. */
  skipRest(): void {
    this.skipWhile(() => !this.isBreak());
  }

  /** Whether a line with `---` or `...` alone in its first columns begins here. */
  isDocumentMark(): boolean {
    return this.column === 0 && /^(---|\.\.\.)/.test(this.text.slice(this.at, this.at + 3)) && this.isBlankOrEnd(3);
  }

  /** A problem of the scanner, found here, with something that began in line `context`. */
  problem(problem: string, context = this.line): SyntaxProblem {
    return new SyntaxProblem(problem, context, this.line, true);
  }
}
