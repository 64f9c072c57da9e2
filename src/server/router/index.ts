import { failure } from "../../api/index.ts";
import { containers } from "./containers.ts";
import { hosts } from "./hosts.ts";
import { imageRoutes } from "./images.ts";
import { networks } from "./networks.ts";
import { objects } from "./objects.ts";
import type { Route } from "./route.ts";
import { services } from "./services.ts";
import { swarm } from "./swarm.ts";
import { system } from "./system.ts";
import { volumes } from "./volumes.ts";

const ROUTES: readonly Route[] = [...system, ...networks, ...swarm, ...services, ...objects, ...containers, ...imageRoutes, ...volumes, ...hosts];

const quotePattern = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
/** Paths that name no object come first: "/networks/prune" is no network. */
const MATCHERS = ROUTES.map((route) => ({ route, pattern: new RegExp(`^${route.path.split("*").map(quotePattern).join("(.+)")}$`, "s") })).sort(
  (a, b) => Number(a.route.path.includes("*")) - Number(b.route.path.includes("*")) || b.route.path.length - a.route.path.length,
);

/** Beginnings of the paths that an engine has and a dry run does not. */
const NOT_SIMULATED =
  /^\/(auth|build|commit|configs|containers|distribution|exec|grpc|images|networks|nodes|plugins|secrets|services|session|swarm|system|tasks|volumes)(\/|$)/;

/** The route of a request, and the object that its path names. Throws api-not-simulated or api-page. */
export function routeOf(method: string, path: string): { route: Route; ref: string } {
  for (const { route, pattern } of MATCHERS) {
    if (route.method !== method) continue;
    const match = pattern.exec(path);
    if (match) return { route, ref: match[1] ?? "" };
  }
  throw NOT_SIMULATED.test(path) ? failure("api-not-simulated", { method, path }) : failure("api-page");
}
