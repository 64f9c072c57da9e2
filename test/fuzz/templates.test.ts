import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY } from "../../src/format/govalue.ts";
import { executeTemplate, parseTemplate, TemplateError } from "../../src/format/template/index.ts";
import { networkInspectType } from "../../src/format/types/network.ts";
import { serviceType } from "../../src/format/types/swarm.ts";
import { session } from "../helpers/session.ts";
import { cpuTime, HANG } from "../helpers/work.ts";

/** `FUZZ_RUNS=100000 npm run fuzz` for the long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);

const FUNCTIONS =
  "and or not len index slice print println printf html js urlquery eq ne lt le gt ge call json split join title lower upper pad truncate nope".split(" ");
const FIELDS =
  "Name ID Id Spec Labels Driver IPAM Config Subnet Options Containers Endpoint VirtualIPs Addr TaskTemplate ContainerSpec Image Mode Replicas CreatedAt Version Index Peers Networks Internal Status Ports Nope __proto__ constructor é".split(
    " ",
  );
const LITERALS = [
  '"a"',
  '""',
  '"\\n\\t\\""',
  '"\\U00110000"',
  '"\\ud800"',
  '"\\777"',
  '"unclosed',
  "`raw`",
  "'x'",
  "''",
  "'\\U0000'",
  "0",
  "1",
  "-1",
  "3",
  "1.5",
  "1e3",
  "1e999",
  "1e30",
  "0x1F",
  "0x",
  "1_000",
  "99999999999999999999",
  "9223372036854775807",
  "999999999",
  "1i",
  "true",
  "false",
  "nil",
  '"%d"',
  '"%s%v%q"',
  '"%[1]d"',
  '"%*d"',
  '"%-*.*f"',
  '"%999999999d"',
  '"%.999999f"',
  '"%.200g"',
  '"%c"',
  '"%x%X%o%b%U%e%G%t%T%#v%+v"',
  '"%"',
  '"%!"',
  '"owner"',
  '"__proto__"',
];
const TYPES = ["{{.Name}}", "{{json .}}", "{{range .IPAM.Config}}{{.Subnet}}{{end}}", "table {{.ID}}\t{{.Name}}", "table", "json", "raw", "pretty", ""];

/** Pieces of templates: mostly of the right grammar, with values that do not fit. */
const { template, operand } = fc.letrec<{ template: string; action: string; pipe: string; command: string; operand: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom(...LITERALS) },
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 }).map((names) => `.${names.join(".")}`) },
    { weight: 2, arbitrary: fc.constantFrom(".", "$", "$x", "$i", "$.Name", "$x.Name", "$nope") },
    { weight: 2, arbitrary: tie("pipe").map((pipe) => `(${pipe})`) },
    { weight: 1, arbitrary: fc.tuple(tie("pipe"), fc.constantFrom(...FIELDS)).map(([pipe, field]) => `(${pipe}).${field}`) },
  ),
  command: fc.oneof(
    { weight: 3, arbitrary: tie("operand") },
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom(...FUNCTIONS), fc.array(tie("operand"), { maxLength: 3 })).map(([name, args]) => [name, ...args].join(" ")),
    },
    { weight: 1, arbitrary: fc.array(tie("operand"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")) },
  ),
  pipe: fc
    .tuple(fc.constantFrom("", "", "", "$x := ", "$x = ", "$i, $x := "), fc.array(tie("command"), { minLength: 1, maxLength: 3 }))
    .map(([variable, commands]) => variable + commands.join(" | ")),
  action: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 5, arbitrary: tie("pipe").map((pipe) => `{{${pipe}}}`) },
    { weight: 1, arbitrary: fc.tuple(tie("pipe"), tie("template")).map(([pipe, body]) => `{{- if ${pipe} -}}${body}{{end}}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("pipe"), tie("template"), tie("template")).map(([pipe, body, rest]) => `{{with ${pipe}}}${body}{{else}}${rest}{{end}}`),
    },
    { weight: 2, arbitrary: fc.tuple(tie("pipe"), tie("template")).map(([pipe, body]) => `{{range ${pipe}}}${body}{{end}}`) },
    { weight: 1, arbitrary: fc.constantFrom("{{break}}", "{{continue}}", "{{end}}", "{{else}}", "{{/* c */}}", "{{", "}}", "{{template}}", "{{define}}") },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("a", "b"), tie("template")).map(([name, body]) => `{{define "${name}"}}${body}{{end}}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom("a", "b"), tie("pipe"), tie("template")).map(([name, pipe, body]) => `{{block "${name}" ${pipe}}}${body}{{end}}`),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("a", "b"), tie("pipe")).map(([name, pipe]) => `{{template "${name}" ${pipe}}}`) },
  ),
  template: fc
    .array(fc.oneof({ weight: 4, arbitrary: tie("action") }, { weight: 1, arbitrary: fc.constantFrom(" ", "text", "\n", "\\t", "é") }), { maxLength: 4 })
    .map((parts) => parts.join("")),
}));

