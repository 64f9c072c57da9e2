import { failure } from "../../api/index.ts";
import type { Host } from "../../store/schema.ts";

const DEFAULT_PORT = "2377";
/** The one interface of a simulated host besides lo. */
const INTERFACE = "eth0";

const isIPv4 = (text: string): boolean =>
  /^(\d{1,3})(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256 && String(Number(part)) === part);
const isIP = (text: string): boolean => isIPv4(text) || /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/.test(text);
const isZero = (text: string): boolean => text === "0.0.0.0" || text === "::";

/** "host:port", "host", "[v6]:port" taken apart; the port is undefined where there is none. */
function split(text: string): { host: string; port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] as string, port: bracketed[2] };
  const parts = text.split(":");
  return parts.length === 2 ? { host: parts[0] as string, port: parts[1] as string } : { host: text, port: undefined };
}

/** An IP, or the address of the interface of that name; undefined for neither. */
function resolve(host: Host, word: string): string | undefined {
  if (isIP(word)) return word;
  return word === INTERFACE ? host.Address : word === "lo" ? "127.0.0.1" : undefined;
}

const join = (host: string, port: string): string => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);

/** Addresses of a node, as init and join resolve them. */
export interface NodeAddresses {
  ListenAddr: string;
  AdvertiseAddr: string;
  DataPathAddr: string;
}

/**
 * Resolves `--listen-addr`, `--advertise-addr` and `--data-path-addr`: an IP or an interface, the first two with an optional
 * port. Without an advertise address it is the host's own. Fails in the Engine's words.
 */
export function resolveAddresses(host: Host, requested: NodeAddresses): NodeAddresses {
  if (requested.ListenAddr === "") throw failure("swarm-listen-empty");
  const listen = split(requested.ListenAddr.startsWith(":") && /^:\d+$/.test(requested.ListenAddr) ? `0.0.0.0${requested.ListenAddr}` : requested.ListenAddr);
  const listenHost = resolve(host, listen.host);
  if (listenHost === undefined) throw failure("swarm-listen-address");
  const listenPort = listen.port ?? DEFAULT_PORT;
  if (Number(listenPort) > 65_535) throw failure("swarm-listen-port", { port: listenPort });
  const advertise = split(requested.AdvertiseAddr);
  const fallback = isZero(listenHost) ? host.Address : listenHost;
  const advertiseHost = requested.AdvertiseAddr === "" ? fallback : resolve(host, advertise.host);
  if (advertiseHost === undefined || isZero(advertiseHost)) throw failure("swarm-advertise-address");
  const dataPath = requested.DataPathAddr === "" ? advertiseHost : resolve(host, requested.DataPathAddr);
  if (dataPath === undefined || isZero(dataPath)) throw failure("swarm-data-path-address");
  return { ListenAddr: join(listenHost, listenPort), AdvertiseAddr: join(advertiseHost, advertise.port ?? listenPort), DataPathAddr: dataPath };
}

/** Whether an advertise address is one: a node that joins goes on without, since the other side sees where it comes from. */
export function isAdvertisable(host: Host, address: string): boolean {
  const resolved = resolve(host, split(address).host);
  return resolved !== undefined && !isZero(resolved);
}

/** The host part of "host:port". */
export function hostPart(address: string): string {
  return split(address).host;
}
