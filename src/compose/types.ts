import type { Mapping } from "./yaml.ts";

/** A network of a service: null where the file names it and says nothing of it. */
export interface ServiceNetwork {
  aliases?: string[];
  driver_opts?: Record<string, string>;
  ipv4_address?: string;
  ipv6_address?: string;
}
/** A port of a service; published is absent when the engine is to choose. */
export interface ServicePort {
  mode?: string;
  target?: number;
  published?: number;
  protocol?: string;
}
/** A mount of a service. */
export interface ServiceVolume {
  type?: string;
  source?: string;
  target?: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { propagation?: string };
  volume?: { nocopy?: boolean; subpath?: string };
  image?: { subpath?: string };
  tmpfs?: { size?: number };
  cluster?: Mapping;
}
/** A secret or config that a service uses. mode is a number (0444 is 292). */
export interface FileReference {
  source?: string;
  target?: string;
  uid?: string;
  gid?: string;
  mode?: number;
}
/** Update or rollback settings; durations in nanoseconds. */
export interface UpdateSettings {
  parallelism?: number;
  delay?: number;
  failure_action?: string;
  monitor?: number;
  max_failure_ratio?: number;
  order?: string;
}
/** What `deploy:` says; durations in nanoseconds, memory in bytes, CPUs as text. */
export interface Deploy {
  mode?: string;
  replicas?: number;
  labels?: Record<string, string>;
  update_config?: UpdateSettings;
  rollback_config?: UpdateSettings;
  resources?: {
    limits?: { cpus?: string; memory?: number; pids?: number };
    reservations?: { cpus?: string; memory?: number; generic_resources?: { discrete_resource_spec?: { kind?: string; value?: number } }[] };
  };
  restart_policy?: { condition?: string; delay?: number; max_attempts?: number; window?: number };
  placement?: { constraints?: string[]; preferences?: { spread?: string }[]; max_replicas_per_node?: number };
  endpoint_mode?: string;
}
/** A service of a stack, as docker's ServiceConfig: the keys that a dry run needs are typed, all are kept. */
export interface StackService {
  cap_add?: string[];
  cap_drop?: string[];
  command?: string[];
  configs?: FileReference[];
  credential_spec?: { config?: string; file?: string; registry?: string };
  deploy?: Deploy;
  dns?: string[];
  dns_search?: string[];
  entrypoint?: string[];
  environment?: Record<string, string | null>;
  env_file?: string[];
  extra_hosts?: string[];
  healthcheck?: {
    test?: string[];
    timeout?: number;
    interval?: number;
    retries?: number;
    start_period?: number;
    start_interval?: number;
    disable?: boolean;
  };
  hostname?: string;
  image?: string;
  init?: boolean;
  isolation?: string;
  labels?: Record<string, string>;
  logging?: { driver?: string; options?: Record<string, string> };
  networks?: Record<string, ServiceNetwork | null>;
  ports?: ServicePort[];
  read_only?: boolean;
  restart?: string;
  secrets?: FileReference[];
  stdin_open?: boolean;
  stop_grace_period?: number;
  stop_signal?: string;
  sysctls?: Record<string, string>;
  tty?: boolean;
  ulimits?: Record<string, { single?: number; soft?: number; hard?: number }>;
  user?: string;
  volumes?: ServiceVolume[];
  working_dir?: string;
}
/** What network, volume, secret and config have in common; `external` with a name is the old form of it. */
export interface StackObject {
  name?: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean | { name: string };
  labels?: Record<string, string>;
}
/** A network of a stack. */
export interface StackNetwork extends StackObject {
  ipam?: { driver?: string; config?: { subnet?: string }[] };
  internal?: boolean;
  attachable?: boolean;
}
/** A secret or config of a stack; `file` is an absolute path. */
export interface StackFileObject extends StackObject {
  file?: string;
  template_driver?: string;
}
/** One stack: what all its files say together (docker's compose/types.Config). */
export interface StackConfig {
  readonly version: string;
  readonly services: Record<string, StackService>;
  readonly networks: Record<string, StackNetwork>;
  readonly volumes: Record<string, StackObject>;
  readonly secrets: Record<string, StackFileObject>;
  readonly configs: Record<string, StackFileObject>;
  /** Keys of the first file that begin with x-. */
  readonly extras: Mapping;
}
