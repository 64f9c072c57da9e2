import { describe, expect, it } from "vitest";
import type { Config } from "../../src/api/index.ts";
import { configList } from "../../src/format/contexts/object.ts";
import { taskList } from "../../src/format/contexts/task.ts";
import { writeList } from "../../src/format/list.ts";

const options = { quiet: false, noTrunc: false, now: new Date("2026-11-26T18:00:00Z") };
const config: Config = {
  ID: "mvfwv4ky6ttb52msl72wlgnme",
  Version: { Index: 18 },
  CreatedAt: "2026-11-26T17:32:57.270273240Z",
  UpdatedAt: "2026-11-26T17:32:57.270273240Z",
  Spec: { Name: "co", Labels: {}, Data: "eAo=" },
};
const show = (format: string): string => writeList([config], configList, { ...options, format });
const STRUCT = "{{<nil>} {mvfwv4ky6ttb52msl72wlgnme {{18} {270273240 63931311177 <nil>} {270273240 63931311177 <nil>}} {{co map[]} [120 10] <nil>}}}";

// As recorded on Engine 28.5.2.
describe("a row of a list by itself", () => {
  it("prints as Docker's own struct, times by their parts", () => expect(show("{{.}}")).toBe(`${STRUCT}\n`));
  it("is a pointer to fmt", () => expect(show('{{printf "%v" .}}')).toBe(`&${STRUCT}\n`));
  it("has no length, and its pointer is followed", () => expect(() => show("{{len .}}")).toThrow("len of type config.configContext"));
  it("is nothing to go through", () => expect(() => show("{{range .}}{{end}}")).toThrow(`range can't iterate over ${STRUCT}`));

  it("with an Error column is an error, which prints that", () => {
    const row = (Err: string) => ({ task: { ID: "x", Status: { Err } }, name: "web.1", node: "node-1", older: false }) as never;
    expect(writeList([row("")], taskList, { ...options, format: "{{.}}" })).toBe("\n");
    expect(writeList([row("no suitable node")], taskList, { ...options, format: "{{.}}" })).toBe('"no suitable node"\n');
  });
});
