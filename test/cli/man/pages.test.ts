import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GLOBAL_FLAGS } from "../../../src/cli/dispatch/globals.ts";
import { GROUPS, TOP_LEVEL } from "../../../src/cli/dispatch/tree.ts";
import { manPages, ownCommands } from "../../../src/cli/man/pages.ts";
import { cliProfile } from "../../../src/cli/profiles/index.ts";
import { VERSION } from "../../../src/version.ts";
import { dryswarm } from "../../helpers/dist.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The words of the first dryswarm command of a line. */
const wordsOf = (line: string): string[] => (/dryswarm ([^|>&)]*)/.exec(line)?.[1] ?? "").trim().split(/\s+/);

describe("examples of dryswarm's own commands", () => {
  it.each(ownCommands())("%s has some, with flags that it has", async (words, loader) => {
    const { command } = await loader.load();
    expect(command.examples?.length).toBeGreaterThan(0);
    const known = new Set([...command.flags, ...GLOBAL_FLAGS].flatMap(({ name, short }) => [`--${name}`, ...(short ? [`-${short}`] : [])]));
    for (const { line } of command.examples ?? []) {
      const typed = wordsOf(line);
      expect(typed.slice(0, words.split(" ").length).join(" ")).toBe(words);
      const own = typed.slice(0, typed.includes("--") ? typed.indexOf("--") : undefined);
      for (const flag of own.filter((word) => /^--?[a-z]/.test(word))) expect(known).toContain(flag.split("=")[0]);
    }
  });

  it("are the end of its help, with the exit statuses", async () => {
    const { stdout } = await dryswarm(["route", "--help"], {});
    expect(stdout).toContain("\n\nExamples:\n  # Where connections to port 8080 go\n  dryswarm route 8080\n\n");
    expect(stdout).toMatch(/\nExit status:\n {2}0 {6}Done\n {2}1 {6}No service publishes the port\n {2}125 {4}A flag that is not there\n$/);
    expect((await dryswarm(["network", "ls", "--help"], {})).stdout).not.toContain("Examples");
  });
});

describe("manual pages", () => {
  it("are built as they are made, one for each of dryswarm's own commands", async () => {
    const pages = await manPages({ version: VERSION, profile: cliProfile("28.5") });
    expect(readdirSync(join(ROOT, "dist/man")).sort()).toEqual(pages.map(({ file }) => file).sort());
    for (const { file, text } of pages) expect(readFileSync(join(ROOT, "dist/man", file), "utf8")).toBe(text);
    const { man } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { man: string[] };
    expect(man).toEqual(pages.map(({ file }) => `dist/man/${file}`).sort());
    expect(pages.map(({ file }) => file)).toEqual(expect.arrayContaining(["dryswarm.1", "dryswarm-plan.1", "dryswarm-host-add.1", "dryswarm-tutorial.7"]));
  });

  it("name every group and every one of dryswarm's own commands", async () => {
    const [program] = await manPages({ version: VERSION, profile: cliProfile("28.5") });
    const own = Object.entries(TOP_LEVEL).filter(([, { short }]) => short.includes("own)"));
    for (const noun of Object.keys(GROUPS)) expect(program?.text).toContain(`.B ${noun}`);
    for (const [verb] of own) expect(program?.text).toContain(`.B ${verb}\n`);
  });

  it("leave no line of text to be taken for a request of roff", async () => {
    for (const { text } of await manPages({ version: VERSION, profile: cliProfile("28.5") }))
      for (const line of text.split("\n")) if (/^[.']/.test(line)) expect(line).toMatch(/^\.(TH|SH|TP|B|BR|PP|RS|RE|nf|fi)( |$)/);
  });
});
