import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { list, map, string, toMap, validateLabel } from "../../options/values.ts";

/** `docker volume create` */
export const command = defineCommand({
  use: "create [OPTIONS] [VOLUME]",
  short: "Create a volume",
  args: { min: 0, max: 1 },
  flags: [
    flag("driver", string("local"), "Driver of the volume", { short: "d" }),
    flag("label", list(validateLabel), "Labels of the volume"),
    flag("name", string(), "Name of the volume", { hidden: true }),
    flag("opt", map(), "Options of the driver", { short: "o" }),
  ],
  async run({ client, streams }, [given], flags) {
    if (given !== undefined && flags.changed("name")) throw failure("volume-cli-name-twice");
    const options = flags.get("opt");
    const labels = toMap(flags.get("label"));
    const { Name } = await client.volumeCreate({
      Name: given ?? flags.get("name"),
      Driver: flags.get("driver"),
      DriverOpts: Object.keys(options).length > 0 ? options : null,
      Labels: Object.keys(labels).length > 0 ? labels : null,
    });
    streams.out(`${Name}\n`);
  },
});
