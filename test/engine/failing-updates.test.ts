import { describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";

describe("an update whose tasks end at once", () => {
  it.each([
    ["pause", "paused", ["Failed", "Running", "Running"], /^update paused due to failure or early termination of task [a-z0-9]{25}$/],
    ["rollback", "rollback_completed", ["Running", "Running", "Running"], /^rollback completed$/],
    ["continue", "completed", ["Failed", "Failed", "Failed"], /^update completed$/],
  ])("does what its failure action says: %s", async (action, state, newest, message) => {
    const { docker } = session();
    await docker(["swarm", "init"]);
    await docker(["service", "create", "-d", "--name", "s", "--replicas", "3", "--restart-condition", "none", "--update-failure-action", action, "nginx"]);
    expect(await docker(["service", "update", "-d", "--args", "false", "s"])).toMatchObject({ code: 0 });
    const status = await docker(["service", "inspect", "s", "--format", "{{.UpdateStatus.State}}\n{{.UpdateStatus.Message}}"]);
    const [shown, words] = status.stdout.trim().split("\\n").join("\n").split("\n");
    expect(shown).toBe(state);
    expect(words).toMatch(message);
    const { stdout } = await docker(["service", "ps", "s", "--format", "{{.Name}} {{.CurrentState}}"]);
    const first = new Map<string, string>();
    for (const line of stdout.trim().split("\n")) {
      const [name = "", current = ""] = line.split(" ");
      if (!first.has(name)) first.set(name, current);
    }
    expect([...first.values()]).toEqual(newest);
  });
});
