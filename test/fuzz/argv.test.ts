import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommandSpec } from "../../src/cli/command.ts";
import { GROUPS, TOP_LEVEL } from "../../src/cli/dispatch/tree.ts";
import { cliProfile } from "../../src/cli/profiles/index.ts";
import { stringifyExact } from "../../src/values/exact-json.ts";
import { session } from "../helpers/session.ts";
import { cpuTime, HANG } from "../helpers/work.ts";

/** `FUZZ_RUNS=100000 npm run fuzz` for the long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
/** They start processes, or wait for others. */
const OUT = new Set(["shell", "serve", "plan", "check", "diff", "drill", "state", "completion"]);

const HOSTILE = [
  "",
  " ",
  "-",
  "--",
  "0",
  "-1",
  "1",
  "99999999999999999999",
  "1.5",
  "NaN",
  "\u0000",
  "\u{1F433}",
  "a".repeat(300),
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "toString",
  "__proto__=1",
  "constructor=1",
  "label=constructor",
  "type=volume,constructor=x,target=/x",
  "node.labels.constructor==1",
  "{{.Name}}",
  "{{",
  "{{json .}}",
  "{{range .}}",
  '{{index . "x" 3}}',
  "table {{.ID}}",
  "json",
  "10.0.0.0/8",
  "10.0.0.300/24",
  "10.0.9.0/30",
  "::1/64",
  "fd00::/64",
  "80:80",
  "8080-8090:80-90",
  "mode=host,target=80",
  "type=bind,source=/x,target=/y",
  "type=tmpfs,target=/x,tmpfs-size=1",
  "key=value",
  "=",
  "a=b=c",
  "node.labels.a==b",
  "spread=node.labels.a",
  "name=app,alias=x",
  "source=s,target=t,mode=0444",
  "app",
  "web",
  "web=3",
  "node-1",
  "self",
  "ingress",
  "bridge",
  "none",
  "host",
  "worker",
  "manager",
  "active",
  "drain",
  "1h",
  "5s",
  "-3s",
  "1g",
  "dnsrr",
  "vip",
  "global",
  "replicated-job",
  "overlay",
  "macvlan",
  "label=a",
  "desired-state=running",
  '{"a":1}',
  "$(reboot)",
  "nginx",
  "nginx@sha256:x",
];

interface Known {
  words: string[];
  spec: CommandSpec;
}

async function known(): Promise<Known[]> {
  const all: Known[] = [];
  for (const [noun, { verbs }] of Object.entries(GROUPS))
    if (!OUT.has(noun)) for (const [verb, loader] of Object.entries(verbs)) all.push({ words: [noun, verb], spec: (await loader.load()).command });
  for (const [verb, loader] of Object.entries(TOP_LEVEL)) if (!OUT.has(verb)) all.push({ words: [verb], spec: (await loader.load()).command });
  return all;
}

const value = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...HOSTILE) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) });

function argvOf(commands: Known[]): fc.Arbitrary<string[]> {
  return fc.constantFrom(...commands).chain(({ words, spec }) => {
    const flag =
      spec.flags.length === 0
        ? fc.constant([] as string[])
        : fc
            .constantFrom(...spec.flags)
            .chain((one) => value.map((text) => (one.value(cliProfile("28.5")).typeName === "bool" ? [`--${one.name}`] : [`--${one.name}`, text])));
    return fc.tuple(fc.array(flag, { maxLength: 4 }), fc.array(value, { maxLength: 3 })).map(([flags, args]) => [...words, ...flags.flat(), ...args]);
  });
}

describe("any command line", () => {
  it(`is answered as docker would: no defect, no strange exit status, no change after an error (${RUNS} runs)`, async () => {
    const commands = await known();
    const fresh = async () => {
      const made = session();
      await made.docker(["swarm", "init"]);
      await made.docker(["network", "create", "-d", "overlay", "--attachable", "app"]);
      await made.docker(["service", "create", "-d", "--name", "web", "--network", "app", "--replicas", "2", "-p", "8080:80", "nginx"]);
      await made.docker(["secret", "create", "s", "-"], "x");
      return made;
    };
    let current = await fresh();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(argvOf(commands), async (argv) => {
        if (++runs % 200 === 0) current = await fresh();
        const { docker, state } = current;
        const before = stringifyExact(state());
        const started = cpuTime();
        const { code, stderr } = await docker(argv, "y\n");
        expect(stderr).not.toMatch(/defect of dryswarm|\n\s+at .*\(/);
        expect([0, 1, 2, 3, 64, 125, 127]).toContain(code);
        expect(cpuTime() - started).toBeLessThan(HANG);
        // Several objects in one command: those before the bad one are done, as docker does them.
        const single = argv.slice(argv[0] && GROUPS[argv[0]] ? 2 : 1).filter((word) => !word.startsWith("--")).length <= 1;
        if (code !== 0 && single && !["run", "init"].some((verb) => argv.includes(verb))) expect(stringifyExact(state())).toBe(before);
      }),
      { numRuns: RUNS },
    );
  });
});
