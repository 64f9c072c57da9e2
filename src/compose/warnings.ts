import { isMapping, type Mapping } from "./yaml.ts";

/** Keys of a service that a swarm cannot honour: `stack deploy` says so and goes on. */
const UNSUPPORTED = [
  "build",
  "cgroupns_mode",
  "cgroup_parent",
  "devices",
  "domainname",
  "external_links",
  "ipc",
  "links",
  "mac_address",
  "network_mode",
  "pid",
  "privileged",
  "restart",
  "security_opt",
  "shm_size",
  "userns_mode",
];

/** Keys without effect, and why. */
const DEPRECATED: Record<string, string> = {
  container_name: "Setting the container name is not supported.",
  expose: "Exposing ports is unnecessary - services on the same network can access each other's containers on any port.",
};

const LIMITS = "Set resource limits using deploy.resources";
/** Keys that make docker refuse a file, and what to do instead. */
const FORBIDDEN: Record<string, string> = {
  extends: "Support for `extends` is not implemented yet.",
  volume_driver: "Instead of setting the volume driver on the service, define a volume using the top-level `volumes` option and specify the driver there.",
  volumes_from:
    "To share a volume between services, define it using the top-level `volumes` option and reference it from each service that shares it using the service-level `volumes` option.",
  cpu_quota: LIMITS,
  cpu_shares: LIMITS,
  cpuset: LIMITS,
  mem_limit: LIMITS,
  memswap_limit: LIMITS,
};

function keysOf(files: readonly Mapping[]): Set<string> {
  const services = files.flatMap((file) => (isMapping(file.services) ? Object.values(file.services) : []));
  return new Set(services.flatMap((service) => (isMapping(service) ? Object.keys(service) : [])));
}

function described(files: readonly Mapping[], table: Record<string, string>): string {
  const keys = keysOf(files);
  return Object.keys(table)
    .filter((key) => keys.has(key))
    .map((key) => `${key}: ${table[key]}`)
    .sort()
    .join("\n\n");
}

/** Forbidden keys of a file with their reasons, a paragraph each; "" where there are none. */
export function forbiddenOptions(file: Mapping): string {
  return described([file], FORBIDDEN);
}

/** What `stack deploy` prints on stderr of keys that it ignores; "" where there are none. */
export function ignoredOptions(files: readonly Mapping[]): string {
  const keys = keysOf(files);
  const unsupported = UNSUPPORTED.filter((key) => keys.has(key)).sort();
  const deprecated = described(files, DEPRECATED);
  return (
    (unsupported.length > 0 ? `Ignoring unsupported options: ${unsupported.join(", ")}\n\n` : "") +
    (deprecated !== "" ? `Ignoring deprecated options:\n\n${deprecated}\n\n` : "")
  );
}

/** A key of a service that has no effect in a swarm: ignored as a whole, or an address of its own on a network. */
export type IgnoredKey =
  | { readonly kind: "ignored"; readonly service: string; readonly key: string }
  | { readonly kind: "static"; readonly service: string; readonly network: string; readonly key: string };

const ADDRESSES = ["ipv4_address", "ipv6_address", "mac_address", "link_local_ips"];

/** Every key of a file's services that a swarm ignores, in the file's order. */
export function ignoredKeys(file: Mapping): IgnoredKey[] {
  const services = isMapping(file.services) ? Object.entries(file.services) : [];
  return services.flatMap(([service, value]): IgnoredKey[] => {
    if (!isMapping(value)) return [];
    const ignored = Object.keys(value).filter((key) => UNSUPPORTED.includes(key) || Object.hasOwn(DEPRECATED, key) || key === "depends_on");
    const networks = isMapping(value.networks) ? Object.entries(value.networks) : [];
    const fixed = networks.flatMap(([network, own]) =>
      isMapping(own) ? ADDRESSES.filter((key) => key in own).map((key): IgnoredKey => ({ kind: "static", service, network, key })) : [],
    );
    return [...ignored.map((key): IgnoredKey => ({ kind: "ignored", service, key })), ...fixed];
  });
}
