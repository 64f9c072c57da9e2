/** A change of the state by one command. */
export interface StateChange {
  /** 1 is the last one. */
  readonly number: number;
  /** Words of the command, the program's name first, without secrets. */
  readonly argv: readonly string[];
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  /** Objects that came, changed or went; undefined where that is not known any more. */
  readonly changes: readonly { readonly action: "add" | "change" | "remove"; readonly kind: string; readonly name: string }[] | undefined;
}

/** The last changes of the state. Both reject with the history-* and state-* errors. */
export interface StateHistory {
  /** The last one first. */
  list(): Promise<readonly StateChange[]>;
  /** Takes the last `count` back; gives the words of their commands, the last one first. */
  undo(count: number): Promise<readonly (readonly string[])[]>;
}

/** States with a name beside the current one. They reject with the fork-* and state-* errors. */
export interface StateForks {
  list(): Promise<readonly { readonly name: string; readonly current: boolean }[]>;
  /** Path of a fork's file; undefined where there is none of that name. */
  file(name: string): Promise<string | undefined>;
  make(name: string): Promise<void>;
  /** Gives whether it was not the current one already. */
  switch(name: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}
