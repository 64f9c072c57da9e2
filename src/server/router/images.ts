import { failure } from "../../api/index.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import { filtersOf, flagOf } from "../query.ts";
import type { Route } from "./route.ts";

/** The reference of a name and a tag or digest that came apart from it. */
function reference(name: string, tag: string): string {
  if (tag === "" || /@|:[^/]*$/.test(name)) return name;
  return tag.includes(":") ? `${name}@${tag}` : `${name}:${tag}`;
}

async function* pulled(name: string, tag: string): AsyncGenerator<object> {
  yield { status: `Pulling from ${name.includes("/") ? name : `library/${name}`}`, id: tag };
  yield { status: `Status: Image is up to date for ${name}:${tag}` };
}

/** A pull that has come to its end at once. Nothing is downloaded: the name is noted. */
async function pull({ client, query }: Call): Promise<Answer> {
  const from = query.get("fromImage") ?? "";
  // An import has a source and may have a name; an engine without a registry says this of nothing at all.
  if (from === "") throw failure("api-pull-nothing");
  const ref = await client.imagePull(reference(from, query.get("tag") ?? ""));
  const at = ref.lastIndexOf(":");
  return { status: 200, lines: pulled(ref.slice(0, at), ref.slice(at + 1)) };
}

/**
 * docker's own command line asks for an image of every name that it inspects, among other objects: it is told of those that the host has.
 * Others look first, before they pull or create.
 */
const asksForAll = (agent: string): boolean => agent.startsWith("Docker-Client/");

/** `/images` and `/distribution` */
export const imageRoutes: readonly Route[] = [
  { method: "GET", path: "/images/json", handle: async ({ client, query }) => json(await client.imageList(filtersOf(query))) },
  {
    method: "GET",
    path: "/images/**/json",
    handle: async ({ client, ref, agent }) => json(await client.imageInspect(ref, { known: asksForAll(agent) })),
  },
  {
    method: "GET",
    path: "/images/**/history",
    handle: async ({ client, ref, agent }) => {
      const { Id, RepoTags } = await client.imageInspect(ref, { known: asksForAll(agent) });
      return json([{ Comment: "", Created: 0, CreatedBy: "", Id, Size: 0, Tags: RepoTags }]);
    },
  },
  { method: "POST", path: "/images/create", handle: pull },
  {
    method: "POST",
    path: "/images/**/tag",
    handle: async ({ client, ref, query }) => {
      const repo = query.get("repo") ?? "";
      await client.imageTag(ref, repo && reference(repo, query.get("tag") ?? ""));
      return empty(201);
    },
  },
  { method: "POST", path: "/images/prune", handle: () => json({ ImagesDeleted: null, SpaceReclaimed: 0 }) },
  { method: "DELETE", path: "/images/**", handle: async ({ client, ref, query }) => json(await client.imageRemove(ref, flagOf(query, "force"))) },
  {
    method: "GET",
    path: "/distribution/**/json",
    burst: "aside",
    handle: () => {
      throw failure("api-registry");
    },
  },
  {
    method: "POST",
    path: "/auth",
    handle: () => {
      throw failure("api-registry");
    },
  },
];
