import { describe, expect, it } from "vitest";
import { parseBytes } from "../../src/values/go-numbers.ts";

describe("a size in bytes", () => {
  it.each([
    ["1", 1],
    ["1b", 1],
    ["1k", 1024],
    ["1 KiB", 1024],
    ["1.5g", 1_610_612_736],
    ["1e5", 100_000],
    ["1p", 1024 ** 5],
    ["1.", 1],
    ["10000p", -(2 ** 63)],
  ])("%s is read", (text, size) => {
    expect(parseBytes(text)).toBe(size);
  });

  it.each([
    ["1z", "invalid suffix: 'z'"],
    ["1e", "invalid suffix: 'e'"],
    ["1Eb", "invalid suffix: 'eb'"],
    ["1bb", "invalid suffix: 'bb'"],
    ["1ib", "invalid suffix: 'ib'"],
    ["1Kibx", "invalid suffix: 'Kibx'"],
    ["", "invalid size: ''"],
    ["k", "invalid size: 'k'"],
    ["-1", "invalid size: '-1'"],
    ["1  k", 'strconv.ParseFloat: parsing "1 ": invalid syntax'],
    ["1k ", 'strconv.ParseFloat: parsing "1k": invalid syntax'],
    ["1.5.2m", 'strconv.ParseFloat: parsing "1.5.2": invalid syntax'],
    ["1e400", 'strconv.ParseFloat: parsing "1e400": value out of range'],
  ])("%j is refused in the words of Docker's library", (text, message) => {
    expect(() => parseBytes(text)).toThrow(message);
  });
});
