/** A step of a recorded console session: a shell command and what it answered. */
export interface Step {
  command: string;
  /** Comment lines above it, "# " included. */
  comment: string[];
  stdout: string;
  stderr: string;
  code: number;
}

/** True for a step whose answer the real engine itself does not repeat: it is run and not compared. */
export function isFree(step: Step): boolean {
  return step.comment.some((line) => line.startsWith("# any answer"));
}

interface Draft {
  command: string;
  comment: string[];
  out: string[];
  err: string[];
  code: number;
  cut: boolean;
}

/**
 * Reads a `.console` file: "$ " starts a command ("> " goes on), then stdout as it came, stderr behind "2> ", "=> N" for an
 * exit status that is not 0. "\c" ends a stdout without a newline; a "\" guards a stdout line that looks like a mark.
 */
export function parseConsole(text: string): Step[] {
  const drafts: Draft[] = [];
  let comment: string[] = [];
  let inCommand = false;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const step = drafts.at(-1);
    if (line.startsWith("# ")) {
      if (step && comment.length === 0) dropBlank(step);
      comment.push(line);
    } else if (line.startsWith("$ ")) {
      if (step && comment.length === 0) dropBlank(step);
      drafts.push({ command: line.slice(2), comment, out: [], err: [], code: 0, cut: false });
      comment = [];
      inCommand = true;
    } else if (step && comment.length === 0) {
      if (inCommand && line.startsWith("> ")) step.command += `\n${line.slice(2)}`;
      else {
        inCommand = false;
        readAnswer(step, line);
      }
    }
  }
  const last = drafts.at(-1);
  if (last && comment.length === 0) dropBlank(last);
  return drafts.map(finish);
}

function readAnswer(step: Draft, line: string): void {
  if (line.startsWith("2> ") || line === "2>") step.err.push(line.slice(3));
  else if (/^=> \d+$/.test(line)) step.code = Number(line.slice(3));
  else if (line === "\\c") step.cut = true;
  else if (line !== "" || !hasEnded(step)) step.out.push(line.replace(/^\\(?=[\\$>#=2])/, ""));
}

function hasEnded(step: Draft): boolean {
  return step.err.length > 0 || step.code > 0;
}

function dropBlank(step: Draft): void {
  if (!hasEnded(step) && step.out.at(-1) === "") step.out.pop();
}

function finish({ command, comment, out, err, code, cut }: Draft): Step {
  return { command, comment, code, stdout: out.join("\n") + (out.length && !cut ? "\n" : ""), stderr: err.map((line) => `${line}\n`).join("") };
}

/** The reverse of {@link parseConsole}. */
export function printConsole(steps: readonly Step[]): string {
  return steps.map(printStep).join("\n");
}

function printStep({ comment, command, stdout, stderr, code }: Step): string {
  const out =
    stdout === ""
      ? []
      : stdout
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => line.replace(/^(?=\$ |> |# |=> |2>|\\)/, "\\"));
  if (stdout !== "" && !stdout.endsWith("\n")) out.push("\\c");
  const err =
    stderr === ""
      ? []
      : stderr
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => `2> ${line}`.trimEnd());
  return [...comment, `$ ${command.replaceAll("\n", "\n> ")}`, ...out, ...err, ...(code ? [`=> ${code}`] : []), ""].join("\n");
}
