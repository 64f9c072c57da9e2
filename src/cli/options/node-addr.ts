import { FlagValueError } from "../command.ts";
import { single, type ValueFactory } from "./values.ts";

const DEFAULT = "0.0.0.0:2377";

function parse(text: string): string {
  const address = text.replace(/^tcp:\/\//, "");
  if (address === "") return DEFAULT;
  if (address.includes("://")) throw new FlagValueError(`invalid proto, expected tcp: ${text}`);
  const host = address.replace(/[/?#].*$/, "");
  const colon = host.startsWith("[") ? host.lastIndexOf("]") + 1 : host.lastIndexOf(":");
  const port = colon >= 0 ? host.slice(colon) : "";
  // Go's URL parser looks at what follows the last colon before anything looks at the host.
  if (port !== "" && !/^:\d*$/.test(port)) throw new FlagValueError(`parse "tcp://${address}": invalid port "${port}" after host`);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(host);
  if (!match) throw new FlagValueError(`invalid bind address format: ${text}`);
  return `${match[1] || "0.0.0.0"}:${match[2] || "2377"}`;
}

/** `--listen-addr`: `[tcp://]host[:port]`, port 2377 where none is given. */
export const nodeAddr = (): ValueFactory<string> => single("node-addr", parse, DEFAULT, DEFAULT);
