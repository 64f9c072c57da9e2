// The values and shapes are tables, hence the length.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { DryswarmError } from "../../src/api/errors.ts";
import { loadStack } from "../../src/compose/load.ts";
import { printConfig } from "../../src/compose/print.ts";
import { session } from "../helpers/session.ts";
import { cpuTime, HANG } from "../helpers/work.ts";

/** `FUZZ_RUNS=100000 npm run fuzz` for the long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);

const STACKS = join(import.meta.dirname, "../../fixtures/stacks");
const REAL = readdirSync(STACKS)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => readFileSync(join(STACKS, name), "utf8"));

const leaf = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        null,
        true,
        false,
        0,
        1,
        -1,
        80,
        1.5,
        1e30,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        "",
        " ",
        "x",
        "web",
        "net",
        "nginx",
        "nginx:latest",
        "NGINX",
        "a/b@sha256:x",
      ],
      ...[
        "80:80",
        "8080-8081:80-81/udp",
        "127.0.0.1:80:80",
        "99999:1",
        "80/sctp",
        "80-70",
        "a:b:c:d:e",
        "10s",
        "1h30m",
        "-5s",
        "1x",
        "10m",
        "1gb",
        "-1",
        "0.5",
        "1.2.3",
      ],
      ...[
        "./x:/y",
        "/a:/b:ro",
        "~/x:/y",
        "vol:/data:nocopy",
        "C:\\x:/y",
        ":",
        "::",
        "a=b",
        "=b",
        "a",
        "$A",
        "${A}",
        "${A:-b}",
        "${A:?no}",
        "${",
        "$$",
        "${A:-${B}}",
      ],
      ...[
        "host",
        "ingress",
        "global",
        "replicated",
        "replicated-job",
        "vip",
        "dnsrr",
        "on-failure",
        "any",
        "no",
        "on-failure:3",
        "always",
        "node.role==manager",
        "node.x",
      ],
      ...[
        "10.0.9.0/24",
        "fd00::/64",
        "10.0.0.300/24",
        "overlay",
        "bridge",
        "__proto__",
        "constructor",
        "3.8",
        "4.0",
        "\u0000",
        "\u{1F433}",
        "a".repeat(300),
        "2001-01-01",
        "0o17",
        "0x1f",
        "1_000",
        ".inf",
        "<<",
      ],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 10 }) },
);
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(tie("any"), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(
        fc.constantFrom(..."a b name type source target mode external driver file test x-y __proto__ constructor <<".split(" ")),
        tie("any"),
        { maxKeys: 3 },
      ),
    },
  ),
}));
const one = (...keys: string[]) => fc.dictionary(fc.constantFrom(...keys), any, { maxKeys: 3 });
const listOf = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 3 });

/** A key's value: mostly of its own shape, with values that do not fit, or anything at all. */
const shaped = (...shapes: fc.Arbitrary<unknown>[]) => fc.oneof({ weight: 5, arbitrary: fc.oneof(...shapes) }, { weight: 1, arbitrary: any });
const SERVICE_KEYS: Record<string, fc.Arbitrary<unknown>> = {
  image: shaped(fc.constantFrom("nginx", "nginx:latest", "", "UPPER", "a@b")),
  command: shaped(leaf, listOf(leaf)),
  environment: shaped(listOf(leaf), one("A", "B", "__proto__")),
  labels: shaped(listOf(leaf), one("a", "b.c")),
  ports: shaped(listOf(leaf), listOf(one("target", "published", "protocol", "mode"))),
  expose: shaped(listOf(leaf)),
  networks: shaped(
    listOf(fc.constantFrom("net", "default", "host", "nope")),
    fc.dictionary(fc.constantFrom("net", "default"), fc.option(one("aliases", "ipv4_address", "ipv6_address"))),
  ),
  volumes: shaped(listOf(leaf), listOf(one("type", "source", "target", "read_only", "volume", "bind", "tmpfs"))),
  secrets: shaped(listOf(fc.constantFrom("sec", "nope")), listOf(one("source", "target", "uid", "gid", "mode"))),
  configs: shaped(listOf(fc.constantFrom("conf", "nope")), listOf(one("source", "target", "uid", "gid", "mode"))),
  deploy: shaped(
    fc.record(
      {
        mode: shaped(fc.constantFrom("global", "replicated", "replicated-job", "global-job")),
        replicas: shaped(fc.constantFrom(0, 1, 2, "2", -1, 1.5)),
        endpoint_mode: shaped(fc.constantFrom("vip", "dnsrr")),
        placement: shaped(one("constraints", "preferences", "max_replicas_per_node")),
        resources: shaped(fc.dictionary(fc.constantFrom("limits", "reservations"), one("cpus", "memory", "pids", "generic_resources"))),
        restart_policy: shaped(one("condition", "delay", "max_attempts", "window")),
        update_config: shaped(one("parallelism", "delay", "failure_action", "monitor", "max_failure_ratio", "order")),
        rollback_config: shaped(one("parallelism", "delay", "order")),
        labels: shaped(one("a")),
      },
      { requiredKeys: [] },
    ),
  ),
  healthcheck: shaped(one("test", "interval", "timeout", "retries", "start_period", "start_interval", "disable")),
  logging: shaped(one("driver", "options")),
  ulimits: shaped(fc.dictionary(fc.constantFrom("nofile", "x"), shaped(leaf, one("soft", "hard")))),
  sysctls: shaped(listOf(leaf), one("a")),
  extra_hosts: shaped(listOf(leaf), one("h")),
  dns: shaped(leaf, listOf(leaf)),
  stop_grace_period: shaped(leaf),
  restart: shaped(leaf),
  credential_spec: shaped(one("config", "file", "registry")),
  tmpfs: shaped(leaf, listOf(leaf)),
  cap_add: shaped(listOf(leaf)),
  build: shaped(leaf),
  depends_on: shaped(listOf(leaf)),
  nonsense: any,
};
const service = shaped(
  fc.record({ image: fc.constantFrom("nginx", "nginx:1"), ...SERVICE_KEYS }, { requiredKeys: ["image"] }),
  fc.record(SERVICE_KEYS, { requiredKeys: [] }),
);
const objects = (name: string, ...keys: string[]) => shaped(fc.dictionary(fc.constantFrom(name, "default", "__proto__"), fc.option(one(...keys))));
const document = fc.record(
  {
    version: shaped(fc.constantFrom("3", "3.0", "3.8", "3.13", "2", "4", 3.8)),
    services: fc.oneof(
      { weight: 8, arbitrary: fc.dictionary(fc.constantFrom("web", "db", "constructor", "a b"), service, { maxKeys: 2 }) },
      { weight: 1, arbitrary: any },
    ),
    networks: objects("net", "driver", "driver_opts", "ipam", "external", "internal", "attachable", "name", "labels"),
    volumes: objects("vol", "driver", "driver_opts", "external", "name", "labels"),
    secrets: objects("sec", "file", "external", "name", "driver", "template_driver", "labels"),
    configs: objects("conf", "file", "external", "name", "template_driver", "labels"),
    "x-any": any,
    nonsense: any,
  },
  { requiredKeys: ["services"] },
);

