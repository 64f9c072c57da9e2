import type { EndpointSettingsRequest } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { checkReference } from "../../errors.ts";
import { address, addresses } from "../../options/addresses.ts";
import { driverOptions, validateLink } from "../../options/endpoint.ts";
import { flag } from "../../options/flag.ts";
import { int, list, strings } from "../../options/values.ts";

/** `docker network connect` */
export const command = defineCommand({
  use: "connect [OPTIONS] NETWORK CONTAINER",
  short: "Connect a container to a network",
  args: { exact: 2 },
  flags: [
    flag("alias", strings(), "Names of the container on the network"),
    flag("driver-opt", strings(), "Options of the network's driver"),
    flag("gw-priority", int(), "Priority of this network's gateway"),
    flag("ip", address(), "IPv4 address of the container"),
    flag("ip6", address(), "IPv6 address of the container"),
    flag("link", list(validateLink), "Link to another container"),
    flag("link-local-ip", addresses(), "Link-local address of the container"),
  ],
  async run({ client }, [network = "", container = ""], flags) {
    const options = driverOptions(flags.get("driver-opt"));
    checkReference("network", network, true);
    checkReference("container", container);
    const [IPv4Address, IPv6Address, LinkLocalIPs] = [flags.get("ip"), flags.get("ip6"), flags.get("link-local-ip")];
    const EndpointConfig: EndpointSettingsRequest = {
      IPAMConfig: { ...(IPv4Address && { IPv4Address }), ...(IPv6Address && { IPv6Address }), ...(LinkLocalIPs.length > 0 && { LinkLocalIPs }) },
      Links: orNull(flags.get("link")),
      Aliases: flags.get("alias"),
      DriverOpts: options,
      GwPriority: flags.get("gw-priority"),
    };
    await client.networkConnect(network, { Container: container, EndpointConfig });
  },
});

function orNull(texts: string[]): string[] | null {
  return texts.length > 0 ? texts : null;
}
