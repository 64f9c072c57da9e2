import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { inTempDir } from "../helpers/dist.ts";
import { hasNamespaces, liveMachine } from "../helpers/live-engine.ts";

const POST = `-sf -X POST -H 'Content-Type: application/json' -d '{"Name":"NET","Driver":"bridge"}' http://d/v1.51/networks/create`;
const has = (program: string): boolean => ["/usr/bin", "/bin", "/usr/local/bin"].some((folder) => existsSync(join(folder, program)));
const python = "/usr/bin/python3";

/** Ways in which a script reaches docker; NET stands for the network that it makes. */
const FORMS: Record<string, string> = {
  plain: "docker network create NET",
  "absolute path": "/usr/local/sbin/docker network create NET",
  "env -i": "env -i PATH=/usr/local/sbin:/usr/bin:/bin docker network create NET",
  "env PATH": "env PATH=/usr/local/sbin:/usr/bin:/bin docker network create NET",
  "login shell": "env -i HOME=/nonexistent bash -lc 'PATH=/usr/local/sbin:$PATH docker network create NET'",
  "PATH set anew": "( export PATH=/usr/local/sbin:/usr/bin:$PATH; docker network create NET )",
  "sh -c": `sh -c 'docker network create NET'`,
  function: "make_net() { docker network create NET; }; make_net",
  xargs: "echo NET | xargs -n1 /usr/local/sbin/docker network create",
  nohup: "nohup /usr/local/sbin/docker network create NET",
  "second script": `printf '#!/bin/sh\\n/usr/local/sbin/docker network create NET\\n' >second.sh; chmod +x second.sh; ./second.sh`,
  background: "( sleep 0.3; docker network create NET ) & wait",
  "curl on the usual socket": `curl --unix-socket /var/run/docker.sock ${POST}`,
  "curl on podman's socket": `curl --unix-socket /run/podman/podman.sock ${POST}`,
  "curl on the context's socket": `curl --unix-socket "$TMPDIR/context.sock" ${POST}`,
  "curl on DOCKER_HOST": `curl --unix-socket "\${DOCKER_HOST#unix://}" ${POST}`,
  node: `'${process.execPath}' -e 'require("child_process").execFileSync("/usr/local/sbin/docker", ["network", "create", "NET"])'`,
  "node by the API": `'${process.execPath}' -e 'const q = require("http").request({ socketPath: "/var/run/docker.sock", method: "POST", path: "/v1.51/networks/create", headers: { "Content-Type": "application/json" } }, (r) => r.resume()); q.end(JSON.stringify({ Name: "NET", Driver: "bridge" }))'`,
  ...(existsSync(python) && { python: `${python} -c 'import subprocess; subprocess.run(["docker", "network", "create", "NET"], check=True)'` }),
  ...(has("make") && { make: `printf 'all:\\n\\t/usr/local/sbin/docker network create NET\\n' >Makefile; make -s` }),
  ...(has("sudo") && { sudo: "sudo -n docker network create NET" }),
};
/** What only root can. */
const ROOT_FORMS: Record<string, string> = {
  "su -c": "su -c 'PATH=/usr/local/sbin:$PATH docker network create NET'",
  "su of another user": "su nobody -s /bin/sh -c 'PATH=/usr/local/sbin:$PATH docker network create NET'",
};

const added = (plan: Plan): string[] => plan.changes.flatMap(({ action, kind, name }) => (action === "add" && kind === "network" ? [name] : []));

