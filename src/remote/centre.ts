import { type DataCentre, failure, type HostInfo } from "../api/index.ts";
import { withoutUserInfo } from "../values/user-info.ts";
import { RemoteEngine } from "./client.ts";
import { open, request, serverAt } from "./request.ts";

/**
 * The data centre that a server keeps, and the version of the engine that it simulates ("" for a live one). A live Docker Engine is refused, before anything but a ping is sent to it, unless
 * `live` allows it. Rejects with remote-url, remote-unreachable and remote-live.
 */
export async function connectTo(url: string, live: boolean): Promise<{ centre: DataCentre; version: string }> {
  const server = serverAt(url);
  const ping = await open(server, "HEAD", "/_ping");
  ping.resume();
  if (!ping.headers.dryswarm && !live) throw failure("remote-live", { url: withoutUserInfo(url) });
  const centre: DataCentre = {
    on: (host) => new RemoteEngine({ ...server, host }),
    hostList: () => request(server, "GET", "/dryswarm/hosts"),
    hostNames: async () => (await request<HostInfo[]>(server, "GET", "/dryswarm/hosts")).map(({ Name }) => Name),
    hostAdd: (settings) => request(server, "POST", "/dryswarm/hosts", {}, settings),
    hostApply: (hosts) => request(server, "PUT", "/dryswarm/hosts", {}, hosts),
    settings: async () => (ping.headers.dryswarm ? request(server, "GET", "/dryswarm/settings") : {}),
    settingsApply: (settings) => request(server, "PUT", "/dryswarm/settings", {}, settings),
    hostRemove: (name) => request(server, "DELETE", `/dryswarm/hosts/${encodeURIComponent(name)}`),
    hostPower: (name, up) => request(server, "POST", `/dryswarm/hosts/${encodeURIComponent(name)}/power`, { up }),
  };
  return { centre, version: String(ping.headers.dryswarm ?? "") };
}
