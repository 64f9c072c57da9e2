import { FlagValueError } from "../command.ts";
import { single, type ValueFactory } from "./values.ts";

const DEFAULT = "0.0.0.0:2377";

function parse(text: string): string {
  const at = text.indexOf("://");
  if (at >= 0 && text.slice(0, at) !== "tcp") throw new FlagValueError(`invalid proto, expected tcp: ${text}`);
  const address = (at >= 0 ? text.slice(at + 3) : text).replace(/\/.*$/, "");
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(address);
  if (!match || address === "") throw new FlagValueError(`invalid bind address format: ${text}`);
  return `${match[1] || "0.0.0.0"}:${match[2] || "2377"}`;
}

/** `--listen-addr`: `[tcp://]host[:port]`, port 2377 where none is given. */
export const nodeAddr = (): ValueFactory<string> => single("node-addr", parse, DEFAULT, DEFAULT);
