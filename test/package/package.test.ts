import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { inTempDir, runProcess } from "../helpers/dist.ts";

const ROOT = join(import.meta.dirname, "../..");
const FREE = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

describe("the package", () => {
  it("holds what runs and nothing else", () => {
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT, encoding: "utf8" })) as [
      { files: { path: string }[] },
    ];
    const unexpected = files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|bin\/(dryswarm\.js|package\.json)|dist\/(page\.html|man\/[\w-]+\.[17]|\w+\.cjs|\w+\.v[\w.]+-\w+\.cache))$/.test(
            path,
          ),
      );
    expect(unexpected).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["bin/dryswarm.js", "dist/core.cjs", "dist/network.cjs", "dist/man/dryswarm.1"]));
  });

  it("bears the version that the program says", () => {
    expect(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))).toMatchObject({ version: VERSION });
  });

  it.each([
    ["nothing is known of", '{"vulnerabilities":{}}', 0, "", "audit: 0 known vulnerabilities in what ships\n"],
    ["has a vulnerability", '{"vulnerabilities":{"a":{"name":"a","severity":"low","range":"<2"}}}', 1, "audit: a <2: low\n", "audit: 1 known"],
    ["a registry gives no answer on", '{"message":"405 Method Not Allowed"}', 0, "audit: not done, the registry gave no answer: 405 Method Not Allowed\n", ""],
    ["no npm answers on", "", 0, "audit: not done, the registry gave no answer: npm ended with 1\n", ""],
  ])("is audited: one that %s", (_what, report, code, stderr, stdout) =>
    inTempDir(async (dir) => {
      writeFileSync(join(dir, "npm"), `#!/bin/sh\necho '${report}'\nexit 1\n`, { mode: 0o755 });
      const audit = await runProcess(process.execPath, [join(ROOT, "scripts/audit.mjs")], { PATH: `${dir}:${process.env.PATH}` });
      expect(audit).toMatchObject({ code, stderr });
      expect(audit.stdout.startsWith(stdout)).toBe(true);
    }),
  );

  it("depends on free packages only", () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; link?: boolean; license?: string }>;
    };
    // web/ is a workspace, linked and not shipped.
    const shipped = Object.entries(packages).filter(([path, { dev, link }]) => path.startsWith("node_modules/") && !dev && !link);
    expect(shipped.length).toBeGreaterThan(5);
    expect(shipped.filter(([, { license = "" }]) => !FREE.includes(license)).map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
