import { expect, test } from "vitest";
import { substitute } from "../../src/compose/interpolate.ts";

const at = (text: string, env: Record<string, string> = {}) => substitute(text, (name) => env[name], "services.a.image");

test.each([
  ["nginx:${TAG:-alpine}", {}, "nginx:alpine"],
  ["${A-unset}", { A: "" }, ""],
  ["${A:-empty}", { A: "" }, "empty"],
  ["$A-x", { A: "1" }, "1"],
  ["${A}$A", { A: "1" }, "11"],
  ["price $$5", {}, "price $5"],
  ["${A?why}", { A: "" }, ""],
])("%s with %o", (text, env, expected) => {
  expect(at(text, env as Record<string, string>)).toBe(expected);
});

test.each([
  ["nginx:${TAG", '"nginx:${TAG"'],
  ["${IMG:?set IMG first}", '"required variable IMG is missing a value: set IMG first"'],
])("%s is refused with docker's words", (text, template) => {
  expect(() => at(text)).toThrow(`invalid interpolation format for services.a.image: ${template}; you may need to escape any $ with another $`);
});
