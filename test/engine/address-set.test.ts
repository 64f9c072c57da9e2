import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AddressSet } from "../../src/engine/ipam/address-set.ts";
import { SubnetSet } from "../../src/engine/ipam/subnet-set.ts";
import { formatAddress, holds, overlaps, parseAddress, parseCidr } from "../../src/values/cidr.ts";

const nextSubnet = (pools: readonly string[], size: number, taken: readonly string[]): string | undefined =>
  new SubnetSet(taken).next(pools.map((base) => ({ base, size })));

const subnet = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 30 })).map(([a, b, prefix]) => {
  const base = parseCidr(`10.${a}.${b}.0/${prefix}`);
  return `${formatAddress(base?.base ?? 0)}/${prefix}`;
});

describe("AddressSet", () => {
  it("gives no address twice, none outside, and free + taken = size", () => {
    fc.assert(
      fc.property(subnet, fc.array(fc.oneof(fc.constant("take"), fc.nat(400)), { maxLength: 400 }), (cidr, steps) => {
        const set = new AddressSet(cidr);
        const block = parseCidr(cidr);
        if (!block) throw new Error(cidr);
        const held: number[] = [];
        let last: number | undefined;
        for (const step of steps) {
          if (step === "take") {
            const address = set.takeNext(last) as number | undefined;
            if (address === undefined) continue;
            expect(held).not.toContain(address);
            expect(holds(block, address)).toBe(true);
            held.push(address);
            last = address;
          } else if (held.length > 0) expect(set.release(held.splice((step as number) % held.length, 1)[0] as number)).toBe(true);
          const { taken, free } = set.count();
          expect(taken).toBe(BigInt(held.length + 2));
          expect(taken + free).toBe(1n << BigInt(32 - block.prefix));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("goes on after the last address handed out, and wraps at the end", () => {
    const set = new AddressSet("10.99.0.0/29");
    set.take(parseAddress("10.99.0.1"));
    const next = (last?: string): string => formatAddress(set.takeNext(last === undefined ? undefined : parseAddress(last)) ?? 0);
    expect([next(), next("10.99.0.2"), next("10.99.0.3")]).toEqual(["10.99.0.2", "10.99.0.3", "10.99.0.4"]);
    set.release(parseAddress("10.99.0.3"));
    expect([next("10.99.0.4"), next("10.99.0.5"), next("10.99.0.6")]).toEqual(["10.99.0.5", "10.99.0.6", "10.99.0.3"]);
    expect(set.takeNext(parseAddress("10.99.0.3"))).toBeUndefined();
  });

  it("hands out of a range only, its first and last address too", () => {
    const set = new AddressSet("10.60.0.0/24", "10.60.0.64/30");
    expect([1, 2, 3, 4, 5].map(() => set.takeLowest()).map((address) => (address === undefined ? "none" : formatAddress(address)))).toEqual([
      "10.60.0.64",
      "10.60.0.65",
      "10.60.0.66",
      "10.60.0.67",
      "none",
    ]);
  });

  it("takes the lowest free address where engines did so", () => {
    const set = new AddressSet("172.18.0.0/16");
    const [first, second] = [set.takeLowest(), set.takeLowest()];
    set.release(first ?? 0);
    expect([formatAddress(first ?? 0), formatAddress(second ?? 0), formatAddress(set.takeLowest() ?? 0)]).toEqual(["172.18.0.1", "172.18.0.2", "172.18.0.1"]);
  });

  it("reserves nothing of a /31 and only the first address of an IPv6 subnet", () => {
    expect(new AddressSet("10.0.0.0/31").count()).toEqual({ taken: 0n, free: 2n });
    expect(new AddressSet("fd00::/120").count()).toEqual({ taken: 1n, free: 255n });
  });
});

describe("next subnet", () => {
  it("is the lowest that overlaps nothing", () => {
    fc.assert(
      fc.property(fc.array(subnet, { maxLength: 40 }), (taken) => {
        const found = nextSubnet(["10.0.0.0/8"], 24, taken);
        expect(found).toBeDefined();
        for (const other of taken) expect(overlaps(other, found as string)).toBe(false);
        const base = Number(parseCidr(found as string)?.base);
        for (let below = parseCidr("10.0.0.0/8")?.base as number; below < base; below += 256)
          expect(taken.some((other) => overlaps(other, `${formatAddress(below)}/24`))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("takes pools by address, whatever their order, and drops one inside another", () => {
    const pools = ["10.30.0.0/28", "10.20.0.0/28"];
    const taken: string[] = [];
    for (let at = 0; at < 5; at++) taken.push(nextSubnet(pools, 29, taken) ?? "none");
    expect(taken).toEqual(["10.20.0.0/29", "10.20.0.8/29", "10.30.0.0/29", "10.30.0.8/29", "none"]);
    expect(nextSubnet(["10.20.0.0/16", "10.20.0.0/24"], 24, ["10.20.0.0/24"])).toBe("10.20.1.0/24");
    expect(nextSubnet(["fd00:1:2::/48"], 64, [])).toBe("fd00:1:2::/64");
  });

  it("goes on from where it was as if it had looked at all of the pool again", () => {
    const step = fc.oneof(fc.constant("next" as const), fc.constant("back" as const), subnet);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pools = ["10.0.1.0/24", "10.3.0.0/20", "10.0.0.0/22"];
        const [set, taken]: [SubnetSet, string[]] = [new SubnetSet(), []];
        for (const one of steps) {
          const found = one === "next" ? set.next(pools.map((base) => ({ base, size: 24 }))) : one;
          if (one === "next") expect(found).toBe(nextSubnet(pools, 24, taken));
          if (one === "back") {
            const last = taken.pop();
            if (last) set.remove(last);
          } else if (found && !set.overlaps(found)) {
            expect(taken.some((other) => overlaps(other, found))).toBe(false);
            set.add(found);
            taken.push(found);
          } else if (found) expect(taken.some((other) => overlaps(other, found))).toBe(true);
        }
      }),
    );
  });
});

describe("addresses", () => {
  it.each(["0.0.0.0", "10.0.1.5", "255.255.255.255", "::", "::1", "fd00:1:2::", "2001:db8::8:800:200c:417a", "1:2:3:4:5:6:7:8", "fe80::"])(
    "%s reads and writes back",
    (text) => {
      expect(formatAddress(parseAddress(text))).toBe(text);
    },
  );

  it.each(["10.0.0", "10.0.0.256", "010.0.0.1", "1:2:3", "g::", "1::2::3", ""])("%j is no address", (text) => {
    expect(() => parseAddress(text)).toThrow(RangeError);
  });

  it.each(["10.0.0.0/33", "10.0.0.0", "x/8", "fd00::/129", "10.0.0.0/08"])("%j is no block", (text) => expect(parseCidr(text)).toBeUndefined());
});
