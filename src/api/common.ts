/** String map as the Engine API sends it (labels, driver options). */
export type StringMap = Record<string, string>;

/** Raft version of a swarm object. `Index` only ever grows; objects written in one transaction share it. */
export interface Version {
  Index: number;
}

/** Head of every swarm object, in the Engine's field order. Times are RFC 3339 with nanoseconds, UTC. */
export interface Meta {
  Version: Version;
  CreatedAt: string;
  UpdatedAt: string;
}

/** A driver with its options, as in `DriverConfig`, `LogDriver`, `IPAMOptions.Driver`. */
export interface Driver {
  Name?: string;
  Options?: StringMap;
}

/** `filters` query of a list endpoint: key to the values given, in the order given. */
export type Filters = Record<string, string[]>;
