import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";

const ROOT = join(import.meta.dirname, "../../fixtures/schemas");
const read = (name: string): object => JSON.parse(readFileSync(join(ROOT, name), "utf8")) as object;

const output = new Ajv2020({ strict: false }).compile(read("output-1.schema.json"));
const { $schema: _draft, ...sarifSchema } = read("sarif-2.1.0.schema.json") as { $schema: string };
const sarif = new Ajv({ strict: false, validateFormats: false }).compile(sarifSchema);

/** What is wrong with a verb's JSON, [] for nothing. */
export const outputProblems = (value: unknown): unknown[] => (output(value) ? [] : (output.errors ?? []));
/** What is wrong with a SARIF log, [] for nothing. */
export const sarifProblems = (value: unknown): unknown[] => (sarif(value) ? [] : (sarif.errors ?? []));
