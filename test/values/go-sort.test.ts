import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortSlice } from "../../src/values/go-sort.ts";

const byNumber = (a: { number: number }, b: { number: number }): boolean => a.number < b.number;

describe("Go's sort.Slice", () => {
  it("sorts whatever comes, and loses nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 }), (numbers) => {
        const sorted = sortSlice(numbers, (a, b) => a < b);
        expect(sorted).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
  });

  it("keeps the order of what is equal up to twelve items", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), (numbers) => {
        const items = numbers.map((number, place) => ({ number, place }));
        expect(sortSlice(items, byNumber)).toEqual([...items].sort((a, b) => a.number - b.number));
      }),
    );
  });

  it("puts equal ones of a longer list where Go puts them", () => {
    const numbers = [7000, 6000, 6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6010, 7000, 6000, 6005];
    const items = numbers.map((number, place) => ({ number, place }));
    expect(sortSlice(items, byNumber).map(({ place }) => place)).toEqual([13, 1, 2, 3, 4, 5, 6, 14, 7, 8, 9, 10, 11, 12, 0]);
  });
});
