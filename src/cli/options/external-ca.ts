import { readFileSync } from "node:fs";
import type { ExternalCA } from "../../api/index.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import { gathered, type ValueFactory } from "./values.ts";

/** Whether a text holds a PEM block. */
export function isPem(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]+-----[\s\S]+-----END [A-Z0-9 ]+-----/.test(text);
}

function readCertificate(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new FlagValueError(`unable to read CA cert for external CA: open ${path}: no such file or directory`);
  }
  if (!isPem(text)) throw new FlagValueError("CA cert for external CA must be in PEM format");
  return text;
}

function parse(text: string): ExternalCA {
  const ca: ExternalCA = { URL: "", CACert: "" };
  let hasURL = false;
  for (const field of readCsv(text)) {
    const at = field.indexOf("=");
    if (at < 0) throw new FlagValueError(`invalid field '${field}' must be a key=value pair`);
    const [key, value] = [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
    if (key === "protocol") {
      if (value.toLowerCase() !== "cfssl") throw new FlagValueError(`unrecognized external CA protocol ${value}`);
      ca.Protocol = "cfssl";
    } else if (key === "url") [ca.URL, hasURL] = [value, true];
    else if (key === "cacert") ca.CACert = readCertificate(value);
    else ca.Options = { ...ca.Options, [key]: value };
  }
  if (!ca.Protocol) throw new FlagValueError("the external-ca option needs a protocol= parameter");
  if (!hasURL) throw new FlagValueError("the external-ca option needs a url= parameter");
  return ca;
}

/** `--external-ca protocol=cfssl,url=…`; a certificate is read from the file that is named. */
export const externalCA = (): ValueFactory<ExternalCA[]> => gathered("external-ca", (all, text) => all.push(parse(text)));
