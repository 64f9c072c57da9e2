import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { DIST, inTempDir, type Result, runProcess } from "../helpers/dist.ts";

const ROOT = join(import.meta.dirname, "../..");
const STACK =
  "services:\n  web:\n    image: nginx\n    networks: [front]\n    ports: ['80:80']\nnetworks:\n  front:\n    ipam:\n      config: [{ subnet: 10.9.0.0/24 }]\n";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
}
interface Action {
  readonly inputs: Record<string, { readonly default: string }>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** A folder like a fresh checkout on a runner, with the program on PATH, and an npm that installs nothing. */
function runner(dir: string): { env: Record<string, string>; work: string } {
  const [bin, work, temp] = ["bin", "work", "temp"].map((name) => join(dir, name)) as [string, string, string];
  for (const folder of [bin, work, temp]) mkdirSync(folder);
  writeFileSync(join(bin, "dryswarm"), `#!/bin/sh\nexec '${process.execPath}' -- '${DIST}' "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$@" >>'${dir}/npm.log'\n`, { mode: 0o755 });
  writeFileSync(join(work, "stack.yml"), STACK);
  const files = { GITHUB_OUTPUT: join(dir, "output"), GITHUB_STEP_SUMMARY: join(dir, "summary") };
  return { work, env: { ...files, PATH: `${bin}:${process.env.PATH}`, RUNNER_TEMP: temp, NO_COLOR: "1" } };
}

const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;

/** Runs the action's steps with a shell, as a runner does, until one fails; their results by name. */
async function runAction(dir: string, given: Record<string, string>, gh: string): Promise<Record<string, Result>> {
  const { env, work } = runner(dir);
  writeFileSync(join(dir, "bin/gh"), `#!/bin/sh\necho "$@" >>'${dir}/gh.log'\n${gh}\n`, { mode: 0o755 });
  const inputs: Record<string, string> = { ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default])), ...given };
  const outputs = (): Record<string, string> =>
    existsSync(join(dir, "output"))
      ? Object.fromEntries(
          readFileSync(join(dir, "output"), "utf8")
            .split("\n")
            .map((line) => line.split("=") as [string, string]),
        )
      : {};
  const fill = (text: string): string =>
    text
      .replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_all, name: string) => inputs[name] ?? "")
      .replace(/\$\{\{ steps\.plan\.outputs\.(\w+) \}\}/g, (_all, name: string) => outputs()[name] ?? "")
      .replace(/\$\{\{ github\.repository \}\}/g, "me/shop")
      .replace(/\$\{\{ github\.event\.pull_request\.number \}\}/g, "7");
  const results: Record<string, Result> = {};
  for (const { name = "", run, env: own = {} } of action.runs.steps) {
    if (run === undefined) continue;
    expect(run).not.toContain("${{");
    const filled = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, fill(value)]));
    const result = await runProcess("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], { ...env, ...filled }, { cwd: work });
    results[name] = result;
    if (result.code !== 0) break;
  }
  return results;
}

