import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, dryswarm, inTempDir } from "../helpers/dist.ts";

/** A script run by `dryswarm shell` on a fresh state, its temporary files in `dir`. */
const inShell = (script: string, check: (result: Awaited<ReturnType<typeof dryswarm>>, dir: string) => void) =>
  inTempDir(async (dir) => {
    writeFileSync(join(dir, "script.sh"), script);
    const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", TMPDIR: dir, HOME: dir };
    check(await dryswarm(["shell", "--", "bash", join(dir, "script.sh")], env), dir);
    expect(readdirSync(dir).filter((name) => name.startsWith("dryswarm-"))).toEqual([]);
  });

describe("the docker of a script", () => {
  it("keeps streams, exit statuses, folders, variables and awkward words apart", () =>
    inShell(
      `cd "$TMPDIR"; docker swarm init >/dev/null
docker network create -d overlay net >/dev/null; echo "=> $?"
docker network rm nope 2>&1 >/dev/null; echo "=> $?"
docker network create -d overlay --label 'a=b c
d' --label "q='\\"" odd >/dev/null; docker network inspect odd --format '{{json .Labels}}'
printf abc | docker secret create s - >/dev/null; docker secret ls --format '{{.Name}}'
mkdir sub; cd sub; echo 'services: {web: {image: "nginx:$TAG"}}' > s.yml; TAG=5 docker stack config -c s.yml | grep image
docker network ls -q > out.txt; wc -l < out.txt
docker network ls -q >> out.txt; wc -l < out.txt
docker -H ssh://node-2 info --format '{{.Name}}'
docker network ls --format '' | wc -c
docker nonsense >/dev/null 2>&1; echo "=> $?"
docker network ls --nosuch >/dev/null 2>&1; echo "=> $?"
`,
      ({ stdout, stderr, code }) => {
        expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
        expect(stdout).toBe(
          `=> 0\nError response from daemon: network nope not found\nexit status 1\n=> 1\n{"a":"b c\\nd","q":"'\\""}\ns\n    image: nginx:5\n7\n14\nnode-2\n${stdout.split("\n")[10]}\n=> 1\n=> 125\n`,
        );
      },
    ));

  it("prints ten megabytes whole", () =>
    inShell(
      `cd "$TMPDIR"; docker swarm init >/dev/null
head -c 400000 /dev/zero | tr '\\0' x > big; docker config create big big >/dev/null
docker config inspect $(for at in $(seq 20); do echo big; done) > all.json; wc -c < all.json; tail -c 4 all.json`,
      ({ stdout, stderr }) => {
        expect(stderr).toBe("");
        const [size = "0", ...rest] = stdout.split("\n");
        expect(Number(size)).toBeGreaterThan(10_000_000);
        expect(rest.join("\n")).toBe("    }\n]\n".slice(-4));
      },
    ));

  it("several at once lose nothing", () =>
    inShell(
      `cd "$TMPDIR"; docker swarm init >/dev/null
for at in $(seq 20); do docker network create -d overlay net$at >/dev/null & done; wait
docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' $(docker network ls -q --filter driver=overlay) | sort -u | wc -l`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: "21\n", stderr: "" }),
    ));

  it("runs on its own once the dryswarm above it has gone", () =>
    inTempDir(async (dir) => {
      const script = `kill -9 $PPID; sleep 0.2; docker network create late >'${dir}/late' 2>&1`;
      const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", TMPDIR: dir };
      await dryswarm(["shell", "--", "bash", "-c", script], env);
      await expect.poll(() => existsSync(join(dir, "late")) && readFileSync(join(dir, "late"), "utf8"), { timeout: 15_000 }).toMatch(/^[0-9a-f]{64}\n$/);
      execFileSync("sh", ["-c", `rm -rf '${dir}'/dryswarm-shell-*`]);
    }));

  it("reads standard input, open files of its own and here-documents", () =>
    inShell(
      `cd "$TMPDIR"; docker swarm init >/dev/null
docker secret create here - >/dev/null <<END
abc
END
head -c 400000 /dev/zero | tr '\\0' y | docker config create piped - >/dev/null
docker config create opened <(printf abcdef) >/dev/null
docker config create given /dev/stdin <<< text >/dev/null
docker secret ls -q | wc -l
docker config inspect piped opened given --format '{{len .Spec.Data}}'`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: "1\n400000\n6\n5\n", stderr: "" }),
    ));

  it("bears a reader that goes, and says when its output cannot be written", () =>
    inShell(
      `cd "$TMPDIR"; set -o pipefail; docker swarm init >/dev/null
head -c 400000 /dev/zero | tr '\\0' x > big; docker config create big big >/dev/null
docker network ls --format '{{.Name}}' | head -1; echo "=> $?"
docker config inspect big big | head -1; echo "=> $?"
docker network ls >/dev/full 2>/dev/null; echo "=> $?"`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: "bridge\n=> 0\n[\n=> 0\n=> 1\n", stderr: "" }),
    ));

  it("ends with 128 and the number of the signal that killed it", () =>
    inShell(
      `cd "$TMPDIR"; docker swarm init >/dev/null; mkfifo wait; sleep 10 > wait & writer=$!
for signal in TERM KILL; do docker secret create s - < wait & sleep 0.5; kill -$signal $!; wait $! 2>/dev/null; echo "=> $?"; done
kill $writer; docker secret ls -q | wc -l`,
      ({ stdout }) => expect(stdout).toBe("=> 143\n=> 137\n0\n"),
    ));
});

/** Interrupts a command and all that runs below it, as a terminal does, once its script has made the file "ready". */
const interrupted = (verb: readonly string[], signal: NodeJS.Signals, whole: boolean) =>
  inTempDir(async (dir) => {
    writeFileSync(join(dir, "script.sh"), `docker swarm init >/dev/null; touch '${dir}/ready'; sleep 61.5; touch '${dir}/late'`);
    const env = { DRYSWARM_STATE: join(dir, "state.json"), PATH: process.env.PATH ?? "", TMPDIR: dir, HOME: dir };
    const child = spawn(process.execPath, ["--", DIST, ...verb, join(dir, "script.sh")], { env, detached: true, stdio: "ignore" });
    const end = new Promise<number | null>((done) => child.on("exit", done));
    await expect.poll(() => existsSync(join(dir, "ready")), { timeout: 30_000 }).toBe(true);
    await new Promise((done) => setTimeout(done, 200));
    process.kill(whole ? -(child.pid as number) : (child.pid as number), signal);
    const status = await end;
    const left = readdirSync("/proc").filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "latin1").includes(`TMPDIR=${dir}\0`);
      } catch {
        return false;
      }
    });
    return { status, left, folders: readdirSync(dir).filter((name) => name.startsWith("dryswarm-")), late: existsSync(join(dir, "late")) };
  });

describe("a script that is interrupted", () => {
  it.each([
    ["shell", "SIGINT", true, 130],
    ["shell", "SIGTERM", true, 143],
    ["plan", "SIGINT", true, 130],
    ["plan", "SIGTERM", false, 130],
  ] as const)("by %s and %s ends, and leaves nothing behind", async (verb, signal, whole, status) => {
    const words = verb === "shell" ? ["shell", "--", "bash"] : ["plan"];
    const result = await interrupted(words, signal, whole);
    expect(result).toEqual({ status, left: [], folders: [], late: false });
  });
});
