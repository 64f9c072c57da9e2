import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dryswarm, inTempDir, runProcess } from "../helpers/dist.ts";
import { outputProblems, sarifProblems } from "../helpers/schemas.ts";

let run: (...args: string[]) => ReturnType<typeof dryswarm>;
let dir = "";
let done: () => void;
let held: Promise<void>;

beforeAll(async () => {
  await new Promise<void>((ready) => {
    held = inTempDir(async (folder) => {
      dir = folder;
      const env = { DRYSWARM_STATE: join(folder, "state.json") };
      run = (...args) => dryswarm(args, env);
      await run("swarm", "init");
      await run("network", "create", "-d", "overlay", "--opt", "encrypted", "app");
      await run("network", "create", "-d", "overlay", "--subnet", "10.9.0.0/29", "tight");
      await run("service", "create", "-d", "--name", "web", "--network", "name=app,alias=front", "--replicas", "2", "-p", "8080:80", "nginx");
      await run("service", "create", "-d", "--name", "rr", "--network", "name=app,alias=front", "--endpoint-mode", "dnsrr", "nginx");
      await run("service", "create", "-d", "--name", "full", "--network", "tight", "--replicas", "6", "nginx");
      await run("service", "create", "-d", "--name", "lost", "--constraint", "node.labels.rack==9", "nginx");
      ready();
      await new Promise<void>((end) => {
        done = end;
      });
    });
  });
});
afterAll(async () => {
  done();
  await held;
});

describe("every verb's JSON is as its schema says, and it has Markdown", () => {
  it.each([
    [["capacity"]],
    [["capacity", "--replicas", "web=40", "--nodes", "+5"]],
    [["check", "--fail-on", "none"]],
    [["explain", "full"]],
    [["explain", "app"]],
    [["resolve", "web", "--from", "rr"]],
    [["route", "8080"]],
    [["firewall"]],
    [["mtu"]],
  ])("%j", async (args) => {
    const json = await run(...args, "-o", "json");
    expect([json.code, json.stderr]).toEqual([0, ""]);
    expect(outputProblems(JSON.parse(json.stdout))).toEqual([]);
    const markdown = await run(...args, "-o", "markdown");
    expect(markdown.stdout).toMatch(/^\| ---|^- |^Underlay|^Pool|\| --- \|/m);
  });

  it("graph and diff", async () => {
    expect(outputProblems(JSON.parse((await run("graph", "-o", "json")).stdout))).toEqual([]);
    expect(outputProblems(JSON.parse((await run("diff", "-o", "json", join(dir, "state.json"), join(dir, "state.json"))).stdout))).toEqual([]);
  });
});

describe("capacity", () => {
  it("counts addresses, and what still fits", async () => {
    const { stdout } = await run("capacity", "app", "tight");
    expect(stdout).toContain("app      10.0.1.0/24  253   1     3      1    248   0      248 replicas or 124 services or 248 nodes");
    expect(stdout).toMatch(/tight +10\.9\.0\.0\/29 +5 +1 +\d +\d +0 +0 +0 replicas or 0 services or 0 nodes/);
  });

  it("what-ifs say how many are missing", async () => {
    expect((await run("capacity", "app", "--replicas", "web=300")).stdout).toMatch(/app .* 50 too few|app .* \d+ too few/);
  });

  it("FORCE_COLOR colours, NO_COLOR does not", async () => {
    const coloured = await runProcess(process.execPath, [join(import.meta.dirname, "../../bin/dryswarm.js"), "check", "--fail-on", "none"], {
      DRYSWARM_STATE: join(dir, "state.json"),
      FORCE_COLOR: "1",
    });
    expect(coloured.stdout).toContain("\u001b[31mDS010 error");
    expect((await run("check", "--fail-on", "none")).stdout).not.toContain("\u001b");
  });
});

