import { executeInfo } from "../../../format/info.ts";
import { versionType, versionType29 } from "../../../format/types/system.ts";
import { versionText } from "../../../format/version.ts";
import { VERSION } from "../../../version.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** `docker version` */
export const command = defineCommand({
  use: "version [OPTIONS]",
  short: "Show the versions of client and engine",
  args: { exact: 0 },
  flags: [INSPECT_FORMAT, flag("short", bool(), "Show the versions of dryswarm and of the engine it simulates", { own: true })],
  async run({ client, streams, program, profile }, _args, flags) {
    const server = await client.version();
    const own = {
      Version: profile.version,
      ApiVersion: server.ApiVersion,
      DefaultAPIVersion: server.ApiVersion,
      GitCommit: "dryswarm",
      GoVersion: "",
      Os: server.Os,
      Arch: server.Arch,
      BuildTime: "",
      Context: "default",
    };
    if (program !== "docker" && flags.get("short")) {
      streams.out(`dryswarm ${VERSION}, simulating Docker Engine ${server.Version}\n`);
      return;
    }
    const format = flags.get("format");
    if (format === "") {
      streams.out(versionText(own, server));
      return;
    }
    const type = profile.typesOf29 ? versionType29 : versionType;
    const { text, error } = executeInfo(format, type, { Client: own, Server: server }, { name: "version", jsonByType: true });
    streams.out(text);
    if (error) throw error;
  },
});
