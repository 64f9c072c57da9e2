import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { nodeAddr } from "../../options/node-addr.ts";
import { string } from "../../options/values.ts";
import { availabilityOf } from "./init.ts";

/** `docker swarm join` */
export const command = defineCommand({
  use: "join [OPTIONS] HOST:PORT",
  short: "Join a swarm",
  args: { exact: 1 },
  flags: [
    flag("advertise-addr", string(), "Address that other nodes reach this one at (IP or interface, with an optional port)"),
    flag("availability", string("active"), "Availability of the node: active, pause or drain"),
    flag("data-path-addr", string(), "Address of VXLAN traffic (IP or interface)"),
    flag("listen-addr", nodeAddr(), "Address to listen at (IP or interface, with an optional port)"),
    flag("token", string(), "Token that lets a node join"),
  ],
  async run({ client, streams }, [remote = ""], flags) {
    const availability = availabilityOf(flags.get("availability"), flags.changed("availability"));
    await client.swarmJoin({
      ListenAddr: flags.get("listen-addr"),
      AdvertiseAddr: flags.get("advertise-addr"),
      DataPathAddr: flags.get("data-path-addr"),
      RemoteAddrs: [remote],
      JoinToken: flags.get("token"),
      Availability: availability,
    });
    const { Swarm } = await client.info();
    streams.out(`This node joined a swarm as a ${Swarm.ControlAvailable ? "manager" : "worker"}.\n`);
  },
});
