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
  it("mermaid, dot and svg", async () => {
    expect((await run("graph")).stdout).toContain('["web<br/>2 replicas"]');
    expect((await run("graph", "-o", "dot")).stdout).toContain('shape=ellipse, label="app\\n10.0.1.0/24"');
    expect((await run("graph", "-o", "svg")).stdout).toMatch(/<svg[\s\S]*web[\s\S]*<\/svg>/);
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
