import { describe, expect, it } from "vitest";
import type { GoType } from "../../src/format/gotype.ts";
import { executeTemplate, parseTemplate } from "../../src/format/template/index.ts";
import { networkInspectType } from "../../src/format/types/network.ts";
import { serviceType } from "../../src/format/types/swarm.ts";

const NETWORK = {
  Name: "shop",
  Id: "abc",
  Created: "2026-11-23T20:46:23.41470631Z",
  Scope: "swarm",
  Driver: "overlay",
  EnableIPv4: true,
  EnableIPv6: false,
  IPAM: { Driver: "default", Options: null, Config: [{ Subnet: "10.50.0.0/24", Gateway: "10.50.0.1" }] },
  Internal: false,
  Attachable: true,
  Ingress: false,
  ConfigFrom: { Network: "" },
  ConfigOnly: false,
  Containers: {
    b: { Name: "two", EndpointID: "", MacAddress: "", IPv4Address: "10.50.0.3/24", IPv6Address: "" },
    a: { Name: "one", EndpointID: "", MacAddress: "", IPv4Address: "10.50.0.2/24", IPv6Address: "" },
  },
  Options: { z: "1", a: "" },
  Labels: { owner: "ann", n: "1" },
  Peers: [{ Name: "p", IP: "192.168.65.2" }],
};

const run = (text: string, value: unknown = NETWORK, type: GoType = networkInspectType): string => executeTemplate(parseTemplate(text), { type, value });

// From docker's documentation and Go's, checked on Engine 28.5.2 where a network can show them.
const CASES: [string, string][] = [
  ["plain", "plain"],
  ["{{.Name}}", "shop"],
  ["{{.ID}} {{.Created}}", "abc 2026-11-23 20:46:23.41470631 +0000 UTC"],
  ["{{.IPAM}}", "{default map[] [{10.50.0.0/24  10.50.0.1 map[]}]}"],
  ["{{.Labels}} {{.Options}}", "map[n:1 owner:ann] map[a: z:1]"],
  ['{{.Labels.owner}}/{{.Labels.none}}/{{index .Labels "none"}}', "ann/<no value>/"],
  ['{{index .Labels "owner"}} {{(index .IPAM.Config 0).Subnet}}', "ann 10.50.0.0/24"],
  ["{{range .IPAM.Config}}{{.Subnet}} via {{.Gateway}}{{println}}{{end}}", "10.50.0.0/24 via 10.50.0.1\n"],
  ["{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}}", "n=1;owner=ann;"],
  ["{{range .Containers}}{{.Name}} {{end}}", "one two "],
  ["{{range $i, $c := .Containers}}{{$i}}{{end}}", "ab"],
  ["{{range .Services}}x{{else}}none{{end}}", "none"],
  ["{{range $i, $e := .Peers}}{{$i}}:{{$e.IP}}{{end}}", "0:192.168.65.2"],
  ["{{range 3}}{{.}}{{end}}", "012"],
  ["{{range $i := 5}}{{if eq $i 1}}{{continue}}{{end}}{{if eq $i 3}}{{break}}{{end}}{{$i}}{{end}}", "02"],
  ["{{if .Internal}}in{{else if .Attachable}}att{{else}}out{{end}}", "att"],
  ["{{with .ConfigFrom}}[{{.Network}}]{{end}}{{with .Peers}}{{len .}}{{else}}no{{end}}", "[]1"],
  ["{{with $x := .Name}}{{$x}}{{end}}", "shop"],
  ["{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2"],
  ['{{define "t"}}<{{.}}>{{end}}{{template "t" .Name}}{{template "t" .Driver}}', "<shop><overlay>"],
  ['{{block "b" .Name}}[{{.}}]{{end}}', "[shop]"],
  ['{{printf "%s|%-8s|%v|%q" .Name .Driver .Attachable .Scope}}', 'shop|overlay |true|"swarm"'],
  ['{{printf "%5d|%-5d|%05d|%x|%c|%t|%%" 42 42 42 255 65 true}}', "   42|42   |00042|ff|A|true|%"],
  ['{{printf "%d" .Name}} {{printf "%s"}} {{printf "x" 1}}', "%!d(string=shop) %!s(MISSING) x%!(EXTRA int=1)"],
  ['{{printf "%v %T %.2f" 1.5 1 2.0}}', "1.5 int 2.00"],
  ['{{print 1 2 "a" "b" 3}}|{{print true false}}', "1 2ab3|true false"],
  ['{{println "a" 1}}', "a 1\n"],
  ["{{len .Name}} {{len .Labels}} {{len .Containers}}", "4 2 2"],
  ["{{slice .Name 1 3}} {{slice .Name 1}}", "ho hop"],
  ['{{and .Attachable (not .Internal)}} {{or .Internal .Name}} {{and 1 0 2}} {{or 0 "" "x"}}', "true shop 0 x"],
  ['{{eq .Name "a" "shop"}} {{ne 1 2}} {{lt 1 2}} {{le 2 2}} {{gt "b" "a"}} {{ge 1 2}}', "true true true true true false"],
  ['{{html "<a>&\'\\""}}', "&lt;a&gt;&amp;&#39;&#34;"],
  ['{{js "it\'s <b>"}} {{urlquery "a b&c"}}', "it\\'s \\u003Cb\\u003E a+b%26c"],
  ["{{json .Labels}} {{json .IPAM.Config}}", '{"n":"1","owner":"ann"} [{"Subnet":"10.50.0.0/24","Gateway":"10.50.0.1"}]'],
  ['{{json "<>"}} {{json nil}}', '"<>" null'],
  ['{{upper .Name}} {{lower "AB"}} {{title .Driver}}', "SHOP ab Overlay"],
  ['{{join (split "a,b" ",") "+"}} {{truncate .Scope 3}}|{{pad .Name 1 2}}|{{pad "" 1 2}}|', "a+b swa| shop  ||"],
  ['.{{- " x " -}} .', ". x ."],
  ["a  {{/* note */}}b {{- /* note */ -}} c", "a  bc"],
  ["{{`raw \\n`}} {{'a'}} {{0x10}} {{1_000}} {{\"\\u00e9\\t|\"}}", "raw \\n 97 16 1000 é\t|"],
  ['{{.Name | printf "%s-%s" "x" | upper}}', "X-SHOP"],
  ['{{(printf "%s" .Name) | len}}', "4"],
  ["{{$.Name}}{{range .Peers}}{{$.Driver}}{{end}}", "shopoverlay"],
  ['{{not 0}} {{not "a"}}', "true false"],
];

