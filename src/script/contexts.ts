import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A docker context as its folder in `contexts/meta` describes it. */
export interface DockerContext {
  readonly name: string;
  /** Name of its folder: the digest of the context's name. */
  readonly folder: string;
  /** Address of its engine, such as ssh://user@host or unix:///run/docker.sock; "" where it names none. */
  readonly host: string;
  /** Its meta.json. */
  readonly meta: Readonly<Record<string, unknown>>;
}

interface Meta {
  readonly Name?: string;
  readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
}

/** The contexts of a docker configuration folder; none where it has none or they cannot be read. */
export function readContexts(config: string): DockerContext[] {
  const found: DockerContext[] = [];
  const root = join(config, "contexts", "meta");
  try {
    for (const folder of readdirSync(root)) {
      const meta = JSON.parse(readFileSync(join(root, folder, "meta.json"), "utf8")) as Meta;
      found.push({ name: meta.Name ?? "", folder, host: meta.Endpoints?.docker?.Host ?? "", meta: { ...meta } });
    }
  } catch {
    // A folder that docker cannot read either.
  }
  return found;
}
