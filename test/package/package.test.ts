import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FREE = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

describe("the package", () => {
  it("holds what runs and nothing else", () => {
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT, encoding: "utf8" })) as [
      { files: { path: string }[] },
    ];
    const unexpected = files
      .map(({ path }) => path)
      .filter((path) => !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|bin\/(dryswarm\.js|package\.json)|dist\/\w+\.(cjs|cache))$/.test(path));
    expect(unexpected).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["bin/dryswarm.js", "dist/main.cjs", "dist/app.cjs", "dist/yaml.cjs"]));
  });

  it("depends on free packages only", () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as { packages: Record<string, { dev?: boolean; license?: string }> };
    const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
    expect(shipped.length).toBeGreaterThan(5);
    expect(shipped.filter(([, { license = "" }]) => !FREE.includes(license)).map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
