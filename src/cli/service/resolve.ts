import { type ConfigReference, type ContainerSpec, type CredentialSpec, failure, type NetworkAttachmentConfig, type SecretReference } from "../../api/index.ts";
import type { CommandContext } from "../command.ts";
import { checkReference } from "../errors.ts";
import type { FileReference } from "../options/file-reference.ts";
import type { NetworkOption } from "../options/network.ts";

/** An image reference as docker sends it: with the tag "latest" where it has neither tag nor digest; what is no reference is left alone. */
export function taggedImage(image: string): string {
  if (!/^[a-zA-Z0-9][\w./:@-]*$/.test(image) || /[:@]$/.test(image) || image.includes("@")) return image;
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.includes(":")
    ? image.replace(/^docker\.io\/(library\/)?/, "")
    : /[A-Z]/.test(image)
      ? image
      : `${image.replace(/^docker\.io\/(library\/)?/, "")}:latest`;
}

/** Networks of the command line as a specification has them: by ID. */
export async function resolveNetworks({ client }: CommandContext, options: readonly NetworkOption[]): Promise<NetworkAttachmentConfig[]> {
  const resolved: NetworkAttachmentConfig[] = [];
  for (const { target, aliases, driverOpts } of options) {
    const { Id } = await client.networkInspect(checkReference("network", target), { scope: "swarm" });
    resolved.push({ Target: Id, ...(aliases.length > 0 && { Aliases: aliases }), ...(Object.keys(driverOpts).length > 0 && { DriverOpts: driverOpts }) });
  }
  return resolved;
}

/** Docker's order of networks in a specification: by ID. */
export function sortNetworks(networks: NetworkAttachmentConfig[]): NetworkAttachmentConfig[] {
  return networks.sort((a, b) => ((a.Target ?? "") < (b.Target ?? "") ? -1 : 1));
}

function checkTargets(kind: "secret" | "config", references: readonly FileReference[]): void {
  const seen = new Set<string>();
  for (const { source, file } of references) {
    if (seen.has(file.Name)) throw failure("object-cli-duplicate-target", { kind, source });
    seen.add(file.Name);
  }
}

/** Secrets of the command line with their IDs. Fails for one that is not there, or two for one file. */
export async function resolveSecrets({ client }: CommandContext, references: readonly FileReference[]): Promise<SecretReference[]> {
  if (references.length === 0) return [];
  checkTargets("secret", references);
  const known = await client.secretList({ name: references.map((one) => one.source) });
  return references.map(({ source, file }) => {
    const found = known.find((secret) => secret.Spec.Name === source);
    if (!found) throw failure("object-cli-not-found", { kind: "secret", source });
    return { File: file, SecretID: found.ID, SecretName: source };
  });
}

/**
 * Configs of the command line with their IDs; one that holds credentials (`--credential-spec config://…`) comes last, without a
 * file. Fails for one that is not there, or two for one file.
 */
export async function resolveConfigs({ client }: CommandContext, references: readonly FileReference[], credentials = ""): Promise<ConfigReference[]> {
  if (references.length === 0 && credentials === "") return [];
  checkTargets("config", references);
  const wanted: { source: string; file?: FileReference["file"] }[] = [...references, ...(credentials === "" ? [] : [{ source: credentials }])];
  const known = await client.configList({ name: wanted.map((one) => one.source) });
  return wanted.map(({ source, file }) => {
    const found = known.find((config) => config.Spec.Name === source);
    if (!found) throw failure("object-cli-not-found", { kind: "config", source });
    return { ...(file ? { File: file } : { Runtime: {} }), ConfigID: found.ID, ConfigName: source };
  });
}

/** Gives a container its credentials, as the command line of a version sends them; a config that holds them goes by its ID. */
export function putCredentials(
  { profile }: Pick<CommandContext, "profile">,
  container: ContainerSpec,
  credentials: CredentialSpec,
  configs: readonly ConfigReference[],
): void {
  const Config = configs.find((one) => one.ConfigName === credentials.Config)?.ConfigID ?? credentials.Config;
  const usual = { SELinuxContext: null, ...(profile.sendsNoNewPrivileges && { NoNewPrivileges: false }) };
  container.Privileges = { ...usual, ...container.Privileges, CredentialSpec: { ...credentials, Config } };
}