describe("the GitHub Action", () => {
  it("plans a stack, comments, and passes", () =>
    inTempDir(async (dir) => {
      const results = await runAction(dir, { "compose-files": "stack.yml\n", stack: "shop" }, "");
      expect(Object.entries(results).map(([name, { code, stderr }]) => ({ name, code, stderr }))).toEqual(
        ["Install", "Plan", "Comment", "Verdict"].map((name) => ({ name, code: 0, stderr: "" })),
      );
      expect(readFileSync(join(dir, "npm.log"), "utf8")).toBe("install --global --no-audit --no-fund dryswarm\n");
      const folder = join(dir, "temp/dryswarm");
      expect(readdirSync(folder).sort()).toEqual([
        "capacity.md",
        "comment.md",
        "dryswarm.sarif",
        "plan.html",
        "plan.json",
        "plan.md",
        "state.json",
        "state.json.bak",
      ]);
      expect(readFileSync(join(folder, "plan.md"), "utf8")).toMatch(/^<!-- dryswarm plan -->\n/);
      expect(JSON.parse(readFileSync(join(folder, "dryswarm.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
      expect(readFileSync(join(folder, "plan.html"), "utf8")).toContain("shop_front");
      expect(readFileSync(join(dir, "summary"), "utf8")).toMatch(/stack shop[\s\S]*### Capacity[\s\S]*10\.9\.0\.0\/24/);
      expect(readFileSync(join(dir, "gh.log"), "utf8")).toMatch(/\napi --silent --method POST repos\/me\/shop\/issues\/7\/comments -F body=@/);
    }));

  it("updates its comment, and fails where the plan does", () =>
    inTempDir(async (dir) => {
      writeFileSync(join(dir, "deploy.sh"), "docker service create --name web --network nonesuch nginx\n");
      const results = await runAction(dir, { script: join(dir, "deploy.sh") }, 'case "$*" in *--paginate*) echo 42; echo 43 ;; esac');
      expect(results.Verdict).toMatchObject({ code: 1, stdout: "::error::The plan fails: see its comment or the summary\n" });
      expect(readFileSync(join(dir, "gh.log"), "utf8")).toMatch(/\napi --silent --method PATCH repos\/me\/shop\/issues\/comments\/42 -F body=@/);
    }));

  it("says what is missing", () =>
    inTempDir(async (dir) => {
      const { Plan } = await runAction(dir, {}, "");
      expect(Plan).toMatchObject({ code: 1, stdout: "::error::Name compose-files or a script\n" });
    }));
});

describe("the GitLab component", () => {
  it("plans a stack, and posts or updates its note", () =>
    inTempDir(async (dir) => {
      const [head, body] = parseAllDocuments(readFileSync(join(ROOT, "templates/plan.yml"), "utf8")).map((document) => document.toJS() as unknown) as [
        { spec: { inputs: Record<string, { default: string }> } },
        { "dryswarm plan": { variables: Record<string, string>; script: string[] } },
      ];
      const { env, work } = runner(dir);
      const { variables, script } = body["dryswarm plan"];
      const inputs: Record<string, string> = {
        ...Object.fromEntries(Object.entries(head.spec.inputs).map(([name, input]) => [name, input.default])),
        stack: "shop",
      };
      const filled = Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [key, value.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_all, name: string) => inputs[name] ?? "")]),
      );
      let notes: unknown[] = [];
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url?.split("?")[0]}`);
        request.resume().on("end", () => response.end(request.method === "GET" ? JSON.stringify(notes) : "{}"));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as { port: number };
      const gitlab = { DRYSWARM_TOKEN: "t", CI_API_V4_URL: `http://127.0.0.1:${port}`, CI_PROJECT_ID: "3", CI_MERGE_REQUEST_IID: "5" };
      const run = () => runProcess("bash", ["-eo", "pipefail", "-c", script.join("\n")], { ...env, ...filled, ...gitlab }, { cwd: work });
      try {
        expect(await run()).toMatchObject({ code: 0, stderr: "" });
        notes = [
          { id: 8, body: "hello" },
          { id: 9, body: "<!-- dryswarm plan -->\nold" },
        ];
        expect(await run()).toMatchObject({ code: 0 });
      } finally {
        server.close();
      }
      const place = "/projects/3/merge_requests/5/notes";
      expect(asked).toEqual([`GET ${place}`, `POST ${place}`, `GET ${place}`, `PUT ${place}/9`]);
      expect(readdirSync(join(work, "dryswarm-plan")).sort()).toEqual(["dryswarm.xml", "plan.html", "plan.json", "plan.md"]);
    }));
});

describe("the pre-commit hook", () => {
  it("checks each file, and fails where one is bad", () =>
    inTempDir(async (dir) => {
      const [hook] = parse(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as [{ entry: string; files: string }];
      const { env, work } = runner(dir);
      writeFileSync(join(work, "compose.bad.yml"), "services:\n  a:\n    image: nginx\n    networks: [nonesuch]\n");
      const check = (...files: string[]) =>
        runProcess("bash", ["-c", `${hook.entry} ${files.join(" ")}`], { ...env, DRYSWARM_STATE: join(dir, "none.json") }, { cwd: work });
      expect((await check("stack.yml")).code).toBe(0);
      const both = await check("compose.bad.yml", "stack.yml");
      expect(both.code).not.toBe(0);
      expect(both.stdout + both.stderr).toContain("nonesuch");
      for (const name of ["stack.yml", "deploy/docker-compose.prod.yaml", "compose.yaml"]) expect(name).toMatch(new RegExp(hook.files));
      expect("values.yml").not.toMatch(new RegExp(hook.files));
    }));
});
