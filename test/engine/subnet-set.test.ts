import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubnetSet } from "../../src/engine/ipam/subnet-set.ts";
import { overlaps } from "../../src/values/cidr.ts";

const POOLS = [
  { base: "10.20.0.0/24", size: 26 },
  { base: "10.8.0.0/25", size: 27 },
];

describe("subnets that rotate", () => {
  it("go on after the last one, through the pools as they were named, and wrap", () => {
    const taken = new SubnetSet();
    let last: string | undefined;
    const given = Array.from({ length: 8 }, () => {
      last = taken.nextAfter(POOLS, last) as string;
      taken.add(last);
      return last;
    });
    expect(given).toEqual(["10.20.0.0/26", "10.20.0.64/26", "10.20.0.128/26", "10.20.0.192/26", "10.8.0.0/27", "10.8.0.32/27", "10.8.0.64/27", "10.8.0.96/27"]);
    expect(taken.nextAfter(POOLS, last)).toBeUndefined();
    taken.remove("10.20.0.64/26");
    expect(taken.nextAfter(POOLS, last)).toBe("10.20.0.64/26");
  });

  it("are not used again before the end of the pools was reached", () => {
    const taken = new SubnetSet(["10.20.0.0/26", "10.20.0.64/26"]);
    taken.remove("10.20.0.0/26");
    expect(taken.nextAfter(POOLS, "10.20.0.64/26")).toBe("10.20.0.128/26");
  });

  it("never overlap a taken one, and are found wherever one is free", () => {
    const all = ["10.20.0.0/26", "10.20.0.64/26", "10.20.0.128/26", "10.20.0.192/26", "10.8.0.0/27", "10.8.0.32/27", "10.8.0.64/27", "10.8.0.96/27"];
    fc.assert(
      fc.property(fc.subarray(all), fc.option(fc.constantFrom(...all), { nil: undefined }), (taken, last) => {
        const next = new SubnetSet(taken).nextAfter(POOLS, last);
        if (taken.length === all.length) expect(next).toBeUndefined();
        else expect(taken.some((one) => overlaps(one, next as string))).toBe(false);
      }),
    );
  });
});
