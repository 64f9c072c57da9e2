import { type ContainerSpec, failure } from "../../api/index.ts";

/** Fields of what the templates of a service see; a text stands for a Go type without fields. */
type Shape = { readonly type: string; readonly fields: Readonly<Record<string, Shape>> };

const STRING: Shape = { type: "string", fields: {} };
const LABELS: Shape = { type: "map[string]string", fields: {} };
const PLATFORM: Shape = { type: "template.Platform", fields: { Architecture: STRING, OS: STRING } };

/** A Go struct without a name, as Go prints its type. */
function anonymous(fields: Readonly<Record<string, Shape>>): Shape {
  const members = Object.entries(fields).map(([name, { type }]) => `${name} ${type}`);
  return { type: `struct { ${members.join("; ")} }`, fields };
}

const CONTEXT: Shape = {
  type: "*template.Context",
  fields: {
    Service: anonymous({ ID: STRING, Name: STRING, Labels: LABELS }),
    Node: anonymous({ ID: STRING, Hostname: STRING, Platform: PLATFORM }),
    Task: anonymous({ ID: STRING, Name: STRING, Slot: STRING }),
  },
};

const FUNCTIONS = new Set("and call eq ge gt html index join js le len lt ne not or print printf println slice urlquery".split(" "));
const KEYWORDS = new Set("block break continue define else end false if nil range template true with".split(" "));

/** Message of swarmkit for a template that it cannot expand; undefined for one that it can, as far as plain fields and functions go. */
function templateProblem(text: string): string | undefined {
  const actions = [...text.matchAll(/\{\{(?:- )?((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`])*?)(?: -)?\}\}/g)];
  const place = (at: number): string => `template: expansion:${text.slice(0, at).split("\n").length}`;
  for (const { 1: action = "", index } of actions) {
    const words = action.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|\/\*.*?\*\//gs, "").matchAll(/(?<![\w.$])[A-Za-z_]\w*/g);
    const unknown = [...words].find(([word]) => !FUNCTIONS.has(word) && !KEYWORDS.has(word));
    if (unknown) return `${place(index)}: function ${JSON.stringify(unknown[0])} not defined`;
  }
  const rest = text.slice(actions.reduce((end, { 0: all, index }) => Math.max(end, index + all.length), 0));
  if (rest.includes("{{")) return `${place(text.lastIndexOf("{{"))}: unclosed action`;
  for (const { 0: all, 1: action = "", index } of actions) {
    const chain = action.trim();
    const problem = /^(\.[A-Za-z_]\w*)+$/.test(chain) ? fieldProblem(chain) : undefined;
    if (!problem) continue;
    // Go counts a chain of fields from its second one on.
    const second = chain.indexOf(".", 1);
    const at = index + all.indexOf(chain) + Math.max(second, 0);
    return `${place(at)}:${at - (text.lastIndexOf("\n", at - 1) + 1)}: executing "expansion" at <${chain}>: ${problem}`;
  }
  return undefined;
}

function fieldProblem(chain: string): string | undefined {
  let shape = CONTEXT;
  for (const name of chain.slice(1).split(".")) {
    if (shape === LABELS) return `map has no entry for key ${JSON.stringify(name)}`;
    const next = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (!next) return `can't evaluate field ${name} in type ${shape.type}`;
    shape = next;
  }
  return undefined;
}

/** Refuses templates in variables, mounts and host names that no task could expand. */
export function validateTemplates({ Env = [], Mounts = [], Hostname = "" }: ContainerSpec): void {
  const check = (text: string, where: string): void => {
    const problem = text.includes("{{") ? templateProblem(text) : undefined;
    if (problem) throw failure("service-template", { where, problem });
  };
  for (const one of Env.filter((text) => text.includes("=")))
    check(one.slice(one.indexOf("=") + 1), `expanding env failed: expanding env ${JSON.stringify(one)}`);
  for (const { Source = "", Target = "" } of Mounts) {
    check(Source, `expanding mounts failed: expanding mount source ${JSON.stringify(Source)}`);
    check(Target, `expanding mounts failed: expanding mount target ${JSON.stringify(Target)}`);
  }
  check(Hostname, "expanding hostname failed");
}