/** A template that a hand slipped on: a piece is cut out, doubled, or another put in. */
const slipped = fc.tuple(template, fc.nat(), fc.nat(), fc.oneof(operand, fc.string({ maxLength: 4 }))).map(([text, from, length, put]) => {
  const at = text.length === 0 ? 0 : from % text.length;
  return text.slice(0, at) + put + text.slice(at + (length % 6));
});
const anyTemplate = fc.oneof({ weight: 4, arbitrary: template }, { weight: 1, arbitrary: slipped });

const NETWORK = {
  Name: "shop",
  Id: "abc",
  Created: "2026-11-23T20:46:23.41470631Z",
  Driver: "overlay",
  IPAM: { Driver: "default", Options: null, Config: [{ Subnet: "10.50.0.0/24", Gateway: "10.50.0.1" }] },
  Internal: false,
  Containers: { a: { Name: "one", IPv4Address: "10.50.0.2/24" } },
  Options: { z: "1" },
  Labels: { owner: "ann" },
  Peers: [{ Name: "p", IP: "192.168.65.2" }],
};

describe("any template", () => {
  it(`is executed or refused in Go's words (${RUNS} runs)`, () => {
    fc.assert(
      fc.property(anyTemplate, fc.constantFrom(networkInspectType, serviceType, ANY), fc.boolean(), fc.boolean(), (text, type, missingKeyError, headerMode) => {
        const started = cpuTime();
        try {
          executeTemplate(parseTemplate(text), { type, value: NETWORK }, { missingKeyError, headerMode });
        } catch (error) {
          if (!(error instanceof TemplateError)) throw error;
          expect(error.message).toMatch(/^template: :\d+/);
          expect(error.message).not.toMatch(/undefined \(|is not a function|Cannot read|Invalid (count|code|string|array)|call stack|BigInt/);
        }
        expect(cpuTime() - started).toBeLessThan(HANG);
      }),
      { numRuns: RUNS },
    );
  });

  it(`is answered by every command as docker would (${Math.ceil(RUNS / 4)} runs)`, async () => {
    const { docker, state } = session();
    await docker(["swarm", "init"]);
    await docker(["network", "create", "-d", "overlay", "--label", "owner=ann", "app"]);
    await docker(["service", "create", "-d", "--name", "web", "--network", "app", "--replicas", "2", "-p", "8080:80", "nginx"]);
    await docker(["config", "create", "conf", "-"], "x");
    const before = JSON.stringify(state());
    const commands = [
      "network ls",
      "network inspect app",
      "service ls",
      "service ps web",
      "service inspect web",
      "node ls",
      "node inspect self",
      "config inspect conf",
      "config ls",
      "stack ls",
      "ps",
      "volume ls",
      "info",
      "version",
      "inspect web",
    ].map((line) => line.split(" "));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...commands),
        fc.oneof({ weight: 6, arbitrary: anyTemplate }, { weight: 1, arbitrary: fc.constantFrom(...TYPES) }),
        async (argv, format) => {
          const started = cpuTime();
          const { code, stderr } = await docker([...argv, "--format", format]);
          expect(stderr).not.toMatch(/defect of dryswarm|\n\s+at .*\(/);
          expect([0, 1, 64]).toContain(code);
          if (code !== 0) expect(stderr).toMatch(/template parsing error: |template: |--format is incompatible|supply extra formatting options/);
          expect(cpuTime() - started).toBeLessThan(HANG);
        },
      ),
      { numRuns: Math.ceil(RUNS / 4) },
    );
    expect(JSON.stringify(state())).toBe(before);
  });

  it.each([
    ["parentheses", `{{${"(".repeat(20_000)}1${")".repeat(20_000)}}}`],
    ["control structures", `${"{{if 1}}".repeat(20_000)}${"{{end}}".repeat(20_000)}`],
    ["else ifs", `${"{{if 0}}"}${"{{else if 0}}".repeat(20_000)}{{end}}`],
    ["blocks", `${'{{block "a" .}}'.repeat(9000)}${"{{end}}".repeat(9000)}`],
    ["a template that calls itself", '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}'],
    ["a template that calls itself deep inside", `{{define "a"}}${"{{with 1}}".repeat(50)}{{template "a"}}${"{{end}}".repeat(50)}{{end}}{{template "a"}}`],
    ["calls in parentheses", `{{define "a"}}{{template "a" ${"(".repeat(400)}1${")".repeat(400)}}}{{end}}{{template "a" 1}}`],
    ["a range without end", "{{range 9999999999}}x{{end}}"],
    ["ranges in ranges", "{{range 3000}}{{range 3000}}{{range 3000}}x{{end}}{{end}}{{end}}"],
    ["texts that double", '{{$x := "a"}}{{range 99}}{{$x = print $x $x}}{{end}}{{$x}}'],
    ["a wide column", '{{pad "a" 99999999 0}}'],
  ])("cannot be too much: %s", (_what, text) => {
    const started = cpuTime();
    expect(() => executeTemplate(parseTemplate(text), { type: ANY, value: {} })).toThrow(TemplateError);
    expect(cpuTime() - started).toBeLessThan(HANG);
  });

  it("may be long", () => {
    const started = cpuTime();
    expect(executeTemplate(parseTemplate("{{.a}} ".repeat(18_000)), { type: ANY, value: { a: "é" } })).toHaveLength(36_000);
    expect(cpuTime() - started).toBeLessThan(HANG);
  });
});
