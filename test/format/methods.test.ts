import { describe, expect, it } from "vitest";
import { executeTemplate, parseTemplate } from "../../src/format/template/index.ts";
import { bytes, duration, float, int64, labels, ptr, slice, struct, text, time } from "../../src/format/types/define.ts";
import { serviceType } from "../../src/format/types/swarm.ts";

const TYPE = struct(
  "main.T",
  ["At", time],
  ["Later", time],
  ["Zero", time],
  ["For", duration],
  ["Data", bytes],
  ["Rate", float],
  ["Count", int64],
  ["Names", slice(text)],
  ["Labels", labels],
  ["None", ptr(duration)],
  ["Perhaps", ptr(time)],
);
const VALUE = {
  At: "2026-11-02T00:06:03.04070631Z",
  Later: "2026-11-02T13:06:03.04070631Z",
  Zero: undefined,
  For: 5_430_000_000_000,
  Data: "YSBiDQ==",
  Rate: 1234567.5,
  Count: -42,
  Names: ["a", "b"],
  Labels: { b: "2", a: "1" },
  None: null,
  Perhaps: "2026-11-02T00:06:03Z",
};
const run = (template: string): string => executeTemplate(parseTemplate(template), { type: TYPE, value: VALUE });

// By Go's documentation of package time and fmt; the forms that docker shows are recorded in service/templates-of-values.
describe("methods and verbs on Go's own values", () => {
  it.each([
    ['{{.At.Format "2006-01-02 15:04:05.000000000"}}', "2026-11-02 00:06:03.040706310"],
    ['{{.At.Format "Mon Jan _2 3:04:05PM .999 ,999 06"}}', "Mon Nov  2 12:06:03AM .04 ,04 26"],
    ['{{.Later.Format "Monday January 2 03:4:5pm MST -0700 -07:00 -07 Z07:00 1/02"}}', "Monday November 2 01:6:3pm UTC +0000 +00:00 +00 Z 11/02"],
    ['{{.At.Format "002 __2 Janet Monk"}}', "306 306 Janet Monk"],
    ['{{.Perhaps.Format "15:04:05.999"}}', "00:06:03"],
    [
      "{{.At.Year}} {{.At.Month}} {{.At.Day}} {{.At.Hour}} {{.At.Minute}} {{.At.Second}} {{.At.Nanosecond}} {{.At.Weekday}}",
      "2026 November 2 0 6 3 40706310 Monday",
    ],
    ["{{.At.Unix}} {{.At.UnixMilli}}", "1793577963 1793577963040"],
    ["{{.Later.Sub .At}} {{.At.Before .Later}} {{.At.After .Later}} {{.At.Equal .At}}", "13h0m0s true false true"],
    ["{{.Zero.IsZero}} {{.At.IsZero}} {{.Zero}} {{.At.UTC.String}}", "true false 0001-01-01 00:00:00 +0000 UTC 2026-11-02 00:06:03.04070631 +0000 UTC"],
    ["{{.Perhaps}} {{print .Perhaps}} {{.None}}", "2026-11-02 00:06:03 +0000 UTC 2026-11-02 00:06:03 +0000 UTC <nil>"],
    ["{{.For}} {{.For.String}} {{.For.Hours}} {{.For.Minutes}} {{.For.Seconds}}", "1h30m30s 1h30m30s 1.5083333333333333 90.5 5430"],
    ["{{.For.Milliseconds}} {{.For.Microseconds}} {{.For.Nanoseconds}}", "5430000 5430000000 5430000000000"],
    ['{{printf "%d %s %v %T" .At.Month .At.Month .At.Weekday .At.Month}}', "11 November Monday time.Month"],
    ['{{.Data}} {{printf "%s|%x|%X|%q" .Data .Data .Data .Data}} {{json .Data}}', '[97 32 98 13] a b\r|6120620d|6120620D|"a b\\r" "YSBiDQ=="'],
    ['{{.Rate}} {{printf "%.1f %e %6.2f|" .Rate .Rate 2.5}}', "1.2345675e+06 1234567.5 1.234568e+06   2.50|"],
    ['{{printf "%5d|%-5d|%05d|%x|%o|%b|%+d|%c|%U" .Count .Count .Count .Count 8 5 5 65 65}}', "  -42|-42  |-0042|-2a|10|101|+5|A|U+0041"],
    ['{{printf "%s %q %d %5s|" .Names .Names .Names .Names}}', '[a b] ["a" "b"] [%!d(string=a) %!d(string=b)] [    a     b]|'],
    ['{{printf "%s %v %q" .Labels .Labels .Labels}}', 'map[a:1 b:2] map[a:1 b:2] map["a":"1" "b":"2"]'],
    ['{{printf "%10t|%-6v|%6v|" true 5 "x"}}', "      true|5     |     x|"],
    ['{{printf "%#v %#v %#v" .Names .Labels "x"}}', '[]string{"a", "b"} map[string]string{"a":"1", "b":"2"} "x"'],
  ])("%s", (template, expected) => expect(run(template)).toBe(expected));

  it.each([
    ["{{.At.Nope}}", "can't evaluate field Nope in type time.Time"],
    ["{{.At.Format}}", "wrong number of args for Format: want 1 got 0"],
    ["{{.At.Format .Count}}", "wrong type for value; expected string; got int64"],
    ["{{.For.Round}}", "can't evaluate field Round in type time.Duration"],
    ["{{.None.Seconds}}", "error calling Seconds: value method time.Duration.Seconds called using nil *Duration pointer"],
  ])("%s is refused", (template, message) => expect(() => run(template)).toThrow(message));

  it("a version prints by its String method wherever it stands", () => {
    const value = { ID: "s", Version: { Index: 17 } };
    const service = (template: string): string => executeTemplate(parseTemplate(template), { type: serviceType, value });
    expect(service('{{.Version}} {{.Version.String}} {{printf "%+v|%s|%4v|%d" .Version .Version .Version .Version}}')).toBe("17 17 17|17|  17|{17}");
    expect(service("{{.Meta}}")).toContain("{17 ");
  });
});
