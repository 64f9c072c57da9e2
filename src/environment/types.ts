/** A host of the data centre. MemoryBytes in bytes, NanoCPUs in billionths of a CPU; what is absent is left at its default. */
export interface EnvironmentHost {
  readonly name: string;
  readonly address?: string;
  readonly nanoCPUs?: number;
  readonly memoryBytes?: number;
  /** "linux/amd64": operating system and architecture. */
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly labels: Readonly<Record<string, string>>;
  /** Name or version of its engine: "26.1". */
  readonly engine?: string;
  /** Plugins of its engine besides Docker's own. */
  readonly plugins: readonly EnvironmentPlugin[];
  /** Interfaces with their addresses as CIDR, mtu in bytes. */
  readonly interfaces: readonly { readonly name: string; readonly address: string; readonly mtu?: number }[];
  /** Networks that the host routes elsewhere, CIDR. */
  readonly routes: readonly string[];
}

/** A plugin of an engine, by its kind and name. */
export interface EnvironmentPlugin {
  readonly kind: "volume" | "network" | "log";
  readonly name: string;
}

/** A range that swarm networks must leave alone. */
export interface AvoidedRange {
  readonly name: string;
  readonly cidr: string;
}

/** Questions about networks that the routes of the Engine API ask. */
export interface Policy {
  /** How full a subnet may be, 0 to 1. */
  readonly maxUse?: number;
  /** Pools that subnets must come from, CIDR. */
  readonly pools: readonly string[];
  /** Labels (`key=value`) of networks that must be encrypted. */
  readonly encrypted: readonly string[];
}

/** An environment file: what surrounds a swarm, and what is asked of it. */
export interface Environment {
  readonly hosts: readonly EnvironmentHost[];
  readonly avoid: readonly AvoidedRange[];
  readonly dns: readonly string[];
  /** MTU of the underlay in bytes. */
  readonly mtu?: number;
  /** UDP ports that the hosts' own network uses for VXLAN. */
  readonly vxlanPorts?: readonly number[];
  readonly policy: Policy;
  /** Images that cannot be had: references, all tags of one without a tag. */
  readonly missingImages?: readonly string[];
  /** Most tasks that the simulated swarms may ask for. */
  readonly maxTasks?: number;
  /** Parts of names whose values are hidden in plans; undefined for the built-in list. */
  readonly redact?: readonly string[];
  /** Severity of rules by ID; "off" silences one. */
  readonly rules: Readonly<Record<string, "off" | "info" | "warning" | "error">>;
}

/** An environment that says nothing. */
export const EMPTY_ENVIRONMENT: Environment = { hosts: [], avoid: [], dns: [], policy: { pools: [], encrypted: [] }, rules: {} };
