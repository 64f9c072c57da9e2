import { failure, type GenericResource } from "../../api/index.ts";

const refuse = (cause: string): Error => failure("service-cli-resource", { cause });

/** Generic resources of the command line, `kind=value` each: docker reserves counts alone, and one count of a kind. */
export function parseGeneric(texts: readonly string[]): GenericResource[] {
  const byKind = new Map<string, string[]>();
  for (const text of texts) {
    const [kind = "", value = "", ...more] = text.split("=").map((part) => part.trim());
    if (more.length > 0) throw refuse(`incorrect term ${text}, missing '=' or malformed expression`);
    byKind.set(kind, [...(byKind.get(kind) ?? []), value]);
  }
  return [...byKind].map(([kind, values]) => discrete(kind, values));
}

function discrete(kind: string, values: readonly string[]): GenericResource {
  const isCount = (value: string): boolean => /^[+-]?\d+$/.test(value);
  if (!values.some(isCount)) throw failure("service-cli-named-resource", { resource: `${kind}=${values[0]}` });
  if (values.length > 1) throw refuse(`mixed discrete and named resources in expression '${kind}=[${values.join(" ")}]'`);
  const count = Number(values[0]);
  if (count < 0) throw refuse(`cannot ask for negative resource ${kind}`);
  return { DiscreteResourceSpec: { Kind: kind, ...(count > 0 && { Value: count }) } };
}

const kindOf = (one: GenericResource): string => one.DiscreteResourceSpec?.Kind ?? one.NamedResourceSpec?.Kind ?? "";

/** Reserved resources with those added put to them, then those removed taken away. Fails for one that is not there. */
export function changedGeneric(now: readonly GenericResource[], added: readonly string[], removed: readonly string[]): GenericResource[] {
  const all = new Map([...now, ...parseGeneric(added)].map((one) => [kindOf(one), one]));
  for (const kind of removed) if (!all.delete(kind)) throw failure("service-cli-resource-missing", { kind });
  return [...all.values()];
}
