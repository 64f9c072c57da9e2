import type { CredentialSpec, PlacementPreference, Ulimit } from "../../api/index.ts";
import { formatAddress, tryParseAddress } from "../../values/cidr.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { gathered, single, type ValueFactory } from "./values.ts";

/** Refuses an environment variable without a name. */
export function validateEnv(text: string): string {
  if (text === "" || text.startsWith("=")) throw new FlagValueError(`invalid environment variable: ${text}`);
  return text;
}

/** Refuses what is no IP address; gives its usual form. */
export function validateIP(text: string, { newValueWords }: CliProfile): string {
  const address = tryParseAddress(text.trim());
  if (address === undefined) throw new FlagValueError(newValueWords ? `IP address is not correctly formatted: ${text}` : `${text} is not an ip address`);
  return formatAddress(address);
}

/** Refuses what is no DNS domain; the dot that ends it goes, "." alone empties the search list. */
export function validateDomain(text: string): string {
  const trimmed = text.replace(/^ +| +$/g, "");
  if (trimmed === ".") return trimmed;
  const domain = /^((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)\.?\s*$/.exec(trimmed)?.[1];
  if (domain === undefined || domain.length >= 255 || !/[a-zA-Z]/.test(trimmed)) throw new FlagValueError(`${trimmed} is not a valid domain`);
  return domain;
}

/** A `--host name:ip` (or `name=ip`) as "name:ip". */
export function validateHost(text: string, { hostEquals }: CliProfile): string {
  const equals = hostEquals ? text.indexOf("=") : -1;
  const at = equals < 0 ? text.indexOf(":") : equals;
  const [name, ip] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1).replace(/^\[(.+)\]$/, "$1")];
  if (name === "" || name.includes(":")) throw new FlagValueError(`bad format for add-host: ${JSON.stringify(text)}`);
  if (ip !== "host-gateway" && tryParseAddress(ip.trim()) === undefined) throw new FlagValueError(`invalid IP address in add-host: ${JSON.stringify(ip)}`);
  return `${name}:${ip}`;
}

/** `--placement-pref spread=…`. */
export const preference =
  () =>
  ({ newValueWords }: CliProfile): FlagValue<PlacementPreference[]> =>
    gathered<PlacementPreference>("pref", (all, text) => {
      const at = text.indexOf("=");
      if (at < 0 || (at === 0 && newValueWords)) throw new FlagValueError('placement preference must be of the format "<strategy>=<arg>"');
      if (text.slice(0, at) !== "spread") throw new FlagValueError(`unsupported placement preference ${text.slice(0, at)} (only spread is supported)`);
      all.push({ Spread: { SpreadDescriptor: text.slice(at + 1) } });
    })();

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
      all.sort((a, b) => (a.Name < b.Name ? -1 : 1));
    },
    "[]",
  );

/** Refuses a generic resource without a value. */
export function validateGeneric(text: string): string {
  if (!text.includes("=")) throw new FlagValueError(`invalid generic-resource format \`${text}\` expected \`name=value\``);
  return text;
}

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
