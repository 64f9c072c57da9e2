import type { GoValue } from "./govalue.ts";

/**
 * Go's types as data. Docker's templates, `%v` printing and JSON marshalling follow Go's static types, not the JSON
 * they travel as; a descriptor gives plain JSON values back their Go type: field names and order, omitempty, pointers.
 */
export type GoType =
  | { readonly kind: "bool" | "any"; readonly name?: string }
  /** A text; `zero` is what fmt prints for an unset one of a type that is no string in Go (netip.Addr: "invalid IP"). */
  | { readonly kind: "string"; readonly name?: string; readonly zero?: string }
  /** Integers and floats; `name` where it is a named type ("time.Duration" prints like 5s, "os.FileMode" like -r--r--r--). */
  | { readonly kind: "int" | "int64" | "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "float64"; readonly name?: string }
  /** time.Time, carried as RFC 3339 text. */
  | { readonly kind: "time" }
  /** `oneOrMore`: in JSON it may be one element by itself. */
  | { readonly kind: "slice"; readonly elem: GoType; readonly oneOrMore?: true }
  | { readonly kind: "map"; readonly elem: GoType }
  | { readonly kind: "ptr"; readonly elem: GoType }
  /** A struct; lazy fields allow types that contain themselves. */
  | { readonly kind: "struct"; readonly name: string; readonly fields: () => readonly GoField[]; readonly stringer?: GoStringer }
  /** An object whose template fields are its zero-argument methods (a list row): `name` as Go prints it, "*network.networkContext". */
  | {
      readonly kind: "context";
      readonly name: string;
      readonly methods: Readonly<Record<string, GoMethod>>;
      /** Values of the fields of its struct after the header that it embeds, for fmt; one made-up pointer where absent. */
      readonly inside?: (receiver: unknown) => readonly GoValue[];
      /** A field it does not have is `<no value>` (the header of a table), not an error. */
      readonly missing?: boolean;
    };

/** A String method: what fmt prints a value by; that of a pointer (`onPointer`) is not there for the value itself. */
export interface GoStringer {
  readonly onPointer?: boolean;
  string(value: Readonly<Record<string, unknown>>): string;
}

/** A field of a Go struct. */
export interface GoField {
  readonly name: string;
  readonly type: GoType;
  /** Name in JSON; the Go name where absent. */
  readonly json?: string;
  readonly omitEmpty?: boolean;
  /** An embedded struct: its fields are promoted, in templates and in JSON. */
  readonly embedded?: boolean;
  /** Not in JSON at all (`json:"-"`). */
  readonly skip?: boolean;
}

/** A method of a context: what it returns, and how many arguments it takes (0 for template fields). */
export interface GoMethod {
  readonly args: number;
  readonly returns: GoType;
  call(receiver: unknown, ...args: unknown[]): unknown;
}
