import { describe, expect, it } from "vitest";
import { portsText } from "../../src/format/contexts/service.ts";
import { marshal } from "../../src/format/gojson.ts";
import { naturalCompare } from "../../src/format/sort.ts";
import { alignTable } from "../../src/format/tabwriter.ts";
import { bytesSize, goDuration, humanDuration } from "../../src/format/units.ts";

describe("units", () => {
  it.each([
    [0, "Less than a second"],
    [1000, "1 second"],
    [59_000, "59 seconds"],
    [60_000, "About a minute"],
    [3_599_000, "59 minutes"],
    [3_600_000, "About an hour"],
    [47 * 3_600_000, "47 hours"],
    [48 * 3_600_000, "2 days"],
    [15 * 86_400_000, "2 weeks"],
    [70 * 86_400_000, "2 months"],
    [800 * 86_400_000, "2 years"],
  ])("%d ms are %s", (ms, words) => expect(humanDuration(ms)).toBe(words));

  it.each([
    [0, "0s"],
    [1, "1ns"],
    [1500, "1.5µs"],
    [1e6, "1ms"],
    [5e9, "5s"],
    [90e9, "1m30s"],
    [7776e12, "2160h0m0s"],
    [-2e9, "-2s"],
  ])("%d ns print as %s", (ns, text) => expect(goDuration(ns)).toBe(text));

  it("shows sizes with four digits", () => expect([bytesSize(1023), bytesSize(1536), bytesSize(25_276_510_208)]).toEqual(["1023B", "1.5KiB", "23.54GiB"]));
});

describe("lists", () => {
  it("sorts digits as numbers, before letters, capitals first", () => {
    expect(["net10", "net9", "Net1", "a01", "a1", "a"].sort(naturalCompare)).toEqual(["Net1", "a", "a1", "a01", "net9", "net10"]);
  });

  it("pads columns to ten and three, never the last cell", () => {
    expect(alignTable("ID\tNAME\nabcdefghij\tx\n")).toBe("ID           NAME\nabcdefghij   x\n");
  });

  it("folds consecutive ports into ranges and keeps the two shapes apart", () => {
    const port = (PublishedPort: number, TargetPort: number, Protocol = "tcp", PublishMode = "ingress") => ({
      Protocol,
      TargetPort,
      PublishedPort,
      PublishMode,
    });
    expect(portsText([port(30001, 81), port(30000, 80), port(30000, 53, "udp"), port(9, 9, "tcp", "host")])).toBe("*:30000-30001->80-81/tcp, *:30000->53/udp");
    expect(portsText([port(80, 80), port(81, 80), port(90, 9)])).toBe("*:80-81->80/tcp, *:90->9/tcp");
  });

  it("marshals as Go: escapes on demand, sorted maps", () => {
    expect(marshal({ b: "<&>", a: [1, null] }, undefined, { escapeHTML: true })).toBe('{"b":"\\u003c\\u0026\\u003e","a":[1,null]}');
    expect(marshal({ b: [], a: {} }, undefined, { indent: "  " })).toBe('{\n  "b": [],\n  "a": {}\n}');
    expect(marshal({ b: 1, a: 2 }, { kind: "map", elem: { kind: "int" } })).toBe('{"a":2,"b":1}');
  });
});
