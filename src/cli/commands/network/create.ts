import type { NetworkCreateRequest } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { addresses, blocks } from "../../options/addresses.ts";
import { flag } from "../../options/flag.ts";
import { checkPrefixes, ipamConfigs } from "../../options/ipam.ts";
import { bool, list, map, string, strings, toMap, validateLabel } from "../../options/values.ts";

/** `docker network create` */
export const command = defineCommand({
  use: "create [OPTIONS] NETWORK",
  short: "Create a network",
  args: { exact: 1 },
  flags: [
    flag("attachable", bool(), "Let containers run by hand join the swarm network"),
    flag("aux-address", map(), "Addresses that the network must not hand out"),
    flag("config-from", string(), "Configuration network to take the settings from"),
    flag("config-only", bool(), "Create a configuration network"),
    flag("driver", string("bridge"), "Driver of the network", { short: "d" }),
    flag("gateway", addresses(), "Gateway of each subnet"),
    flag("ingress", bool(), "Create the swarm's routing-mesh network"),
    flag("internal", bool(), "Keep the network from the outside"),
    flag("ip-range", blocks(), "Hand out addresses from this part of a subnet"),
    flag("ipam-driver", string("default"), "Driver of address management"),
    flag("ipam-opt", map(), "Options of address management"),
    flag("ipv4", bool(true), "Give out IPv4 addresses"),
    flag("ipv6", bool(), "Give out IPv6 addresses"),
    flag("label", list(validateLabel), "Labels of the network"),
    flag("opt", map(), "Options of the driver", { short: "o" }),
    flag("scope", string(), "Scope of the network"),
    flag("subnet", strings(), "Subnet in CIDR form"),
  ],
  async run({ client, streams, profile }, [name = ""], flags) {
    if (profile.parsesAddresses) checkPrefixes(flags.get("subnet"), flags.get("aux-address"));
    const ipam = ipamConfigs(flags.get("subnet"), flags.get("ip-range"), flags.get("gateway"), flags.get("aux-address"));
    const from = flags.get("config-from");
    const body: NetworkCreateRequest = {
      Name: name,
      Driver: flags.get("driver"),
      Scope: flags.get("scope"),
      ...(flags.changed("ipv4") && { EnableIPv4: flags.get("ipv4") }),
      ...(flags.changed("ipv6") && { EnableIPv6: flags.get("ipv6") }),
      IPAM: { Driver: flags.get("ipam-driver"), Options: flags.get("ipam-opt"), Config: ipam },
      Internal: flags.get("internal"),
      Attachable: flags.get("attachable"),
      Ingress: flags.get("ingress"),
      ConfigOnly: flags.get("config-only"),
      ConfigFrom: from === "" ? null : { Network: from },
      Options: flags.get("opt"),
      Labels: toMap(flags.get("label")),
    };
    const { Id } = await client.networkCreate(body);
    streams.out(`${Id}\n`);
  },
});
