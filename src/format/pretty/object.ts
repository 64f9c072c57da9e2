import type { Config, Secret, StringMap } from "../../api/index.ts";
import { goTime } from "../gotime.ts";

function labelLines(labels: StringMap | null): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? `Labels:\n${entries.map(([key, value]) => ` - ${key}${value === "" ? "" : `=${value}`}\n`).join("")}` : "";
}

const time = (text: string): string => goTime(text).toLowerCase();

/** `docker secret inspect --pretty` of one secret, without the last newline. */
export function prettySecret({ ID, Spec, CreatedAt, UpdatedAt }: Secret): string {
  const gap = " ".repeat(14);
  return `ID:${gap}${ID}\nName:${gap}${Spec.Name}\n${labelLines(Spec.Labels)}Driver:            ${Spec.Driver?.Name ?? ""}\nCreated at:        ${time(CreatedAt)}\nUpdated at:        ${time(UpdatedAt)}`;
}

/** `docker config inspect --pretty` of one config, without the last newline. */
export function prettyConfig({ ID, Spec, CreatedAt, UpdatedAt }: Config): string {
  const data = Buffer.from(Spec.Data ?? "", "base64").toString();
  return `ID:\t\t\t${ID}\nName:\t\t\t${Spec.Name}\n${labelLines(Spec.Labels)}Created at:            \t${time(CreatedAt)}\nUpdated at:            \t${time(UpdatedAt)}\nData:\n${data}`;
}
