import type { StringMap } from "../../api/index.ts";
import { put } from "../../values/own.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

/** A network that a service or a container is to join: name or ID as typed, its names on it, options of the driver. */
export interface NetworkOption {
  readonly target: string;
  readonly aliases: string[];
  readonly driverOpts: StringMap;
  /** What containers alone have; a service does without. */
  readonly endpoint: {
    readonly ip: string;
    readonly ip6: string;
    readonly mac: string;
    readonly linkLocal: readonly string[];
    readonly gwPriority: number;
  };
}

const LONG = /\w+=\w+/;
const NOTHING: NetworkOption["endpoint"] = { ip: "", ip6: "", mac: "", linkLocal: [], gwPriority: 0 };

function driverOption(value: string, into: StringMap): void {
  const at = value.indexOf("=");
  if (at <= 0) throw new FlagValueError("invalid key value pair format in driver options");
  put(into, value.slice(0, at).trim(), value.slice(at + 1).trim());
}

function gwPriority(value: string): number {
  if (!/^[+-]?\d+$/.test(value)) throw new FlagValueError(`invalid gw-priority (${value}): invalid syntax`);
  return Number(value);
}

function long(text: string): NetworkOption {
  let target = "";
  const aliases: string[] = [];
  const linkLocal: string[] = [];
  const driverOpts: StringMap = {};
  const endpoint = { ...NOTHING, linkLocal };
  for (const raw of readCsv(text)) {
    const field = raw.toLowerCase();
    const at = field.indexOf("=");
    if (at <= 0) throw new FlagValueError(`invalid field ${raw}`);
    const key = field.slice(0, at).trim();
    const value = field.slice(at + 1).trim();
    if (key === "name") target = value;
    else if (key === "alias") aliases.push(value);
    else if (key === "driver-opt") driverOption(value, driverOpts);
    else if (key === "gw-priority") endpoint.gwPriority = gwPriority(value);
    else if (key === "ip") endpoint.ip = value;
    else if (key === "ip6") endpoint.ip6 = value;
    else if (key === "mac-address") endpoint.mac = value;
    else if (key === "link-local-ip") linkLocal.push(value);
    else throw new FlagValueError(`invalid field key ${key}`);
  }
  if (target === "") throw new FlagValueError("network name/id is not specified");
  return { target, aliases, driverOpts, endpoint };
}

/** `--network NAME` or `--network name=NAME,alias=…,driver-opt=k=v,ip=…`. */
export const network = (): ValueFactory<NetworkOption[]> =>
  gathered("network", (all, text) => all.push(LONG.test(text) ? long(text) : { target: text, aliases: [], driverOpts: {}, endpoint: NOTHING }));
