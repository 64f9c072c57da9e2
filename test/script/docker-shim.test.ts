import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryswarm, inTempDir, type Result } from "../helpers/dist.ts";

/** A script run by `dryswarm shell` on a fresh swarm. */
const inShell = (script: string, check: (result: Result) => void) =>
  inTempDir(async (dir) => {
    writeFileSync(join(dir, "script.sh"), `cd "$TMPDIR"; docker swarm init >/dev/null\n${script}`);
    check(await dryswarm(["shell", "--", "bash", join(dir, "script.sh")], { DRYSWARM_STATE: join(dir, "state.json"), TMPDIR: dir, HOME: dir }));
  });

/** Callers that ask at the same time; `SHIM_CALLS=100` for the long run. */
const CALLS = Number(process.env.SHIM_CALLS ?? 3);

describe("a docker command of a script", () => {
  it("gets its answer when the server and then the caller were stopped while it waited", () =>
    inShell(
      `kill -STOP $PPID; docker network ls >list 2>err & p=$!; sleep .5; kill -STOP $p; kill -CONT $PPID; sleep 2.5; kill -CONT $p; wait $p; echo "$? $(wc -l <list) $(wc -c <err)"
kill -STOP $PPID; docker network rm nope >list 2>err & p=$!; sleep .5; kill -STOP $p; kill -CONT $PPID; sleep 2.5; kill -CONT $p; wait $p; echo "$? $(wc -l <list) $(head -1 err)"`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: "0 6 0\n1 0 Error response from daemon: network nope not found\n", stderr: "" }),
    ));

  it("gets its answer wherever the caller was stopped, and wherever the server was", () =>
    inShell(
      `for at in $(seq 0 19); do
  ( docker network ls >list$at 2>err$at & p=$!
    sleep .$(printf %03d $((at * 4))); kill -STOP $p 2>/dev/null; sleep 2.5; kill -CONT $p 2>/dev/null; wait $p; echo "$? $(wc -l <list$at) $(wc -c <err$at)" ) &
done
for at in $(seq 8); do sleep .1; kill -STOP $PPID; sleep .3; kill -CONT $PPID; done
wait`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: "0 6 0\n".repeat(20), stderr: "" }),
    ));

  it(`gets its own answer among 64 callers (${CALLS} calls each)`, () =>
    inShell(
      `for at in $(seq 64); do
  ( for turn in $(seq ${CALLS}); do docker network create -d overlay n$at-$turn >/dev/null || echo "failed $at"; docker network inspect n$at-$turn --format '{{.Name}}' | grep -qx n$at-$turn || echo "wrong $at"; done ) &
done
wait; docker network ls -q -f driver=overlay | wc -l`,
      ({ stdout, stderr }) => expect({ stdout, stderr }).toEqual({ stdout: `${64 * CALLS + 1}\n`, stderr: "" }),
    ));
});