describe.skipIf(!(await hasNamespaces()))("a script that is planned where a live engine listens", () => {
  const onMachine = (use: (dir: string, machine: Awaited<ReturnType<typeof liveMachine>>) => Promise<void>) =>
    inTempDir(async (dir) => {
      chmodSync(dir, 0o777);
      const machine = await liveMachine(dir);
      try {
        await use(dir, machine);
      } finally {
        await machine.close();
      }
    });
  const scriptOf = (dir: string, forms: Record<string, string>): { file: string; names: string[] } => {
    const lines = Object.values(forms).map((form, at) => `{ ${form.replaceAll("NET", `net${at}`)}\n} </dev/null || echo "failed: net${at}" >&2`);
    const file = join(dir, "deploy.sh");
    writeFileSync(file, `#!/bin/bash\ncd "$TMPDIR"\n${lines.join("\n")}\n`, { mode: 0o755 });
    return { file, names: lines.map((_, at) => `net${at}`) };
  };

  const hideBubblewrap = 'f=$(command -v bwrap) && mount --bind /bin/false "$f" || true';
  it.each([
    ["root, in a mount namespace", true, { ...FORMS, ...ROOT_FORMS }, { uid: 0 }],
    ["a user, in a user namespace", true, FORMS, { uid: 65_534 }],
    ["a user, by bubblewrap", has("bwrap"), FORMS, { uid: 65_534, missing: "user namespaces" }],
    ["a user, by sudo", has("sudo"), FORMS, { uid: 65_534, missing: "user namespaces", lines: hideBubblewrap }],
  ] as const)("as %s: every form stands in the plan, and nothing is reached", (_, possible, forms, how) =>
    onMachine(async (dir, machine) => {
      if (!possible) return;
      const { file, names } = scriptOf(dir, forms);
      const { stdout, stderr, code } = await machine.run(["plan", "-o", "json", file], { DRYSWARM_STATE: join(dir, "state.json") }, how);
      expect(stderr).not.toContain("failed: ");
      expect(code, stderr).toBe(0);
      const plan = JSON.parse(stdout) as Plan;
      expect(
        added(plan)
          .filter((name) => name.startsWith("net"))
          .sort(),
      ).toEqual(names.sort());
      expect(plan.failed).toEqual([]);
      expect(plan.notes.filter(({ kind }) => kind === "path").length).toBeGreaterThan(3);
      expect(machine.reached()).toBe("");
    }),
  );

  it("a process that outlives the script is ended, even one without environment and session", () =>
    onMachine(async (dir, machine) => {
      const file = join(dir, "late.sh");
      writeFileSync(
        file,
        `env -i PATH=/usr/local/sbin:/usr/bin:/bin setsid sh -c 'sleep 3; docker network create late; echo >"${dir}/lived"' >/dev/null 2>&1 &\ndocker network create soon\n`,
      );
      const { stdout } = await machine.run(["plan", "-o", "json", file], { DRYSWARM_STATE: join(dir, "state.json") });
      expect(added(JSON.parse(stdout) as Plan)).toEqual(["soon"]);
      await new Promise((done) => setTimeout(done, 3500));
      expect(existsSync(join(dir, "lived"))).toBe(false);
      expect(machine.reached()).toBe("");
    }));

  it("what outlives a shell meets no live engine either", () =>
    onMachine(async (dir, machine) => {
      const script = `sh -c 'sleep 1.5; /usr/local/sbin/docker network create late >/dev/null; curl -s --unix-socket /var/run/docker.sock http://d/info; echo >"${dir}/lived"' >/dev/null 2>&1 & docker network create soon`;
      const state = join(dir, "state.json");
      expect((await machine.run(["shell", "--", "bash", "-c", script], { DRYSWARM_STATE: state })).code).toBe(0);
      await expect.poll(() => existsSync(join(dir, "lived")), { timeout: 30_000 }).toBe(true);
      const { stdout } = await machine.run(["network", "ls", "--format", "{{.Name}}"], { DRYSWARM_STATE: state });
      expect(stdout.split("\n")).toEqual(expect.arrayContaining(["soon", "late"]));
      expect(machine.reached()).toBe("");
    }));

  it("DOCKER_HOST of the user names the simulated host, and a refused request stands in the plan as a request", () =>
    onMachine(async (dir, machine) => {
      const file = join(dir, "host.sh");
      const post = `curl -s -o /dev/null -X POST -H 'Content-Type: application/json' -d '{"Name":"host"}' --unix-socket`;
      writeFileSync(
        file,
        `docker info --format '{{.Name}}'\n${post} "\${DOCKER_HOST#unix://}" http://d/v1.51/networks/create\nenv | grep -E '^DOCKER_(CONTEXT|CERT_PATH|TLS_VERIFY)' && echo "failed: env"\ntrue\n`,
      );
      const env = {
        DRYSWARM_STATE: join(dir, "state.json"),
        DOCKER_HOST: "tcp://node-7:2376",
        DOCKER_CONTEXT: "prod",
        DOCKER_TLS_VERIFY: "1",
        DOCKER_CERT_PATH: "/x",
      };
      const { stdout, stderr } = await machine.run(["plan", "-o", "json", file], env);
      expect(stderr).toContain("node-7\n");
      expect(stderr).not.toContain("failed: ");
      const plan = JSON.parse(stdout) as Plan;
      expect(plan.failed).toMatchObject([{ argv: ["POST", "/v1.51/networks/create"], status: 1, http: 403 }]);
      expect(machine.reached()).toBe("");
    }));

  it("without a namespace auto runs nothing, and names what could be met; none warns", () =>
    onMachine(async (dir, machine) => {
      const env = { DRYSWARM_STATE: join(dir, "state.json") };
      const file = join(dir, "s.sh");
      writeFileSync(file, `echo ran >${dir}/ran; docker network create net\n`);
      const refused = await machine.run(["plan", file], env, { missing: "all" });
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toContain("an engine listens on /run/docker.sock");
      expect(refused.stderr).toContain("/usr/local/sbin/docker is a docker command line");
      expect(refused.stderr).toContain("--isolate=none");
      expect(existsSync(join(dir, "ran"))).toBe(false);
      const asked = await machine.run(["plan", "--isolate=namespace", file], env, { missing: "all" });
      expect(asked.stderr).toContain("no namespace can be had here");
      expect(existsSync(join(dir, "ran"))).toBe(false);
      const open = await machine.run(["plan", "--isolate=none", file], env);
      expect(open.code).toBe(0);
      expect(open.stderr).toContain("warning: --isolate=none");
      expect(open.stdout).toContain("+ network net");
      expect((await machine.run(["plan", "--isolate=some", file], env)).code).toBe(125);
    }));

  it("--no-network leaves loopback alone", () =>
    onMachine(async (dir, machine) => {
      const file = join(dir, "net.sh");
      writeFileSync(file, "cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' '\ndocker network create net\n");
      const { stdout, stderr } = await machine.run(["plan", "--no-network", file], { DRYSWARM_STATE: join(dir, "state.json") });
      expect(stderr.split("\n")[0]).toBe("lo");
      expect(stdout).toContain("+ network net");
    }));

  it("plan -c starts no process", () =>
    onMachine(async (dir, machine) => {
      const stack = join(dir, "s.yml");
      writeFileSync(stack, "services: {web: {image: nginx}}\n");
      const env = {
        DRYSWARM_STATE: join(dir, "state.json"),
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent("import c from 'node:child_process'; for (const k of ['spawn','spawnSync','exec','execFile','execFileSync','execSync','fork']) c[k] = () => { console.error('started a process'); process.exit(9); };")}`,
      };
      const { code, stderr } = await machine.run(["plan", "-c", stack, "shop"], env);
      expect(stderr).not.toContain("started a process");
      expect(code).toBe(1);
      expect(machine.reached()).toBe("");
    }));
});
