import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir } from "../helpers/dist.ts";

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
});
