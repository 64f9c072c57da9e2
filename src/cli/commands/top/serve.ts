import { failure } from "../../../api/index.ts";
import { defineCommand } from "../../command.ts";
import { flag } from "../../options/flag.ts";
import { bool, list, string } from "../../options/values.ts";

/** `dryswarm serve [HOST…]` */
export const command = defineCommand({
  use: "serve [OPTIONS] [HOST...]",
  short: "Speak the Engine API on sockets, for docker and everything that speaks to it (dryswarm's own)",
  examples: [
    { what: "On a socket beside the state file", line: "dryswarm serve" },
    { what: "For the real docker on this machine", line: "dryswarm serve -H tcp://127.0.0.1:2375" },
    { what: "A socket for each host", line: "dryswarm serve --hosts-dir /tmp/hosts node-1 node-2" },
  ],
  args: { min: 0 },
  flags: [
    flag("allow-host", list(), "Host that requests on TCP without TLS may be for, beside localhost; may be given several times"),
    flag("host", list(), "Address to listen on: unix://PATH, tcp://HOST:PORT (default a socket beside the state file)", { short: "H" }),
    flag("hosts-dir", string(), "Folder in which every simulated host has a socket of its own, NAME.sock"),
    flag("log-format", string("text"), "How requests are logged on standard error: text or json"),
    flag("tlscacert", string(), "CA whose client certificates are trusted, PEM"),
    flag("tlscert", string(), "Certificate of the server, PEM"),
    flag("tlskey", string(), "Key of the server, PEM"),
    flag("tlsverify", bool(), "Use TLS on TCP, and ask clients for a certificate"),
    flag("ui", string(), "Show the swarm on a page at this address, too: HOST:PORT"),
  ],
  runsOthers: true,
  async run(context, args, flags) {
    const logFormat = flags.get("log-format");
    if (logFormat !== "text" && logFormat !== "json") throw failure("serve-log-format", { value: logFormat });
    const [ca, cert, key] = (["tlscacert", "tlscert", "tlskey"] as const).map((name) => flags.get(name));
    const verify = flags.get("tlsverify");
    if (verify && !(ca && cert && key)) throw failure("serve-tls-files", { cause: "--tlscacert, --tlscert and --tlskey are needed" });
    const ui = flags.get("ui");
    return context.serve({
      ...(ui && { page: await (await import("../../dry/page.ts")).servedPage(context, ui) }),
      addresses: flags.get("host"),
      hostsDir: flags.get("hosts-dir"),
      hosts: args,
      allowedHosts: flags.get("allow-host"),
      logFormat,
      ...(verify && { tls: { ca: ca as string, cert: cert as string, key: key as string } }),
    });
  },
});
