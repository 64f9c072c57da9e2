import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DockerContext } from "../values/docker-context.ts";

interface Meta {
  readonly Name?: string;
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

/** Folder of what is said of a context (`meta`), or of its certificates (`tls`), in a docker configuration folder. */
export async function contextFolder(config: string, kind: "meta" | "tls", name: string): Promise<string> {
  // Takes longer to load than most commands take to run.
  const { createHash } = await import("node:crypto");
  return join(config, "contexts", kind, createHash("sha256").update(name).digest("hex"));
}

/** Names in a folder; none where it cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The contexts of a docker configuration folder; none where it has none or they cannot be read. */
export function readContexts(config: string): DockerContext[] {
  const found: DockerContext[] = [];
  const root = join(config, "contexts", "meta");
  try {
    for (const folder of readdirSync(root)) {
      const meta = JSON.parse(readFileSync(join(root, folder, "meta.json"), "utf8")) as Meta;
      const secrets = join(config, "contexts", "tls", folder);
      const tls = Object.fromEntries(namesIn(secrets).map((endpoint) => [endpoint, namesIn(join(secrets, endpoint))]));
      const { Host = "", SkipTLSVerify = false } = meta.Endpoints?.docker ?? {};
      found.push({ name: meta.Name ?? "", folder, host: Host, skipTlsVerify: SkipTLSVerify, meta: { ...meta }, tls });
    }
  } catch {
    // A folder that docker cannot read either.
  }
  return found;
}