/** A text that a hand slipped on: a piece cut out, or YAML's own characters put in. */
const slip = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(
      text,
      fc.nat(),
      fc.nat({ max: 12 }),
      fc.constantFrom(
        ..."|: |- |? |  |\t|\n|[|]|{|}|,|&a |*a|!!int |!!binary |!x |'|\"|\\|#|%YAML 9|---\n|...\n|<<: *a\n|>\n|$|${X|\u0000|\ufeff|@|`|~".split("|"),
        "|\n",
      ),
    )
    .map(([source, from, length, put]) => {
      const at = source.length === 0 ? 0 : from % source.length;
      return source.slice(0, at) + put + source.slice(at + length);
    });

const written = document.map((value) => stringify(value, { aliasDuplicateObjects: false }));
const anyFile = fc.oneof(
  { weight: 6, arbitrary: written },
  { weight: 2, arbitrary: slip(written) },
  { weight: 2, arbitrary: slip(fc.constantFrom(...REAL)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

/** What docker begins a refusal of a stack file with, and what ours alone may say. */
const WORDS = /defect|undefined \(|is not a function|Cannot (read|convert|use)|Invalid (array|string|count)|call stack|BigInt|\[object Object\]|\n\s+at .*\(/;

describe("any stack file", () => {
  it(`is loaded or refused in docker's words (${RUNS} runs)`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFile, { minLength: 1, maxLength: 2 }), fc.boolean(), async (texts, skipInterpolation) => {
        const started = cpuTime();
        try {
          const { config } = await loadStack(texts, {
            folder: "/stack",
            lookup: (name) => (name === "A" ? "1" : undefined),
            readText: async () => "A=1\nB\n",
            warn: () => undefined,
            skipInterpolation,
          });
          expect(typeof printConfig(config)).toBe("string");
        } catch (error) {
          if (!(error instanceof DryswarmError)) throw error;
          expect(error.message).not.toMatch(WORDS);
          expect(error.exit).toBe(1);
        }
        expect(cpuTime() - started).toBeLessThan(HANG);
      }),
      { numRuns: RUNS },
    );
  });

  it(`is deployed or refused, with no change where it was refused as a file (${Math.ceil(RUNS / 4)} runs)`, async () => {
    const fresh = async () => {
      const made = session();
      await made.docker(["swarm", "init"]);
      await made.docker(["network", "create", "-d", "overlay", "--attachable", "net"]);
      await made.docker(["stack", "deploy", "-c", "-", "shop"], "services: {web: {image: nginx, ports: ['80:80']}}");
      return made;
    };
    let current = await fresh();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(anyFile, fc.constantFrom("deploy", "deploy", "config", "deploy --prune", "deploy --detach=false"), async (text, how) => {
        if (++runs % 100 === 0) current = await fresh();
        const { docker, state } = current;
        const before = JSON.stringify(state());
        const started = cpuTime();
        const [verb = "", ...flags] = how.split(" ");
        const { code, stderr } = await docker(["stack", verb, ...flags, "-c", "-", ...(verb === "deploy" ? ["shop"] : [])], text);
        expect(stderr).not.toMatch(WORDS);
        expect([0, 1]).toContain(code);
        // A stack is deployed object by object: the engine's refusal of one leaves those before it.
        if (code !== 0 && !/Error response from daemon|failed to (create|update)/.test(stderr)) {
          const created = current.state();
          if (verb === "config" || !/Creating|Updating/.test(stderr)) expect(Object.keys(created.swarms)).toEqual(Object.keys(JSON.parse(before).swarms));
        }
        if (verb === "config") expect(JSON.stringify(state())).toBe(before);
        expect(cpuTime() - started).toBeLessThan(HANG);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it("may be long", async () => {
    const started = cpuTime();
    const many = Array.from({ length: 20_000 }, (_, at) => `x-${at}: {a: ${at}}\n`).join("");
    const { config } = await loadStack([`services: {}\n${many}`], { folder: "/", lookup: () => undefined, readText: async () => "", warn: () => undefined });
    expect(Object.keys(config.extras)).toHaveLength(20_000);
    expect(cpuTime() - started).toBeLessThan(HANG);
  });
});
