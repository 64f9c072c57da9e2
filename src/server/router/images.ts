import { type EngineClient, failure } from "../../api/index.ts";
import { json } from "../http.ts";
import type { Route } from "./route.ts";

/** Images that a host's containers and the swarm's services name: the ones that an engine would have. */
async function images(client: EngineClient): Promise<string[]> {
  const containers = await client.containerList({ all: true });
  const services = await client.serviceList().catch(() => []);
  const named = [...containers.map(({ Image }) => Image), ...services.map(({ Spec }) => Spec.TaskTemplate.ContainerSpec?.Image ?? "")];
  return [...new Set(named.filter(Boolean).map(tagged))].sort();
}

/** A reference with its tag: "nginx" is "nginx:latest". */
function tagged(ref: string): string {
  const bare = ref.replace(/@.*$/, "");
  return /:[^/]+$/.test(bare) ? bare : `${bare}:latest`;
}

/** An ID of the right shape that is the same for the same name; nothing stands behind it. */
function idOf(name: string): string {
  let hash = 0xcbf29ce484222325n;
  let id = "";
  for (let round = 0; id.length < 64; round++) {
    for (const char of `${round}${name}`) hash = ((hash ^ BigInt(char.codePointAt(0) as number)) * 0x100000001b3n) & 0xffffffffffffffffn;
    id += hash.toString(16).padStart(16, "0");
  }
  return `sha256:${id.slice(0, 64)}`;
}

/** `/images` and `/distribution` */
export const imageRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/images/json",
    handle: async ({ client }) =>
      json(
        (await images(client)).map((name) => ({
          Containers: -1,
          Created: 0,
          Id: idOf(name),
          Labels: null,
          ParentId: "",
          RepoDigests: [],
          RepoTags: [name],
          SharedSize: -1,
          Size: 0,
        })),
      ),
  },
  {
    method: "GET",
    path: "/images/*/json",
    handle: async ({ client, ref }) => {
      const found = (await images(client)).find((name) => name === tagged(ref) || idOf(name) === ref);
      if (!found) throw failure("api-image-missing", { ref: tagged(ref) });
      return json({
        Id: idOf(found),
        RepoTags: [found],
        RepoDigests: [],
        Parent: "",
        Comment: "",
        DockerVersion: "",
        Author: "",
        Config: { Cmd: null, Entrypoint: null, Env: null, Labels: null, OnBuild: null, User: "", Volumes: null, WorkingDir: "" },
        Architecture: "amd64",
        Os: "linux",
        Size: 0,
        GraphDriver: { Data: null, Name: "overlay2" },
        RootFS: { Type: "layers", Layers: [] },
        Metadata: { LastTagTime: "0001-01-01T00:00:00Z" },
      });
    },
  },
  {
    method: "GET",
    path: "/distribution/*/json",
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
