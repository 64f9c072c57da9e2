import type { Place } from "../../compose/places.ts";
import { type Finding, findings, type StackFact } from "../../plan/rules/index.ts";
import type { PlacedFinding } from "../../report/check.ts";
import type { CommandContext, Flags } from "../command.ts";
import { readNamed } from "../stack/files.ts";
import { environmentOf, fromFiles, swarmOf } from "./common.ts";

/** Keys of a service or network at which a finding of a rule is shown, the first that is there. */
const KEYS: readonly [pattern: RegExp, keys: readonly string[]][] = [
  [/^DS00|^DS01[0-356]|^DS02/, ["ipam", "driver_opts"]],
  [/^DS03/, ["ports", "deploy"]],
  [/^DS04[013]/, ["driver_opts"]],
  [/^DS05[234]|^DS058/, ["networks"]],
  [/^DS063/, ["deploy"]],
];

/** What stack files would be found guilty of, deployed on a copy of the state: each finding with its place. */
export async function checkStack(context: CommandContext, flags: Flags, stack: string): Promise<{ found: PlacedFinding[]; status: number }> {
  const files = flags.get<string[]>("compose-file");
  const [{ parseYAML }, { ignoredKeys }, { placesOf }] = await Promise.all([
    import("../../compose/yaml.ts"),
    import("../../compose/warnings.ts"),
    import("../../compose/places.ts"),
  ]);
  const texts: { file: string; text: string }[] = [];
  for (const file of files) texts.push({ file, text: Buffer.from(await readNamed(context, file)).toString() });
  const full = (name: string): string => `${stack}_${name}`;
  const facts: StackFact[] = texts.flatMap(({ text }) => ignoredKeys(parseYAML(text)).map((fact): StackFact => ({ ...fact, service: full(fact.service) })));
  const fork = await context.fork(await fromFiles(context, flags));
  try {
    if ((await fork.hosts.hostList()).every(({ Role }) => Role === "")) await fork.docker(["swarm", "init"]);
    const environment = environmentOf(context);
    const before = new Set(findings({ snapshot: await swarmOf(fork.hosts), environment }).map((finding) => JSON.stringify(finding)));
    const { status, stderr } = await fork.docker(["stack", "deploy", "--detach=true", ...files.flatMap((file) => ["-c", file]), stack]);
    const external = /network "([^"]+)" is declared as external, but .*/.exec(stderr);
    if (external) facts.push({ kind: "external", network: external[1] as string, problem: external[0].replace(/^network "[^"]+" /, "it ") });
    const all = findings({ snapshot: await swarmOf(fork.hosts), environment, stack: facts });
    const own = all.filter((finding) => !before.has(JSON.stringify(finding)));
    const places = texts.map(({ file, text }) => ({ file, ...placesOf(text) }));
    const placed = own.map((finding) => place(finding, stack, places));
    const silenced = ({ rule, file, line = 0, keyLine = line }: PlacedFinding & { keyLine?: number }): boolean =>
      places.some((one) => one.file === file && one.ignores.some((note) => note.rule === rule && [line, line - 1, keyLine, keyLine - 1].includes(note.line)));
    return { found: placed.filter((finding) => !silenced(finding)).map(({ keyLine: _keyLine, ...finding }) => finding), status: external ? 0 : status };
  } finally {
    await fork.discard();
  }
}

type FilePlaces = { readonly file: string } & ReturnType<typeof import("../../compose/places.ts").placesOf>;

/** A finding with the place of what it is about: in the last file that says something of it. */
function place(finding: Finding, stack: string, places: readonly FilePlaces[]): PlacedFinding & { keyLine?: number } {
  const { kind, name } = finding.subject;
  if (kind !== "service" && kind !== "network") return finding;
  const section = kind === "service" ? "services" : "networks";
  const keys = finding.rule === "DS059" ? [/ key (\w+)$/.exec(finding.message)?.[1] ?? ""] : (KEYS.find(([pattern]) => pattern.test(finding.rule))?.[1] ?? []);
  for (const one of [...places].reverse()) {
    const own = (kind === "network" && one.named.get(name)) || (name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name);
    const key: Place | undefined = one.find(section, own);
    const at = one.find(section, own, keys) ?? key;
    if (at && key) return { ...finding, file: one.file, ...at, keyLine: key.line };
  }
  return { ...finding, ...(places[0] && { file: places[0].file, line: 1, column: 1 }) };
}
