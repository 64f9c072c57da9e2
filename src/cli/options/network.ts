import type { StringMap } from "../../api/index.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

/** A network that a service is to join: name or ID as typed, names of the service on it, options of the driver. */
export interface NetworkOption {
  readonly target: string;
  readonly aliases: string[];
  readonly driverOpts: StringMap;
}

const LONG = /\w+=\w+/;
/** Keys that containers have and services do without. */
const IGNORED = ["ip", "ip6", "mac-address", "link-local-ip"];

function driverOption(value: string, into: StringMap): void {
  const at = value.indexOf("=");
  if (at <= 0) throw new FlagValueError("invalid key value pair format in driver options");
  into[value.slice(0, at).trim()] = value.slice(at + 1).trim();
}

function long(text: string): NetworkOption {
  let target = "";
  const aliases: string[] = [];
  const driverOpts: StringMap = {};
  for (const raw of readCsv(text)) {
    const field = raw.toLowerCase();
    const at = field.indexOf("=");
    if (at <= 0) throw new FlagValueError(`invalid field ${raw}`);
    const key = field.slice(0, at).trim();
    const value = field.slice(at + 1).trim();
    if (key === "name") target = value;
    else if (key === "alias") aliases.push(value);
    else if (key === "driver-opt") driverOption(value, driverOpts);
    else if (key === "gw-priority") {
      if (!/^[+-]?\d+$/.test(value)) throw new FlagValueError(`invalid gw-priority (${value}): invalid syntax`);
    } else if (!IGNORED.includes(key)) throw new FlagValueError(`invalid field key ${key}`);
  }
  if (target === "") throw new FlagValueError("network name/id is not specified");
  return { target, aliases, driverOpts };
}

/** `--network NAME` or `--network name=NAME,alias=…,driver-opt=k=v`. */
export const network = (): ValueFactory<NetworkOption[]> =>
  gathered("network", (all, text) => all.push(LONG.test(text) ? long(text) : { target: text, aliases: [], driverOpts: {} }));
