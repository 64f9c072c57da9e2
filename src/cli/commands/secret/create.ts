import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { readContent } from "../../object-commands.ts";
import { flag } from "../../options/flag.ts";
import { list, string, toMap, validateLabel } from "../../options/values.ts";

/** Twice the largest secret: more is not read. */
const LIMIT = 1_024_000;

/** `docker secret create` */
export const command = defineCommand({
  use: "create [OPTIONS] SECRET [file|-]",
  short: "Create a secret from a file or standard input",
  args: { min: 1, max: 2 },
  flags: [
    flag("driver", string(), "Secret driver", { short: "d" }),
    flag("label", list(validateLabel), "Labels of the secret", { short: "l" }),
    flag("template-driver", string(), "Template driver"),
  ],
  async run(context, [name = "", path], flags) {
    const { client, streams } = context;
    const [driver, template] = [flags.get("driver"), flags.get("template-driver")];
    if (driver !== "" && path !== undefined) throw failure("secret-cli-driver-data");
    if (driver === "" && !path && context.profile.refusesEmptyData) throw failure("secret-cli-file");
    const Data = driver === "" ? await readContent(context, path ?? "-", LIMIT) : undefined;
    const { ID } = await client.secretCreate({
      Name: name,
      Labels: toMap(flags.get("label")),
      ...(Data !== undefined && { Data }),
      ...(driver !== "" && { Driver: { Name: driver } }),
      ...(template !== "" && { Templating: { Name: template } }),
    });
    streams.out(`${ID}\n`);
  },
});
