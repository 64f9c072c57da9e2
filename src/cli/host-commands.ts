import { type DataCentre, failure } from "../api/index.ts";
import type { CommandContext } from "./command.ts";

/** The simulated hosts; fails where the engine is a remote one. */
export function dataCentre({ hosts }: CommandContext): DataCentre {
  if (!hosts) throw failure("host-cli-remote");
  return hosts;
}
