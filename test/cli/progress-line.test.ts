import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { progressLine, readingText } from "../../src/cli/progress-line.ts";
import { DIST, inTempDir } from "../helpers/dist.ts";

const CLEAR = "\r\u001b[K";

/** A line on a terminal of some width, with a clock that goes on when told to; what was written is in `text`. */
function terminal(stderrColumns = 40) {
  let time = 0;
  let waiting: { run(): void; at: number } | undefined;
  const written: string[] = [];
  const none = async (): Promise<never> => Promise.reject(new Error("no input"));
  const write = (text: string): void => void written.push(text);
  const streams = { readStdin: none, readLine: none, out: write, err: write, stdoutIsTTY: true, stdinIsTTY: true, columns: 0, stderrColumns };
  const line = progressLine({
    streams,
    now: () => time,
    later: (run, ms) => {
      waiting = { run, at: time + ms };
      return () => {
        waiting = undefined;
      };
    },
  });
  return {
    line,
    pass: (ms: number): void => {
      time += ms;
      if (waiting && waiting.at <= time) waiting.run();
    },
    text: (): string => written.splice(0).join(""),
  };
}

describe("the progress line", () => {
  it("is not there where stderr is no terminal", () => {
    const { line, pass, text } = terminal(0);
    line.say("one");
    pass(5000);
    line.say("two", 9000);
    line.end();
    expect(text()).toBe("");
  });

  it("says nothing of what takes less than a second", () => {
    const { line, pass, text } = terminal();
    for (let at = 0; at < 9; at++) {
      line.say(`command ${at}`, 50);
      pass(100);
    }
    line.end();
    pass(5000);
    line.say("late", 5000);
    expect(text()).toBe("");
  });

  it("comes after a second by itself, is drawn ten times a second at most, and goes at the end", () => {
    const { line, pass, text } = terminal();
    line.say("one");
    pass(1000);
    expect(text()).toBe(`${CLEAR}one`);
    for (let at = 0; at < 100; at++) {
      line.say(`command ${at}`);
      pass(10);
    }
    const drawings = text().split(CLEAR).length - 1;
    expect(drawings).toBeGreaterThan(8);
    expect(drawings).toBeLessThanOrEqual(10);
    line.end();
    expect(text()).toBe(CLEAR);
  });

  it("comes at once before what blocks for longer", () => {
    const { line, text } = terminal();
    line.say(...readingText("/state.json", 58_000_000));
    expect(text()).toBe(`${CLEAR}reading /state.json (58 MB)`);
  });

  it("makes room for other text, and stays away from a line that goes on", () => {
    const { line, pass, text } = terminal();
    line.say("one");
    pass(1000);
    line.streams.out("printed\n");
    expect(text()).toBe(`${CLEAR}one${CLEAR}printed\n`);
    line.streams.err("asked: ");
    line.say("two");
    pass(1000);
    expect(text()).toBe("asked: ");
    line.streams.err("\n");
    pass(100);
    line.say("three");
    expect(text()).toBe(`\n${CLEAR}three`);
  });

  it("fits on one line, whatever is in it", () => {
    const { line, text } = terminal(12);
    line.say("a\nb\u001b[31m and more than fits", 1000);
    expect(text()).toBe(`${CLEAR}a b [31m a…`);
  });
});

const hasScript = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

describe.skipIf(!hasScript)("on a terminal", () => {
  const plan = (redirected: string, sleep: string) =>
    inTempDir(async (dir) => {
      writeFileSync(join(dir, "deploy.sh"), `docker swarm init >/dev/null; sleep ${sleep}; docker network create -d overlay net >/dev/null`);
      const env = { PATH: process.env.PATH, HOME: dir, TMPDIR: dir, DRYSWARM_STATE: join(dir, "state.json"), NO_COLOR: "1", TERM: "xterm" };
      return spawnSync("script", ["-qec", `'${process.execPath}' -- '${DIST}' plan '${join(dir, "deploy.sh")}' ${redirected}`, "/dev/null"], {
        env,
        encoding: "utf8",
        input: "",
      }).stdout;
    });

  it("a long plan says what it is at, and leaves the plan alone", async () => {
    const shown = await plan("", "1.5");
    expect(shown).toContain(`${CLEAR}planning deploy.sh: 1 command, swarm init`);
    expect(shown.slice(shown.lastIndexOf(CLEAR) + CLEAR.length)).toMatch(/^[^\r\u001b]*\+ network/m);
    expect(shown.slice(shown.lastIndexOf(CLEAR))).not.toContain("planning");
  });

  it("no line goes into a file", async () => {
    expect(await plan("2>&1 | cat", "1.5")).not.toContain("planning");
  });
});
