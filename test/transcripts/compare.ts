import type { Step } from "./console.ts";

const ID = /(?<![\w:])(?:[0-9a-f]{64}|[a-z0-9]{25})(?!\w)/g;
const AGO = /(?:less than a second|about an? (?:minute|hour)|\d+ (?:second|minute|hour)s?)(?: ago)/gi;
const TIMES = [
  /(?!0001-01-01)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g,
  /(?!0001-01-01)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \w+/g,
];

/** What two sessions are compared by: ids are named after the place where they first occur, times and tokens by their kind. */
export function comparable(steps: readonly Step[]): { stdout: string; stderr: string; code: number }[] {
  const outs = steps.map((step) => canonicalJson(step.stdout));
  const names = new Names([...outs, ...steps.map((step) => step.stderr)].join("\n"));
  return steps.map((step, index) => {
    names.enter(index + 1);
    const stdout = mask(outs[index] ?? "", names);
    const stderr = mask(withoutImageWarning(step.stderr), names);
    return { code: step.code, stderr, stdout: index === steps.length - 1 ? stdout.trimEnd() : stdout };
  });
}

/** Labels of ids: `<id:STEP.N>` after the step that shows it first. A short id has the label of the long one it starts. */
class Names {
  private readonly labels = new Map<string, string>();
  private readonly long: Map<string, string>;
  private step = 0;
  private count = 0;
  constructor(text: string) {
    this.long = new Map((text.match(/\b(?:[0-9a-f]{64}|[a-z0-9]{25})\b/g) ?? []).map((id) => [id.slice(0, 12), id]));
  }
  enter(step: number): void {
    this.step = step;
    this.count = 0;
  }
  label(id: string): string {
    const known = this.labels.get(id) ?? `<${id.length === 12 ? "short" : "id"}:${this.step}.${++this.count}>`;
    this.labels.set(id, known);
    return known;
  }
  short(id: string, sure: boolean): string {
    const long = this.long.get(id);
    if (long) return this.label(long);
    return sure || (/\d/.test(id) && /[a-z]/.test(id)) ? this.label(id) : id;
  }
}

function mask(text: string, names: Names): string {
  let masked = text
    .replace(/SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}/g, "<token>")
    .replace(/SWMKEY-1-[A-Za-z0-9+/]{43}/g, "<key>")
    .replace(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g, "<certificate>");
  for (const time of TIMES) masked = masked.replace(time, "<time>");
  // The recording engine is Debian's build, which words a few port and template errors otherwise than Docker's own.
  masked = masked
    .replace(/\bInvalid (?=containerPort|proto:|ranges specified|ip address|IP address|hostPort)/g, "invalid ")
    .replace(/illegal number syntax/g, "bad number syntax")
    .replace(/(incompatible types for comparison): \S+ and \S+/g, "$1")
    // Addresses of Go's values in memory.
    .replace(/(?<!\w)0x(?:[0-9a-f]{9,12})(?!\w)/g, "<address>")
    .replace(/\/tmp\/(?:transcript|dryswarm)[^/\s:"']*(?:\/work)?(?=\/|$)|\/DIR(?=\/)/gm, "<folder>")
    .replace(/\b(?:2[89]\.\d+|26\.1|20\.10)\.\d+(?:\+dfsg\d+)?\b/g, "<version>");
  if (masked.search(AGO) >= 0 || /\bUp |<version>/.test(masked)) masked = withoutWidths(masked);
  return (
    masked
      .replace(ID, (id) => (/\d/.test(id) ? names.label(id) : id))
      // One pass, so that the order of the labels does not depend on whether an ID happens to have no digit.
      .replace(/^[a-z]{12}(?= {2,})|(?<![\w:<])[a-z0-9]{12}(?!\w)/gm, (id, at: number, all: string) =>
        names.short(id, /^[a-z]{12} {2,}/.test(all.slice(at)) && (at === 0 || all[at - 1] === "\n")),
      )
  );
}

/** Ages differ in width from run to run, and columns with them. */
function withoutWidths(text: string): string {
  return text
    .replace(AGO, "<ago>")
    .replace(/\bUp (?:Less than a second|About an? (?:minute|hour)|\d+ \w+)/g, "Up <time>")
    .replace(/ {2,}/g, "  ")
    .replace(/ +$/gm, "");
}

function withoutImageWarning(text: string): string {
  return text.replace(
    /image \S+ could not be accessed on a registry to record\nits digest\. Each node will access \S+ independently,\npossibly leading to different nodes running different\nversions of the image\.\n\n/g,
    "",
  );
}

/** JSON laid out as Go lays it out, with what no two engines share taken out; any other text as it is. */
function canonicalJson(text: string): string {
  return (
    reJson(text, 4) ??
    text
      .split("\n")
      .map((line) => reJson(line, 0) ?? line)
      .join("\n")
  );
}

function reJson(text: string, indent: number): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (goJson(value, indent) !== text.trimEnd()) return null;
    return goJson(canonical(value), indent) + (text.endsWith("\n") ? "\n" : "");
  } catch {
    return null;
  }
}

function goJson(value: unknown, indent: number): string {
  const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(value, null, indent).replace(/[<>&]/g, (char) => escapes[char] ?? char);
}

type Json = Record<string, unknown>;
const text = (value: unknown): string => String(value ?? "");
const addressKey = (address: unknown): string =>
  text(address)
    .split(/[./:]/)
    .map((part) => part.padStart(5, "0"))
    .join(".");
const nameKey = (name: unknown): string => text(name).replace(/[a-z0-9]{25}|[0-9a-f]{64}/g, "");

function canonical(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    if (key === "Plugins") return "(plugins)";
    const items = value.map((item) => canonical(item));
    return key === "Peers" ? items.sort((a, b) => addressKey((a as Json).IP).localeCompare(addressKey((b as Json).IP))) : items;
  }
  if (!value || typeof value !== "object") return value;
  if (key === "Containers" || key === "Nodes") return byName(value as Record<string, Json>);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, canonicalField(name, item)]));
}

function canonicalField(name: string, value: unknown): unknown {
  if (/^(Index|NanoCPUs|MemoryBytes)$/.test(name) && typeof value === "number") return "(number)";
  if (/^(EngineVersion|TrustRoot|CertIssuerSubject|CertIssuerPublicKey|Architecture)$/.test(name)) return `(${name})`;
  return canonical(value, name);
}

/** Which task of a batch gets which address is the engine's mood: containers by name, the addresses in order. */
function byName(containers: Record<string, Json>): unknown {
  const sorted = Object.entries(containers).sort(([, a], [, b]) => nameKey(a.Name).localeCompare(nameKey(b.Name)));
  const pick = ({ MacAddress, IPv4Address, IPv6Address }: Json): Json => ({ MacAddress, IPv4Address, IPv6Address });
  const key = (entry: Json): string => addressKey(entry.IPv4Address || entry.IPv6Address);
  const addresses = sorted.map(([, container]) => pick(container)).sort((a, b) => key(a).localeCompare(key(b)));
  return Object.fromEntries(sorted.map(([id, container], i) => [id, { ...container, ...(addresses[i]?.MacAddress !== undefined && addresses[i]) }]));
}
