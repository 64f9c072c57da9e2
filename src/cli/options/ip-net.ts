import { Address4, Address6 } from "ip-address";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

/** A CIDR block with its host bits cleared; throws for text that is none. */
function networkOf(text: string): string {
  const trimmed = text.trim();
  try {
    if (!/\/\d+$/.test(trimmed)) throw new Error();
    const block = trimmed.includes(":") ? new Address6(trimmed) : new Address4(trimmed);
    return `${block.startAddress().correctForm()}/${block.subnetMask}`;
  } catch {
    throw new FlagValueError(`invalid string being converted to CIDR: ${trimmed}`);
  }
}

/** `--default-addr-pool`: CIDR blocks, comma-separated or one an occurrence; an empty text is none. */
export const ipNetSlice = (): ValueFactory<string[]> =>
  gathered("ipNetSlice", (all, text) => all.push(...(text === "" ? [] : readCsv(text)).map(networkOf)), "[]");
