import { describe, expect, test } from "vitest";
import { exitStatus, validateExitLabel } from "../../../src/engine/agent/exit-status.ts";

const of = (...Command: string[]): number | undefined => exitStatus({ Command }, false);
const ofScript = (script: string): number | undefined => of("sh", "-c", script);

describe("the exit status of a command", () => {
  test.each([
    [["true"], 0],
    [["/bin/false"], 1],
    [["/usr/bin/touch", "/a"], 0],
    [["sleep", "2"], 0],
    [["sleep", "1", "1.5s"], 0],
    [["sleep", "1m"], undefined],
    [["sleep", "infinity"], undefined],
    [["tail", "-n", "1", "/a"], 0],
    [["tail", "-f", "/dev/null"], undefined],
    [["ping", "web"], undefined],
    [["ping", "-c", "3", "web"], 0],
    [["ping", "-c2", "web"], 0],
    [["env", "A=b", "false"], 1],
    [["env"], 0],
    [["nginx", "-g", "daemon off;"], undefined],
    [[], undefined],
  ])("%j: %s", (command, status) => expect(of(...command)).toBe(status));

  test.each([
    ["exit 3", 3],
    ["exit 256", 0],
    ["sleep 1; exit 3", 3],
    ["sleep 2; sleep 2; exit 3", undefined],
    ["true && false", 1],
    ["false && exit 4", 1],
    ["false || exit 4", 4],
    ["true || exit 4", 0],
    ["false | true", 0],
    ["apk add curl && curl web", 0],
    ["echo 'a; exit 5'", 0],
    ['echo "it is; exit 5" > /a', 0],
    ["while :; do sleep 1; done", undefined],
    ["for i in 1 2; do echo $i; done", 0],
    ["if true; then exit 6; fi", 6],
    ["A=b exec nginx", undefined],
    ["server & true", 0],
    ["bash -ec 'exit 9'", 9],
    ["", 0],
  ])("sh -c %j: %s", (script, status) => expect(ofScript(script)).toBe(status));

  test("a job whose command tells nothing ends well, one that runs on does not", () => {
    expect(exitStatus({ Command: ["backup"] }, true)).toBe(0);
    expect(exitStatus({}, true)).toBe(0);
    expect(exitStatus({ Command: ["sleep", "1h"] }, true)).toBeUndefined();
  });

  test("a shell or a filter alone lives as long as its input", () => {
    expect(of("sh")).toBe(0);
    expect(of("/bin/cat")).toBe(0);
    expect(exitStatus({ Command: ["cat"], OpenStdin: true }, false)).toBeUndefined();
    expect(exitStatus({ Args: ["bash"], TTY: true }, false)).toBeUndefined();
  });

  test("a label states it for commands that tell nothing", () => {
    const labelled = (label: string, isJob = false) => exitStatus({ Command: ["backup"], Labels: { "dryswarm.exit": label } }, isJob);
    expect(labelled("7")).toBe(7);
    expect(labelled("0 after=3s")).toBe(0);
    expect(labelled("0 after=1h", true)).toBeUndefined();
  });

  test.each(["", "x", "256", "-1", "0 after=", "0 after=x", "0 before=1s"])("a label of %j is refused", (label) => {
    expect(() => validateExitLabel({ "dryswarm.exit": label })).toThrow(`invalid label dryswarm.exit=${label}: must be STATUS`);
  });
});