describe("explain", () => {
  it("says why tasks wait, with numbers and what mends it", async () => {
    const full = (await run("explain", "full")).stdout;
    expect(full).toMatch(/of 6 tasks of full run/);
    expect(full).toContain("tight (10.9.0.0/29) is full:");
    expect(full).toContain("docker network create -d overlay --subnet LARGER-CIDR tight-2");
    const lost = (await run("explain", "lost")).stdout;
    expect(lost).toContain("no node fits its constraints");
    expect(lost).toContain("docker node update --label-add KEY=VALUE NODE");
    expect((await run("explain", "web.1")).stdout).toMatch(/^It runs on node-1 with .* on app\.\n$/);
  });
});

describe("resolve and route", () => {
  it("VIP, round robin, tasks., aliases and their collisions", async () => {
    expect((await run("resolve", "web", "--from", "rr")).stdout).toMatch(/app +web +name +vip +10\.0\.1\.2\n/);
    expect((await run("resolve", "tasks.web", "--from", "rr")).stdout).toMatch(/app +web +tasks +dnsrr +10\.0\.1\.\d+, 10\.0\.1\.\d+\n/);
    expect((await run("resolve", "front", "--from", "rr")).stdout).toContain("Several services answer to front on app");
    expect(await run("resolve", "full", "--from", "rr")).toMatchObject({
      code: 1,
      stdout: "full is unknown to rr: no service that shares a network with it has that name or alias.\n",
    });
  });

  it("a published port leads to every task from every node", async () => {
    expect((await run("route", "8080")).stdout).toMatch(/node-1 +192\.168\.65\.2 +web +ingress +web\.1 +node-1 +10\.0\.0\.\d+:80\/tcp/);
    expect(await run("route", "81")).toMatchObject({ code: 1, stdout: "No service publishes 81.\n" });
  });
});

describe("firewall and mtu", () => {
  it("names the ports, and ESP for encrypted networks", async () => {
    const { stdout } = await run("firewall");
    expect(stdout).toMatch(/udp +4789 +all nodes +all nodes +data of the overlay networks/);
    expect(stdout).toMatch(/esp +all nodes +all nodes +data of encrypted networks: app/);
    const { stdout: nft } = await run("firewall", "-o", "nftables");
    expect(nft).toContain("# open to all: tcp dport 8080 (published by web)\n");
    expect(nft).toContain("    tcp dport 2377 drop\n");
    expect(nft).toContain("    udp dport 4789 drop\n");
    expect((await run("firewall", "-o", "ufw")).stdout).toContain("ufw allow proto tcp from any to any port 8080");
  });

  it("reckons as a real engine's containers have it", async () => {
    expect((await run("mtu")).stdout).toMatch(/app +yes +1500 +1424 +1424 +yes\n/);
    expect((await run("mtu", "--underlay", "1400")).stdout).toMatch(/app +yes +1500 +1424 +1324 +NO +--opt com\.docker\.network\.driver\.mtu=1400\n/);
  });
});

