import { formatAddress, network, parseCidr, tryParseAddress } from "../../values/cidr.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { readCsv } from "./csv.ts";
import { gathered, list, single, string, strings, type ValueFactory } from "./values.ts";

/** Go's net.ParseIP on a trimmed text, printed anew; undefined for no address. */
function canonical(text: string): string | undefined {
  const address = tryParseAddress(text.trim());
  return address === undefined ? undefined : formatAddress(address);
}

/** One address, as pflag's IP: "" leaves it unset. */
const ip = single(
  "ip",
  (text) => {
    if (text === "") return "";
    const address = canonical(text);
    if (address === undefined) throw new FlagValueError(`failed to parse IP: ${JSON.stringify(text)}`);
    return address;
  },
  "",
  "",
);

/** Addresses, comma-separated or one an occurrence, as pflag's IPSlice. */
const ipSlice = gathered<string>(
  "ipSlice",
  (all, text) =>
    all.push(
      ...(text === "" ? [] : readCsv(text)).map((one) => {
        const address = canonical(one);
        if (address === undefined) throw new FlagValueError(`invalid string being converted to IP address: ${one.trim()}`);
        return address;
      }),
    ),
  "[]",
);

/** A CIDR block with its host bits cleared. Throws a FlagValueError for text that is none. */
function block(text: string): string {
  const cidr = parseCidr(text.trim().replace(/\/0+(?=\d)/, "/"));
  if (!cidr) throw new FlagValueError(`invalid string being converted to CIDR: ${text.trim()}`);
  return `${formatAddress(network(cidr.address, cidr.prefix))}/${cidr.prefix}`;
}

/** CIDR blocks, comma-separated or one an occurrence, as pflag's IPNetSlice; an empty text is none. */
export const ipNetSlice = (): ValueFactory<string[]> => gathered("ipNetSlice", (all, text) => all.push(...(text === "" ? [] : readCsv(text)).map(block)), "[]");

const typed =
  <T>(since: ValueFactory<T>, before: ValueFactory<T>) =>
  (profile: CliProfile): FlagValue<T> =>
    (profile.parsesAddresses ? since : before)();

/** An address: any text where the engine parses it, else one that the command line has parsed. */
export const address = () => typed(ip, string());
/** Addresses; `before` is the value where the engine parses them. */
export const addresses = (before: ValueFactory<string[]> = strings()) => typed(ipSlice, before);
/** Link-local addresses of `docker run`: an address an occurrence where the engine parses them. */
export const linkLocalAddresses = () => addresses(list());
/** CIDR blocks: any texts where they are parsed later, else blocks. */
export const blocks = () => typed(ipNetSlice(), strings());
