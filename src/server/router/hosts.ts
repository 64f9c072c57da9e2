import type { DataCentreSettings, HostSettings } from "../../api/index.ts";
import { centreSettings, hostList, hostSettings } from "../bodies.ts";
import { empty, json } from "../http.ts";
import { flagOf } from "../query.ts";
import type { Route } from "./route.ts";

/** `/dryswarm/hosts`: the simulated hosts, which the Engine API knows nothing of. */
export const hosts: readonly Route[] = [
  { method: "GET", path: "/dryswarm/hosts", handle: async ({ centre }) => json(await centre.hostList()) },
  {
    method: "POST",
    path: "/dryswarm/hosts",
    body: hostSettings,
    bodyNeeded: true,
    handle: async ({ centre, body }) => {
      await centre.hostAdd(body as HostSettings);
      return empty(201);
    },
  },
  {
    method: "PUT",
    path: "/dryswarm/hosts",
    body: hostList,
    bodyNeeded: true,
    handle: async ({ centre, body }) => {
      const settings = body as HostSettings[];
      if (settings.length > 0) await centre.hostApply(settings);
      return empty(200);
    },
  },
  { method: "GET", path: "/dryswarm/settings", handle: async ({ centre }) => json(await centre.settings()) },
  {
    method: "PUT",
    path: "/dryswarm/settings",
    body: centreSettings,
    bodyNeeded: true,
    handle: async ({ centre, body }) => {
      await centre.settingsApply(body as DataCentreSettings);
      return empty(200);
    },
  },
  {
    method: "POST",
    path: "/dryswarm/hosts/*/power",
    handle: async ({ centre, ref, query }) => {
      await centre.hostPower(ref, flagOf(query, "up"));
      return empty(200);
    },
  },
  {
    method: "DELETE",
    path: "/dryswarm/hosts/*",
    handle: async ({ centre, ref }) => {
      await centre.hostRemove(ref);
      return empty(204);
    },
  },
];
