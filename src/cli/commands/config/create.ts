import { DryswarmError, failureOf } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { readContent } from "../../object-commands.ts";
import { flag } from "../../options/flag.ts";
import { list, string, toMap, validateLabel } from "../../options/values.ts";

/** Twice the largest config: more is not read. */
const LIMIT = 2_048_000;

/** `docker config create` */
export const command = defineCommand({
  use: "create [OPTIONS] CONFIG file|-",
  short: "Create a config from a file or standard input",
  args: { exact: 2 },
  flags: [flag("label", list(validateLabel), "Labels of the config", { short: "l" }), flag("template-driver", string(), "Template driver")],
  async run(context, [name = "", path = ""], flags) {
    const { client, streams } = context;
    const driver = flags.get("template-driver");
    const Data = await readContent(context, path, LIMIT).catch((error: unknown) => {
      if (!(error instanceof DryswarmError)) throw error;
      const cause = path === "" ? "config file is required" : error.message;
      throw failureOf("config-cli-read", { path, cause, bare: path === "" ? cause : (error.blanks.cause ?? cause) });
    });
    const { ID } = await client.configCreate({ Name: name, Labels: toMap(flags.get("label")), Data, ...(driver !== "" && { Templating: { Name: driver } }) });
    streams.out(`${ID}\n`);
  },
});
