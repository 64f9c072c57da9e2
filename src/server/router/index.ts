import { failure } from "../../api/index.ts";
import { containerInsides } from "./container-insides.ts";
import { containers } from "./containers.ts";
import { execs } from "./exec.ts";
import { hosts } from "./hosts.ts";
import { imageRoutes } from "./images.ts";
import { networks } from "./networks.ts";
import { objects } from "./objects.ts";
import type { Route } from "./route.ts";
import { services } from "./services.ts";
import { swarm } from "./swarm.ts";
import { system } from "./system.ts";
import { volumes } from "./volumes.ts";

/** Every endpoint that is answered. */
export const ROUTES: readonly Route[] = [
  ...system,
  ...networks,
  ...swarm,
  ...services,
  ...objects,
  ...containers,
  ...containerInsides,
  ...execs,
  ...imageRoutes,
  ...volumes,
  ...hosts,
];

const quotePattern = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The pattern of a route's path. A collection may be asked for with a slash behind it where the Engine lets one. */
function patternOf(path: string): RegExp {
  const parts = path.split("**").map((part) => part.split("*").map(quotePattern).join("([^/]+)"));
  return new RegExp(`^${parts.join("(.*)")}$`, "s");
}

/** Paths that name no object come first: "/networks/prune" is no network. */
const MATCHERS = ROUTES.map((route) => ({ route, pattern: patternOf(route.path) })).sort(
  (a, b) => Number(a.route.path.includes("*")) - Number(b.route.path.includes("*")) || b.route.path.length - a.route.path.length,
);

/** Endpoints that an engine has and a dry run does not. */
const NOT_SIMULATED = `
POST /build
POST /build/prune
POST /build/cancel
POST /commit
POST /session
POST /grpc
GET /containers/**/export
GET /containers/**/attach/ws
POST /containers/**/pause
POST /containers/**/unpause
POST /images/load
POST /images/**/push
GET /images/get
GET /images/**/get
GET /images/search
GET /plugins/privileges
POST /plugins/**/enable
POST /plugins/**/disable
POST /plugins/pull
POST /plugins/**/push
POST /plugins/**/upgrade
POST /plugins/**/set
POST /plugins/create
PUT /volumes/**`
  .trim()
  .split("\n")
  .map((line) => {
    const [method = "", path = ""] = line.split(" ");
    return { method, pattern: patternOf(path) };
  });

/** The route of a request, and the object that its path names. Throws api-not-simulated or api-page. */
export function routeOf(method: string, path: string): { route: Route; ref: string } {
  for (const { route, pattern } of MATCHERS) {
    if (route.method !== method) continue;
    const match = pattern.exec(path);
    if (match) return { route, ref: match[1] ?? "" };
  }
  const known = NOT_SIMULATED.some((one) => one.method === method && one.pattern.test(path));
  throw known ? failure("api-not-simulated", { method, path }) : failure("api-page");
}
