import { executeInfo, infoText } from "../../../format/info.ts";
import { systemInfoType } from "../../../format/types/system.ts";
import { defineCommand } from "../../command.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";

/** `docker info` */
export const command = defineCommand({
  use: "info [OPTIONS]",
  short: "Show what the engine says of itself",
  args: { exact: 0 },
  flags: [INSPECT_FORMAT],
  async run({ client, streams }, _args, flags) {
    const info = await client.info();
    const format = flags.get("format");
    if (format === "") {
      streams.out(infoText(info));
      return;
    }
    const { text, error } = executeInfo(format, systemInfoType, { ...info, ClientInfo: { Debug: false, Context: "default", Plugins: [], Warnings: null } });
    streams.out(text);
    if (error) throw error;
  },
});
