import { DryswarmError, failure, type NetworkInspect } from "../../../api/index.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { prettyService } from "../../../format/pretty/service.ts";
import { asOf29 } from "../../../format/types/engine-29.ts";
import { serviceType } from "../../../format/types/swarm.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { checkReference, reportInspected } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool } from "../../options/values.ts";

/** A service with the engine's defaults; docker's own words for one that is not there. */
function fetcher({ client }: CommandContext) {
  return async (ref: string) =>
    client.serviceInspect(checkReference("service", ref), { insertDefaults: true }).catch((error: unknown) => {
      throw error instanceof DryswarmError && error.http === 404 ? failure("service-cli-no-such", { ref }) : error;
    });
}

/** Name of a network by ID; the ID for one that cannot be looked up. */
async function networkName({ client }: CommandContext, id: string): Promise<string> {
  return client.networkInspect(id, { scope: "swarm" }).then(
    (network: NetworkInspect) => network.Name,
    () => id,
  );
}

/** `docker service inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] SERVICE [SERVICE...]",
  short: "Show services as JSON",
  args: { min: 1 },
  flags: [INSPECT_FORMAT, flag("pretty", bool(), "Print the services for people to read")],
  async run(context, refs, flags) {
    const { streams, config, now } = context;
    const given = flags.get("format");
    const pretty = flags.get("pretty");
    if (pretty && given !== "") throw failure("pretty-with-format");
    const fallback = config.serviceInspectFormat;
    const format = pretty ? "pretty" : given || (typeof fallback === "string" ? fallback : "");
    if (format.startsWith("pretty") && format !== "pretty") throw failure("pretty-extra-service");
    const fetch = fetcher(context);
    if (format !== "pretty") {
      const inspected = inspectObjects({
        refs,
        fetch,
        type: context.profile.typesOf29 ? asOf29(serviceType) : serviceType,
        raw: false,
        rawTemplates: context.profile.rawTemplates,
        format: format.replace(/^raw/, ""),
      });
      return reportInspected(context, inspected);
    }
    let text = "";
    for (const ref of refs) {
      const service = await fetch(ref);
      const networks = (service.Spec.TaskTemplate.Networks ?? []).map((network) =>
        context.profile.serviceNetworkIds ? Promise.resolve(network.Target ?? "") : networkName(context, network.Target ?? ""),
      );
      text += `${prettyService(service, await Promise.all(networks), now())}\n`;
    }
    streams.out(text);
    return 0;
  },
});
