import { readFileSync } from "node:fs";
import { FlagValueError } from "../command.ts";
import { isPem } from "./external-ca.ts";
import { single, type ValueFactory } from "./values.ts";

function parse(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new FlagValueError(`open ${path}: no such file or directory`);
  }
  if (!isPem(text)) throw new FlagValueError("file contents must be in PEM format");
  return text;
}

/** A file in PEM form; the value is its text. */
export const pemFile = (): ValueFactory<string> => single("pem-file", parse, "", "");
