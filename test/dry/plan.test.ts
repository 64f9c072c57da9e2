import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { dryswarm, inTempDir } from "../helpers/dist.ts";
import { outputProblems } from "../helpers/schemas.ts";

/** A swarm with a network and a service in a folder of its own, and dryswarm on it. */
const inSwarm = (
  use: (at: {
    dir: string;
    run: (...args: string[]) => ReturnType<typeof dryswarm>;
    file: (name: string, text: string) => string;
    state: () => string;
  }) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", TMPDIR: dir };
    const run = (...args: string[]) => dryswarm(args, env);
    await run("swarm", "init");
    await run("network", "create", "-d", "overlay", "app");
    await run("service", "create", "-d", "--name", "web", "--network", "app", "--replicas", "2", "-p", "8080:80", "nginx:1");
    const file = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text, { mode: 0o755 });
      return join(dir, name);
    };
    await use({ dir, run, file, state: () => readFileSync(join(dir, "state.json"), "utf8") });
  });

const brief = ({ changes }: Plan): string[] =>
  changes.map(({ action, kind, name, tasks }) => `${action} ${kind} ${name}${tasks ? ` ${tasks.started}/${tasks.restarted}/${tasks.stopped}` : ""}`);

describe("dryswarm plan", () => {
  it("says what a script would do, what fails where, and what it skips; the state stays", () =>
    inSwarm(async ({ run, file, state }) => {
      const before = state();
      const script = file(
        "deploy.sh",
        "#!/bin/bash\ndocker build -t x .\ndocker network create -d overlay --subnet 10.9.0.0/24 back\nfor at in 1 2; do\n  docker service create -d --name api$at --network back app:1\ndone\ndocker service update -d --image nginx:2 web\ndocker network rm nope\necho spoken\n",
      );
      const { code, stdout, stderr } = await run("plan", "-o", "json", script);
      const plan = JSON.parse(stdout) as Plan;
      expect(outputProblems(plan)).toEqual([]);
      expect(code).toBe(0);
      expect(stderr).toContain("spoken");
      expect(brief(plan)).toEqual(["add network back", "add service api1 1/0/0", "add service api2 1/0/0", "change service web 0/2/0"]);
      expect(plan.changes[0]?.facts).toMatchObject({ subnet: "10.9.0.0/24", gateway: "10.9.0.1", vxlan: "4098" });
      expect(plan.changes[3]?.fields).toEqual([{ path: "TaskTemplate.ContainerSpec.Image", before: "nginx:1", after: "nginx:2" }]);
      expect(plan.failed).toMatchObject([{ argv: ["network", "rm", "nope"], status: 1, line: 8, file: script }]);
      expect(plan.skipped).toMatchObject([{ argv: ["build", "-t", "x", "."], line: 2 }]);
      expect(state()).toBe(before);
    }));

  it("saves, shows, and keeps when told to", () =>
    inSwarm(async ({ run, dir, state }) => {
      const before = state();
      const out = join(dir, "plan.json");
      const made = await run("plan", "--detailed-exitcode", "--out", out, "--", "docker", "network", "create", "-d", "overlay", "more");
      expect(made.code).toBe(2);
      expect(made.stdout).toContain("  + network more  driver overlay, subnet 10.0.2.0/24, gateway 10.0.2.1, vxlan 4098\n");
      expect(await run("plan", "show", out)).toMatchObject({ code: 0, stdout: made.stdout });
      expect((await run("plan", "-o", "markdown", "show", out)).stdout).toMatch(/^<!-- dryswarm plan -->\n### dryswarm plan: 1 to add/);
      expect(state()).toBe(before);
      expect((await run("plan", "--save", "--", "docker", "network", "create", "-d", "overlay", "more")).code).toBe(0);
      expect((await run("network", "ls", "-q", "-f", "name=more")).stdout).not.toBe("");
    }));

  it("takes stack files", () =>
    inSwarm(async ({ run, file }) => {
      const stack = file("s.yml", "services:\n  db:\n    image: postgres\n    deploy: {replicas: 2}\n");
      const { stdout, code } = await run("plan", "-o", "json", "-c", stack, "shop");
      expect(code).toBe(0);
      expect(brief(JSON.parse(stdout) as Plan)).toEqual(["add network shop_default", "add service shop_db 2/0/0"]);
      const broken = await run("plan", "-c", file("broken.yml", "services: [\n"), "shop");
      expect(broken.code).toBe(1);
      expect(broken.stdout).toContain("Plan: no changes.");
      const missing = await run("plan", "-c", "/nonexistent.yml", "shop");
      expect(missing.code).toBe(1);
      expect(missing.stderr).toContain("open /nonexistent.yml: no such file or directory");
    }));

  it("a script that fails, hangs or leaves children behind changes nothing and leaves nothing running", () =>
    inSwarm(async ({ run, state, dir }) => {
      const before = state();
      const failing = await run("plan", "--save", "--", "sh", "-c", "docker network create -d overlay lost; exit 3");
      expect(failing.code).toBe(1);
      expect(failing.stdout).toContain("+ network lost");
      const mark = `sleep 98765${process.pid}`;
      const hanging = await run("plan", "--timeout", "500ms", "--", "sh", "-c", `${mark} & setsid ${mark} & ${mark}`);
      expect(hanging).toMatchObject({ code: 1, stdout: "" });
      expect(hanging.stderr).toBe("the command did not end within 0.5 s, and was stopped with all that it had started\n");
      await run("plan", "--", "sh", "-c", `${mark} &`);
      const left = execFileSync("sh", ["-c", "ps -eo args || true"], { encoding: "utf8" });
      expect(left.split("\n").filter((line) => line === mark)).toEqual([]);
      expect(state()).toBe(before);
      expect(
        execFileSync("ls", [dir], { encoding: "utf8" })
          .split("\n")
          .filter((name) => name.startsWith("dryswarm-")),
      ).toEqual([]);
    }));

  it.each([
    [["plan"], 1, "dryswarm plan: nothing to run"],
    [["plan", "-o", "xml", "x"], 125, 'invalid argument "xml" for "-o, --output" flag: text, json, markdown'],
    [["plan", "--fail-on", "sometimes", "x"], 125, 'invalid argument "sometimes" for "--fail-on" flag'],
    [["plan", "--ignore", "DS999", "x"], 1, "no rule is called DS999"],
    [["plan", "--", "no-such-command-here"], 127, "cannot run no-such-command-here: no such command"],
    [["plan", "show", "/nonexistent"], 1, "open /nonexistent: no such file or directory"],
    [["plan", "show", "/dev/null"], 1, "/dev/null is no saved plan: it is no JSON"],
    [["plan", "--from", "/etc/hostname", "--", "true"], 1, "/etc/hostname: it is no JSON"],
    [["diff", "/etc/hostname", "/etc/hostname"], 1, "/etc/hostname: it is no JSON"],
    [["capacity", "--replicas", "web"], 125, 'invalid argument "web" for "--replicas" flag: SERVICE=COUNT'],
    [["capacity", "--replicas", "nope=3"], 1, "no service is called nope"],
    [["capacity", "nope"], 1, "no service, task or network is called nope"],
    [["explain", "nope"], 1, "no service, task or network is called nope"],
    [["resolve", "web", "--from", "nope"], 1, "no service is called nope"],
    [["route", "http"], 1, "http is no port"],
    [["completion", "tcsh"], 1, "no completion for tcsh"],
    [["check", "--explain", "DS999"], 1, "no rule is called DS999"],
    [["check", "--baseline", "/etc/hostname"], 1, "/etc/hostname is no baseline"],
    [["check", "--write-baseline", "/nonexistent/x"], 1, "cannot write /nonexistent/x"],
  ])("%j: %d", (args, code, message) =>
    inTempDir(async (dir) => {
      const result = await dryswarm(args, { DRYSWARM_STATE: join(dir, "state.json") });
      expect(result.stderr).toContain(message);
      expect(result.code).toBe(code);
      expect(result.stdout).toBe("");
    }),
  );
});

describe("a dump of a real swarm stands for the state", () => {
  it("networks, VIPs and ports are kept", () =>
    inSwarm(async ({ run, dir }) => {
      const dump = join(dir, "dump.json");
      const ids = (await run("network", "ls", "-q")).stdout.trim().split("\n");
      const texts = [await run("network", "inspect", ...ids), await run("service", "inspect", "web"), await run("node", "inspect", "self")];
      writeFileSync(dump, texts.map(({ stdout }) => stdout).join(""));
      const { stdout } = await run(
        "plan",
        "-o",
        "json",
        "--from",
        dump,
        "--",
        "docker",
        "service",
        "create",
        "-d",
        "--name",
        "next",
        "--network",
        "app",
        "nginx",
      );
      const plan = JSON.parse(stdout) as Plan;
      expect(brief(plan)).toEqual(["add service next 1/0/0"]);
      const web = plan.after.services.find(({ Spec }) => Spec.Name === "web");
      const real = JSON.parse((await run("service", "inspect", "web")).stdout)[0];
      expect(web?.Endpoint.VirtualIPs).toEqual(real.Endpoint.VirtualIPs);
      expect(plan.after.nodes.map(({ ID }) => ID)).toEqual([(await run("node", "ls", "-q")).stdout.trim()]);
      expect((await run("diff", dump, join(dir, "state.json"))).stdout).toBe("Diff: no changes.\n");
      expect((await run("capacity", "--from", dump)).stdout).toContain("app      10.0.1.0/24  253   1     2      1");
      const conflict = await run("plan", "--from", dump, "--", "docker", "service", "create", "-d", "-p", "8080:80", "nginx");
      expect(conflict.stdout).toContain("port '8080' is already in use by service 'web'");
    }));
});
