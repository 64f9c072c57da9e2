import { expect, it } from "vitest";
import { ownProcess } from "../../src/script/sandbox.ts";
import { executableFile } from "../../src/support/executable.ts";

it("a program that lies beside its files holds none, and is started by Node", async () => {
  expect(await executableFile("page.html")).toBeUndefined();
  expect(ownProcess("/usr/lib/dryswarm/bin/dryswarm.js")).toMatch(/node.* -- .*dryswarm\.js/);
});

it("an executable is started by itself", () => {
  expect(ownProcess(process.execPath)).not.toContain(" -- ");
});
