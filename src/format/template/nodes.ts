/** Where a node stands, and how an error names it. */
export interface Place {
  readonly at: number;
  readonly line: number;
  /** The node as Go prints it in errors. */
  readonly text: string;
}

/** An operand of a command. */
export type Operand = Place &
  (
    | { readonly kind: "dot" | "nil" }
    | { readonly kind: "bool"; readonly value: boolean }
    | { readonly kind: "number"; readonly value: number; readonly isInt: boolean }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "identifier"; readonly name: string }
    | { readonly kind: "field"; readonly names: readonly string[] }
    | { readonly kind: "variable"; readonly names: readonly string[] }
    | { readonly kind: "chain"; readonly head: Operand; readonly names: readonly string[] }
    | { readonly kind: "pipe"; readonly pipe: Pipe }
  );

/** One command of a pipeline: a function or value, and its arguments. */
export interface Command extends Place {
  readonly args: readonly Operand[];
}

/** A pipeline, with the variables it declares or sets. */
export interface Pipe extends Place {
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A piece of a template. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | ({ readonly kind: "action"; readonly pipe: Pipe } & Place)
  | ({ readonly kind: "if" | "range" | "with"; readonly pipe: Pipe; readonly body: readonly Node[]; readonly otherwise: readonly Node[] | undefined } & Place)
  | ({ readonly kind: "template"; readonly name: string; readonly pipe: Pipe | undefined } & Place)
  | ({ readonly kind: "break" | "continue" } & Place);

/** A parsed template: its body, and the templates it defines by name. */
export interface Template {
  readonly name: string;
  readonly source: string;
  readonly body: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}
