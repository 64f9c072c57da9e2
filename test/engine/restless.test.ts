import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";

const service = fc.record({
  mode: fc.constantFrom("replicated", "global", "replicated-job", "global-job"),
  replicas: fc.integer({ min: 0, max: 12 }),
  concurrent: fc.integer({ min: 0, max: 4 }),
  condition: fc.constantFrom("none", "on-failure", "any"),
  attempts: fc.integer({ min: 0, max: 1000 }),
  delay: fc.constantFrom("0s", "1ns", "5s"),
  command: fc.constantFrom("exit 0", "exit 3", "sleep 1000"),
  order: fc.constantFrom("stop-first", "start-first"),
  parallelism: fc.integer({ min: 0, max: 3 }),
  memory: fc.constantFrom("5m", "64m"),
});

describe("services of every kind", () => {
  it("come to rest within rounds that the size of the swarm explains, whatever their tasks do", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        service,
        fc.array(fc.constantFrom("--force", "--label-add a=b", "--env-add A=1", "rollback"), { maxLength: 4 }),
        async (spec, changes) => {
          const { docker } = session();
          await docker(["swarm", "init"]);
          const isJob = spec.mode.endsWith("job");
          const made = await docker([
            ...["service", "create", "-d", "--name", "s", "--mode", spec.mode, "--limit-memory", spec.memory],
            ...["--restart-condition", spec.condition, "--restart-max-attempts", String(spec.attempts), "--restart-delay", spec.delay],
            ...(spec.mode.startsWith("replicated") ? ["--replicas", String(spec.replicas)] : []),
            ...(spec.mode === "replicated-job" ? ["--max-concurrent", String(spec.concurrent)] : []),
            ...(isJob ? [] : ["--update-order", spec.order, "--update-parallelism", String(spec.parallelism)]),
            ...["busybox", "sh", "-c", spec.command],
          ]);
          expect(made.stderr).not.toMatch(/come to rest|defect/);
          for (const change of changes) {
            const { stderr } = await docker(
              change === "rollback" ? ["service", "rollback", "-d", "s"] : ["service", "update", "-d", ...change.split(" "), "s"],
            );
            expect(stderr).not.toMatch(/come to rest|defect/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("end a job whose command fails with the one task that failed", async () => {
    const { docker } = session();
    await docker(["swarm", "init"]);
    await docker(["service", "create", "-d", "--name", "j", "--mode", "replicated-job", "--restart-condition", "none", "busybox", "sh", "-c", "exit 3"]);
    expect((await docker(["service", "ls", "--format", "{{.Replicas}}"])).stdout).toBe("0/1 (0/1 completed)\n");
    const tasks = await docker(["service", "ps", "j", "--no-trunc", "--format", "{{.DesiredState}} {{.Error}}"]);
    expect(tasks.stdout).toBe('Shutdown "task: non-zero exit (3)"\n');
  });
});
