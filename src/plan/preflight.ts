/** Something in the text of a script that its reader should know of before it runs. */
export interface PreflightNote {
  /** Line in the script, from 1 on. */
  readonly line: number;
  readonly kind: "path" | "socket" | "ssh" | "tcp";
  /** The words that were found. */
  readonly text: string;
}

/** Patterns that are looked for in each line, in this order. */
const PATTERNS: readonly (readonly [kind: PreflightNote["kind"], pattern: RegExp])[] = [
  ["path", /(?<![\w./-])(\/[\w.-]+(?:\/[\w.-]+)*\/docker(?:-compose)?)(?![\w./-])/g],
  ["socket", /((?:\$\{?XDG_RUNTIME_DIR\}?|\/)[\w./-]*\/(?:docker|podman|containerd)\.sock)\b/g],
  ["ssh", /\b(ssh\s(?:[^|;&#]*\s)?["']?(?:sudo\s+)?docker(?:-compose)?\b)/g],
  ["tcp", /(\bdocker\b[^|;&#]*?\s(?:-H|--host)(?:\s+|=)?["']?tcp:\/\/[^\s"']+|\bDOCKER_HOST=["']?tcp:\/\/[^\s"']+)/g],
];

/** Finds the lines of a script that may lead past the `docker` on PATH; comments are left out. */
export function preflight(script: string): PreflightNote[] {
  return script.split("\n").flatMap((text, at) => {
    if (/^\s*#/.test(text)) return [];
    return PATTERNS.flatMap(([kind, pattern]) => [...text.matchAll(pattern)].map((match) => ({ line: at + 1, kind, text: (match[1] as string).trim() })));
  });
}

const CONSEQUENCES: Readonly<Record<PreflightNote["kind"], readonly [isolated: string, open: string]>> = {
  path: ["dryswarm answers in its place", "this is not dryswarm, and reaches the engine of this machine"],
  socket: ["the simulated engine answers on it", "this is an engine of this machine"],
  ssh: ["runs on that machine, which dryswarm does not cover", "runs on that machine, which dryswarm does not cover"],
  tcp: [
    "docker works on the simulated host of that name; any other program would dial it",
    "docker works on the simulated host of that name; any other program would dial it",
  ],
};

/** A note in one line. `isolated`: the script runs where docker's places and sockets are simulated. */
export const preflightText = ({ kind, text }: PreflightNote, isolated: boolean): string =>
  `${isolated && (kind === "path" || kind === "socket") ? "note" : "warning"}: ${text}: ${CONSEQUENCES[kind][isolated ? 0 : 1]}`;
