import { describe, expect, it } from "vitest";
import { outline } from "../../src/plan/outline.ts";
import { EMPTY_SNAPSHOT } from "../../src/plan/snapshot.ts";
import { embeddedJson, pageHtml } from "../../src/report/page.ts";

const PAGE = `<meta content="connect-src 'none'; x"><script type="application/json" id="data"></script><script>run()</script>`;

const NOTHING = outline(EMPTY_SNAPSHOT);

describe("data in a page", () => {
  it.each(["</script><script>alert(1)</script>", "<!--<script>", "a & b", "\u2028\u2029", "$& $1 $`", "\ud800", '"\\'])("%j cannot break out", (name) => {
    const text = embeddedJson({ name });
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual({ name });
    const html = pageHtml(PAGE, { kind: "swarm", swarm: { ...NOTHING, networks: [{ Name: name }] as never } });
    const data = /<script type="application\/json" id="data">(.*?)<\/script><script>run\(\)<\/script>$/s.exec(html)?.[1] ?? "";
    expect(JSON.parse(data)).toMatchObject({ kind: "swarm", swarm: { networks: [{ Name: name }] } });
  });

  it("a file asks for nothing, a live page its server", () => {
    expect(pageHtml(PAGE, { kind: "swarm", swarm: NOTHING })).toContain("connect-src 'none'");
    expect(pageHtml(PAGE, { kind: "live" })).toContain("connect-src 'self'");
  });
});
