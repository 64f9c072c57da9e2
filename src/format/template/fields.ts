import type { GoMethod, GoType } from "../gotype.ts";
import { ANY, concrete, fieldOf, type GoValue, isNil, typeName } from "../govalue.ts";
import { methodOf, type TypedMethod } from "./methods.ts";

/** Ends the template with a message in Go's words. */
type Fail = (message: string) => never;

const NOTHING: GoValue = { type: ANY, value: undefined };

/**
 * What `.Name` gives of a value: a method's result, a field, the entry of a map. A missing entry is `<no value>`, or an error with
 * `missingKeyError`. `shown` is the type that errors name: a pointer's where the receiver was one, an interface's where it came out of a map.
 */
export function fieldValue(receiver: GoValue, name: string, args: readonly GoValue[], missingKeyError: boolean, fail: Fail, shown = receiver.type): GoValue {
  const { type, value } = concrete(receiver);
  if (isNil(receiver)) return missingKeyError ? fail(`nil data; no entry for key ${JSON.stringify(name)}`) : NOTHING;
  if (type.kind === "context") {
    const method = Object.hasOwn(type.methods, name) ? type.methods[name] : undefined;
    if (method) return called(method, value, name, args, fail);
    return type.missing ? NOTHING : fail(`can't evaluate field ${name} in type ${typeName(type)}`);
  }
  if (type.kind === "ptr") {
    if (value === undefined || value === null) return ofNilPointer(type.elem, name, fail);
    return fieldValue({ type: type.elem, value }, name, args, missingKeyError, fail, shown);
  }
  const method = methodOf(type, name);
  if (method) return typedCall(method, value, name, args, fail);
  if (type.kind === "struct") {
    const field = fieldOf(type, value, name);
    if (!field) return fail(`can't evaluate field ${name} in type ${typeName(shown)}`);
    return args.length > 0 ? fail(`${name} has arguments but cannot be invoked as function`) : field;
  }
  if (type.kind === "map") {
    if (args.length > 0) return fail(`${name} is not a method but has arguments`);
    const map = (value ?? {}) as Record<string, unknown>;
    if (Object.hasOwn(map, name)) return { type: type.elem, value: map[name] };
    return missingKeyError ? fail(`map has no entry for key ${JSON.stringify(name)}`) : NOTHING;
  }
  return fail(`can't evaluate field ${name} in type ${typeName(shown)}`);
}

function ofNilPointer(elem: GoType, name: string, fail: Fail): never {
  const type = typeName(elem);
  if (methodOf(elem, name)) fail(`error calling ${name}: value method ${type}.${name} called using nil *${type.split(".").at(-1)} pointer`);
  const isUnknown = elem.kind === "struct" && !fieldOf(elem, undefined, name);
  return fail(isUnknown ? `can't evaluate field ${name} in type *${type}` : `nil pointer evaluating *${type}.${name}`);
}

function called(method: GoMethod, receiver: unknown, name: string, args: readonly GoValue[], fail: Fail): GoValue {
  if (args.length !== method.args) fail(`wrong number of args for ${name}: want ${method.args} got ${args.length}`);
  return { type: method.returns, value: method.call(receiver, ...args.map((arg) => arg.value)) };
}

function typedCall(method: TypedMethod, receiver: unknown, name: string, args: readonly GoValue[], fail: Fail): GoValue {
  method.params.forEach((wanted, at) => {
    const is = args[at] && concrete(args[at]).type;
    if (is && is.kind !== wanted.kind) fail(`wrong type for value; expected ${typeName(wanted)}; got ${typeName(is)}`);
  });
  return called(method, receiver, name, args, fail);
}
