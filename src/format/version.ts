import type { SystemVersion } from "../api/index.ts";

/** The plain text of `docker version`. */
export function versionText(client: { Version: string; ApiVersion: string; Os: string; Arch: string; GitCommit: string }, server: SystemVersion): string {
  return `${[
    "Client: dryswarm",
    ` Version:           ${client.Version}`,
    ` API version:       ${client.ApiVersion}`,
    ` Git commit:        ${client.GitCommit}`,
    ` OS/Arch:           ${client.Os}/${client.Arch}`,
    " Context:           default",
    "",
    `Server: ${server.Platform.Name}`,
    " Engine:",
    `  Version:          ${server.Version}`,
    `  API version:      ${server.ApiVersion} (minimum version ${server.MinAPIVersion})`,
    `  OS/Arch:          ${server.Os}/${server.Arch}`,
    "  Experimental:     false",
  ].join("\n")}\n`;
}