describe("graph", () => {
  it("mermaid, dot and svg, with nodes, stacks and encryption", async () => {
    const { stdout: mermaid } = await run("graph");
    expect(mermaid).toContain('["web<br/>2 replicas<br/>on node-1 (2)"]');
    expect(mermaid).toContain('[["node-1<br/>leader, ready"]]');
    expect(mermaid).toMatch(/ {2}style n\d stroke:#1a7f37/);
    const { stdout: dot } = await run("graph", "-o", "dot");
    expect(dot).toMatch(/peripheries=2, label="app\\n10\.0\.1\.0\/24\\nVXLAN 4097\\nencrypted"/);
    expect(dot).toContain('label="nodes"; style="rounded"');
    expect((await run("graph", "-o", "svg")).stdout).toMatch(/<svg[\s\S]*web[\s\S]*<\/svg>/);
  });

  it("labels of an svg stay within their boxes", async () => {
    const { stdout } = await run("graph", "-o", "svg");
    const boxes = [...stdout.matchAll(/<g id="\w+" class="node">[\s\S]*?<\/g>/g)].map(([text]) => text).filter((text) => text.includes("<polygon"));
    expect(boxes.length).toBeGreaterThan(2);
    for (const box of boxes) {
      const xs = [...(/points="([^"]+)"/.exec(box)?.[1] ?? "").matchAll(/(-?[\d.]+),/g)].map(([, x]) => Number(x));
      const width = Math.max(...xs) - Math.min(...xs);
      for (const [, text = ""] of box.matchAll(/<text[^>]*>([^<]*)<\/text>/g)) expect(text.length * 11 * 0.56).toBeLessThan(width);
    }
  });
});

describe("pages", () => {
  const dataOf = (html: string) => JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? "");

  it("are one file that asks for nothing and has no secrets", async () => {
    const { stdout, stderr, code } = await run("graph", "-o", "html");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^<!doctype html>[\s\S]*default-src 'none'; script-src 'sha256-[\s\S]*<\/html>\n$/);
    expect(stdout.replace(/<script[\s\S]*<\/script>/g, "")).not.toMatch(/(src|href)="(?!data:)/);
    const data = dataOf(stdout);
    expect(data.swarm.services.map(({ Spec }: { Spec: { Name: string } }) => Spec.Name).sort()).toEqual(["full", "lost", "rr", "web"]);
    expect(stdout).not.toMatch(/SWMTKN-1-[a-z0-9]{20}/);
  });

  it("plans hold what was before and what will be, checks their rules", async () => {
    const file = join(dir, "page.yml");
    writeFileSync(file, `services:\n  web: {image: nginx, environment: {DB_PASSWORD: hush}, labels: {a: "</script><script>alert(1)</script>"}}\n`);
    const { stdout } = await run("plan", "-o", "html", "-c", file, "paged");
    expect(stdout).not.toContain("hush");
    expect(stdout).not.toContain("<script>alert(1)");
    const { before, after, plan } = dataOf(stdout);
    expect([before.services.length, after.services.length]).toEqual([4, 5]);
    expect(plan.changes).toContainEqual(expect.objectContaining({ action: "add", kind: "service", name: "paged_web" }));
    const check = dataOf((await run("check", "-o", "html", "--fail-on", "none")).stdout);
    expect(check.rules.DS010.link).toMatch(/docs\/rules\.md#ds010$/);
    const { kind, drill } = dataOf((await run("drill", "-o", "html")).stdout);
    expect([kind, drill.results.map(({ name }: { name: string }) => name)]).toEqual(["drill", ["node-1"]]);
    await run("plan", "--out", join(dir, "page.json"), "-c", file, "paged");
    expect(dataOf((await run("plan", "show", join(dir, "page.json"), "-o", "html")).stdout)).not.toHaveProperty("before");
    expect((await run("plan", "-o", "html", "--compare-engine", "29", "-c", file, "paged")).stderr).toContain('invalid argument "html"');
  });
});

describe("check", () => {
  const STACK =
    "services:\n  web:\n    image: nginx\n    container_name: x\n  db:\n    image: postgres\n    restart: always # dryswarm-ignore DS059 wanted\n    networks:\n      a: {ipv4_address: 8.8.8.9}\nnetworks:\n  a:\n    ipam:\n      config: [{subnet: 8.8.8.0/24}]\n";

  it("places findings in stack files, and leaves out what is silenced", async () => {
    const file = join(dir, "s.yml");
    writeFileSync(file, STACK);
    const { code, stdout } = await run("check", "--fail-on", "warning", "-c", file, "app");
    expect(code).toBe(3);
    expect(stdout).toContain(`${file}:12:5: DS006 warning: network "app_a"`);
    expect(stdout).toContain(`${file}:4:5: DS059 warning: service "app_web": docker stack deploy ignores its key container_name`);
    expect(stdout).toContain(`${file}:8:5: DS058 warning: service "app_db"`);
    expect(stdout).not.toContain("its key restart");
    expect((await run("check", "-c", file, "app")).code).toBe(0);
    expect((await run("check", "--fail-on", "warning", "--ignore", "DS006", "--ignore", "ds058", "--ignore", "DS059", "-c", file, "app")).code).toBe(0);
  });

  it("a deploy that fails is a finding at its place, and the other rules see the files as they are written", async () => {
    const file = join(dir, "fails.yml");
    writeFileSync(
      file,
      "services:\n  a: {image: nginx, networks: [back, front]}\n  b: {image: nginx, networks: [back], ports: ['80:80']}\n  c: {image: nginx, networks: [front], ports: ['80:80'], depends_on: [a]}\nnetworks: {back: {}, front: {}}\n",
    );
    const { code, stdout } = await run("check", "-c", file, "fails");
    expect(code).toBe(3);
    expect(stdout).toContain(
      `${file}:4:3: DS064 error: service "fails_c": the deploy fails: failed to create service fails_c: Error response from daemon: rpc error`,
    );
    expect(stdout).toContain(`${file}:4:40: DS031 error: service "fails_c": its port 80/tcp is published by service fails_b too`);
    expect(stdout).not.toContain("DS060");
    for (const output of ["sarif", "github", "junit", "json", "markdown"])
      expect((await run("check", "-o", output, "-c", file, "fails")).stdout).toMatch(/DS064[\s\S]*the deploy fails|the deploy fails[\s\S]*DS064/);
    expect(JSON.parse((await run("plan", "-o", "json", "-c", file, "fails")).stdout).findings).toContainEqual(expect.objectContaining({ rule: "DS064" }));
    writeFileSync(file, "services: [\n");
    expect((await run("check", "-c", file, "fails")).stdout).toMatch(/fails\.yml:1:1: DS064 error: swarm: the deploy fails: yaml: .*\n\n1 errors/);
  });

  it("addresses of ports, unset variables, misplaced labels, networks that cannot change, names with variables", async () => {
    const file = join(dir, "more.yml");
    writeFileSync(join(dir, ".env"), "FROM_FILE=1\n");
    writeFileSync(
      file,
      `services:
  web:
    image: nginx:\${UNSET_TAG}\${FROM_FILE}\${WITH_DEFAULT:-x}
    labels: {traefik.enable: "true"}
    ports: ["127.0.0.1:8088:80"]
    networks: [back]
networks:
  # dryswarm-ignore DS040 known
  back: {name: "\${USER_NET:-more-back}", driver_opts: {encrypted: ""}}
`,
    );
    const { stdout } = await run("check", "--fail-on", "none", "-c", file, "more");
    expect(stdout).toContain(`${file}:5:5: DS065 warning: service "more_web": its port 8088 is open on every address of every node, not on 127.0.0.1 alone\n`);
    expect(stdout).toContain(`${file}:1:1: DS066 warning: swarm: ${join(dir, ".env")} is not read by docker stack deploy: FROM_FILE must be exported\n`);
    expect(stdout).toContain(`${file}:1:1: DS066 warning: swarm: the variable UNSET_TAG is not set and becomes blank\n`);
    expect(stdout).toContain(`${file}:4:5: DS068 warning: service "more_web": its label traefik.enable is on its containers`);
    expect(stdout).not.toContain("DS040");
    expect(stdout).not.toContain("WITH_DEFAULT");
    writeFileSync(
      file,
      "services: {web: {image: nginx, networks: [app]}}\nnetworks: {app: {name: app, attachable: true, ipam: {config: [{subnet: 10.77.0.0/24}]}}}\n",
    );
    expect((await run("check", "--fail-on", "none", "-c", file, "more")).stdout).toMatch(
      /more\.yml:2:\d+: DS055 error: network "app": its subnet stays [\d./]+: the file says 10\.77\.0\.0\/24/,
    );
  });

  it("an external network that is missing", async () => {
    const file = join(dir, "e.yml");
    writeFileSync(file, "services:\n  web: {image: nginx, networks: [out]}\nnetworks:\n  out: {external: true}\n");
    const { code, stdout } = await run("check", "-c", file, "app");
    expect(code).toBe(3);
    expect(stdout).toContain(`${file}:4:3: DS050 error: network "out"`);
  });

  it("sarif, github and junit", async () => {
    const file = join(dir, "s.yml");
    writeFileSync(file, STACK);
    const log = JSON.parse((await run("check", "-o", "sarif", "-c", file, "app")).stdout);
    expect(sarifProblems(log)).toEqual([]);
    expect(log.runs[0].tool.driver.rules.length).toBeGreaterThanOrEqual(35);
    expect(log.runs[0].results[0]).toMatchObject({
      ruleId: "DS006",
      level: "warning",
      locations: [{ physicalLocation: { region: { startLine: 12, startColumn: 5 } } }],
    });
    const state = JSON.parse((await run("check", "-o", "sarif")).stdout);
    expect(sarifProblems(state)).toEqual([]);
    expect((await run("check", "-o", "github", "-c", file, "app")).stdout).toContain(
      `::warning file=${file},line=4,col=5,title=DS059 stack-ignored-key::DS059 warning`,
    );
    const { stdout } = await run("check", "-o", "junit", "-c", file, "app");
    expect(stdout).toContain('<testcase classname="dryswarm" name="DS006 subnet-public">');
    expect(stdout).toContain('<testcase classname="dryswarm" name="DS001 subnet-overlap-network"/>');
  });

  it("a baseline hides what is known", async () => {
    const file = join(dir, "baseline.json");
    expect((await run("check")).code).toBe(3);
    expect((await run("check", "--fail-on", "none", "--write-baseline", file)).code).toBe(0);
    expect(outputProblems(JSON.parse(readFileSync(file, "utf8")))).toEqual([]);
    expect(await run("check", "--baseline", file)).toMatchObject({ code: 0, stdout: "0 errors, 0 warnings, 0 infos.\n" });
  });

  it("a saved plan", async () => {
    const file = join(dir, "plan.json");
    await run("plan", "--out", file, "--", "docker", "network", "create", "-d", "overlay", "--subnet", "9.9.9.0/24", "public");
    expect((await run("check", "--fail-on", "none", "--plan", file)).stdout).toContain('DS006 warning: network "public"');
  });

  it("explains each rule, and has a page for each", async () => {
    const ids = (await run("check", "--rules")).stdout
      .trim()
      .split("\n")
      .map((line) => line.slice(0, 5));
    expect(ids.length).toBeGreaterThanOrEqual(35);
    const page = readFileSync(join(import.meta.dirname, "../../docs/rules.md"), "utf8");
    for (const id of ids) expect(page).toContain(`## ${id}\n`);
    expect((await run("check", "--explain", "ds010")).stdout).toMatch(/^DS010 net-exhausted \(error\)\n/);
  });
});

describe("completion", () => {
  it("nouns, verbs, flags and names from the state", async () => {
    const words = async (...args: string[]): Promise<string[]> =>
      (await run("__complete", ...args)).stdout
        .split("\n")
        .map((line) => line.split("\t")[0] as string)
        .filter(Boolean);
    expect(await words("netw")).toEqual(["network"]);
    expect(await words("network", "i")).toEqual(["inspect"]);
    expect(await words("service", "inspect", "")).toEqual(expect.arrayContaining(["web", "full"]));
    expect(await words("service", "update", "--network-add", "ti")).toEqual(["tight"]);
    expect(await words("service", "create", "--net")).toEqual(["--network"]);
    expect(await words("network", "create", "")).toEqual([]);
  });

  it.each(["bash", "zsh", "fish", "powershell"])("a script for %s", async (shell) => {
    const { code, stdout } = await run("completion", shell);
    expect(code).toBe(0);
    expect(stdout).toContain("__complete");
  });

  it("bash completes with it", async () => {
    const main = join(import.meta.dirname, "../../bin/dryswarm.js");
    const script = `dryswarm() { '${process.execPath}' '${main}' "$@"; }; source <(dryswarm completion bash); COMP_WORDS=(dryswarm service ps w); COMP_CWORD=3; _dryswarm_complete; echo "\${COMPREPLY[@]}"`;
    expect((await runProcess("bash", ["-c", script], { DRYSWARM_STATE: join(dir, "state.json") })).stdout).toBe("web\n");
  });
});