describe("templates", () => {
  it.each(CASES)("%s", (text, want) => expect(run(text)).toBe(want));

  it("prints services as Go does: pointers inside as addresses, durations in words", () => {
    const service = {
      ID: "x",
      CreatedAt: "2026-11-23T20:46:23Z",
      Spec: {
        Name: "web",
        Labels: {},
        TaskTemplate: { ContainerSpec: { StopGracePeriod: 5e9 }, RestartPolicy: { Delay: 9e10 } },
        Mode: { Replicated: { Replicas: 2 } },
      },
    };
    const show = (text: string): string => run(text, service, serviceType);
    expect(
      show("{{.Spec.Name}} {{.Spec.Mode.Replicated.Replicas}} {{.Spec.TaskTemplate.ContainerSpec.StopGracePeriod}} {{.Spec.TaskTemplate.RestartPolicy.Delay}}"),
    ).toBe("web 2 5s 1m30s");
    expect(show("{{.Spec.Mode}}")).toMatch(/^\{0xc[0-9a-f]+ <nil> <nil> <nil>\}$/);
    expect(show("{{.UpdateStatus}} {{json .Spec.Mode}}")).toBe('<nil> {"Replicated":{"Replicas":2}}');
    expect(() => show("{{.Spec.Mode.Global.X}}")).toThrow("can't evaluate field X in type *swarm.GlobalService");
  });
});

const ERRORS: [string, string][] = [
  ["{{.Name", "template: :1: unclosed action"],
  ["{{end}}", "template: :1: unexpected {{end}}"],
  ["{{if .Name}}x", "template: :1: unexpected EOF"],
  ["{{if}}x{{end}}", "template: :1: missing value for if"],
  ["{{}}", "template: :1: missing value for command"],
  ["{{nofunc .Name}}", 'template: :1: function "nofunc" not defined'],
  ["{{$x}}", 'template: :1: undefined variable "$x"'],
  ["{{break}}", "template: :1: {{break}} outside {{range}}"],
  ['{{"a}}', "template: :1: unterminated quoted string"],
  ["{{json .", "template: :1: unclosed action"],
  ["{{(.Name}}", "template: :1: unclosed left paren"],
  ["{{.Name)}}", "template: :1: unexpected right paren"],
  ["{{/* x }}", "template: :1: unclosed comment"],
  ["{{.Nope}}", 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type network.Inspect'],
  ["{{.IPAM.Nope}}", 'template: :1:7: executing "" at <.IPAM.Nope>: can\'t evaluate field Nope in type network.IPAM'],
  ["{{.Name.Foo}}", 'template: :1:7: executing "" at <.Name.Foo>: can\'t evaluate field Foo in type string'],
  ["{{(index .IPAM.Config 3).Subnet}}", 'template: :1:3: executing "" at <index .IPAM.Config 3>: error calling index: index out of range: 3'],
  ["{{index .Labels 3}}", 'template: :1:2: executing "" at <index .Labels 3>: error calling index: value has type int; should be string'],
  ["{{range .Name}}x{{end}}", 'template: :1:8: executing "" at <.Name>: range can\'t iterate over shop'],
  ["{{upper}}", 'template: :1:2: executing "" at <upper>: wrong number of args for upper: want 1 got 0'],
  ["{{and}}", 'template: :1:2: executing "" at <and>: wrong number of args for and: want at least 1 got 0'],
  ["{{upper .Attachable}}", 'template: :1:8: executing "" at <.Attachable>: wrong type for value; expected string; got bool'],
  ["{{eq .Name 1}}", 'template: :1:2: executing "" at <eq .Name 1>: error calling eq: incompatible types for comparison'],
  ['{{template "x"}}', 'template: :1:11: executing "" at <{{template "x"}}>: template "x" not defined'],
  ["a\n{{.Nope}}", 'template: :2:2: executing "" at <.Nope>: can\'t evaluate field Nope in type network.Inspect'],
];

describe("bad templates", () => {
  it.each(ERRORS)("%s", (text, want) => expect(() => run(text)).toThrow(want));
});
