import type { CredentialSpec, GenericResource, PlacementPreference, Ulimit } from "../../api/index.ts";
import { FlagValueError } from "../command.ts";
import { gathered, single, type ValueFactory } from "./values.ts";

/** Refuses an environment variable without a name. */
export function validateEnv(text: string): string {
  if (text.startsWith("=")) throw new FlagValueError(`invalid environment variable: ${text}`);
  return text;
}

const isIP = (text: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text) ? text.split(".").every((part) => Number(part) < 256) : text.includes(":") && /^[0-9a-fA-F:.]+$/.test(text);

/** Refuses what is no IP address. */
export function validateIP(text: string): string {
  const trimmed = text.trim();
  if (!isIP(trimmed)) throw new FlagValueError(`IP address is not correctly formatted: ${text}`);
  return trimmed;
}

/** Refuses what is no DNS domain; "." alone empties the search list. */
export function validateDomain(text: string): string {
  const trimmed = text.trim();
  if (trimmed === ".") return trimmed;
  if (!/^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.?$/.test(trimmed) || !/[a-zA-Z]/.test(trimmed))
    throw new FlagValueError(`${text} is not a valid domain`);
  return trimmed;
}

/** A `--host name:ip` (or `name=ip`) as "name:ip". */
export function validateHost(text: string): string {
  const at = text.search(/[:=]/);
  const [name, ip] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1).replace(/^\[(.*)\]$/, "$1")];
  if (at <= 0 || ip === "") throw new FlagValueError(`bad format for add-host: ${JSON.stringify(text)}`);
  if (ip !== "host-gateway" && !isIP(ip)) throw new FlagValueError(`invalid IP address in add-host: ${JSON.stringify(ip)}`);
  return `${name}:${ip}`;
}

/** `--placement-pref spread=…`. */
export const preference = (): ValueFactory<PlacementPreference[]> =>
  gathered("pref", (all, text) => {
    const at = text.indexOf("=");
    if (at < 0) throw new FlagValueError('placement preference must be of the format "<strategy>=<arg>"');
    if (text.slice(0, at) !== "spread") throw new FlagValueError(`unsupported placement preference ${text.slice(0, at)} (only spread is supported)`);
    all.push({ Spread: { SpreadDescriptor: text.slice(at + 1) } });
  });

const ULIMITS = [
  "as",
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
];

/** `--ulimit name=soft[:hard]`; the last one of a name wins. */
export const ulimit = (): ValueFactory<Ulimit[]> =>
  gathered(
    "ulimit",
    (all, text) => {
      const [name = "", limits] = text.split("=");
      if (limits === undefined) throw new FlagValueError(`invalid ulimit argument: ${text}`);
      if (!ULIMITS.includes(name)) throw new FlagValueError(`invalid ulimit type: ${name}`);
      const parts = limits.split(":");
      if (parts.length > 2) throw new FlagValueError(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
      const [Soft = 0, Hard = Soft] = parts.map((part) => {
        if (!/^-?\d+$/.test(part)) throw new FlagValueError(`strconv.ParseInt: parsing ${JSON.stringify(part)}: invalid syntax`);
        return Number(part);
      });
      if (Hard !== -1 && (Soft > Hard || Soft === -1))
        throw new FlagValueError(`ulimit soft limit must be less than or equal to hard limit: ${Soft} > ${Hard}`);
      const at = all.findIndex((one) => one.Name === name);
      all.splice(at < 0 ? all.length : at, at < 0 ? 0 : 1, { Name: name, Hard, Soft });
    },
    "[]",
  );

/** `--generic-resource kind=value`; a value that is no number names a resource. */
export const genericResource = (): ValueFactory<GenericResource[]> =>
  gathered("list", (all, text) => {
    const match = /^([^=]+)=(.+)$/.exec(text);
    if (!match) throw new FlagValueError(`invalid generic-resource format \`${text}\` expected \`name=value\``);
    const [Kind, value] = [match[1] as string, match[2] as string];
    all.push(/^\d+$/.test(value) ? { DiscreteResourceSpec: { Kind, Value: Number(value) } } : { NamedResourceSpec: { Kind, Value: value } });
  });

/** `--credential-spec config://…`. */
export const credentialSpec = (): ValueFactory<CredentialSpec | undefined> =>
  single<CredentialSpec | undefined>(
    "credential-spec",
    (text) => {
      const match = /^(config|file|registry):\/\/(.*)$/.exec(text);
      if (text === "") return { Config: "", File: "", Registry: "" };
      if (!match) throw new FlagValueError('invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"');
      const kind = match[1];
      const value = match[2] as string;
      return { Config: kind === "config" ? value : "", File: kind === "file" ? value : "", Registry: kind === "registry" ? value : "" };
    },
    undefined,
    "",
  );
