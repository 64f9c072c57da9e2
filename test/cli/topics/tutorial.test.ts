import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tutorial } from "../../../src/cli/topics/tutorial.ts";
import { DIST, dryswarm, inTempDir, runProcess } from "../../helpers/dist.ts";

const MARK = "=== next";

/** The lines that the tutorial has its reader type, each with what it says that they print. */
function steps(): { typed: string; printed: string }[] {
  const found: { typed: string; printed: string }[] = [];
  let open = false;
  for (const line of tutorial.split("\n")) {
    if (line.startsWith("  $ ")) found.push({ typed: line.slice(4), printed: "" });
    else if (/^\S| {3}/.test(line.slice(0, 3))) open = false;
    else if (open) (found.at(-1) as { printed: string }).printed += `${line.slice(2)}\n`;
    if (line.startsWith("  $ ")) open = true;
  }
  return found;
}

describe("help tutorial", () => {
  it("prints what its lines print", () =>
    inTempDir(async (dir) => {
      const all = steps();
      expect(all.length).toBeGreaterThan(15);
      const script = all.map(({ typed }) => `${typed.replace(/^export DRYSWARM_STATE=.*/, ":")}\necho '${MARK}'`).join("\n");
      const shim = `dryswarm() { '${process.execPath}' -- '${DIST}' "$@"; }\nexec 2>&1\n`;
      const { stdout } = await runProcess("sh", ["-c", shim + script], { DRYSWARM_STATE: join(dir, "s.json"), NO_COLOR: "1" });
      const printed = stdout.split(`${MARK}\n`).slice(0, -1);
      const trimmed = all.map(({ typed, printed: text }) => ({ typed, printed: text.trimEnd() }));
      expect(all.map(({ typed }, at) => ({ typed, printed: printed[at]?.trimEnd() }))).toEqual(trimmed);
    }));

  it("is a topic of help, but not where the program is called docker", async () => {
    expect(await dryswarm(["help", "tutorial"], {})).toEqual({ stdout: tutorial, stderr: "", code: 0 });
    expect(await dryswarm(["help", "tutorial"], { DRYSWARM_PROGRAM: "docker" })).toMatchObject({ stdout: "", stderr: "unknown help topic: tutorial\n" });
    expect(await dryswarm(["help", "constructor"], {})).toMatchObject({ code: 1, stderr: "unknown help topic: constructor\n" });
  });
});
