import { beforeAll, expect, it } from "vitest";
import { loadGoRegexps, matchesGo } from "../../src/values/go-regexp.ts";

beforeAll(loadGoRegexps);

// As a real engine lists a container of that name under `--filter name=PATTERN`.
const NAME = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
it.each([
  ["(", false],
  ["[", false],
  ["a**", false],
  ["(a+)+$", false],
  ["\\d", false],
  ["(?P<n>a)", true],
  ["(?<n>a)", true],
  ["a{1001}", false],
  ["[[:alpha:]]+b", true],
  ["(?i)AA", true],
  ["\\pL", true],
  ["\\Qa", true],
  ["x{2,1}", false],
  ["(?=a)", false],
  ["\\1", false],
])("%s: %s", (pattern, matches) => expect(matchesGo(pattern, NAME)).toBe(matches));

it("a pattern that others take exponential time for", () => expect(matchesGo("^(a+)+$", `${"a".repeat(50_000)}b`)).toBe(false));
