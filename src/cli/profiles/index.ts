import { own } from "../../values/own.ts";
import { MESSAGES_29 } from "./messages-29.ts";
import { SUMMARIES } from "./summaries.ts";
import type { CliProfile } from "./types.ts";

export type { CliProfile } from "./types.ts";

/** Flags that came with 29. */
const SINCE_29 = ["memory-swap", "memory-swappiness"];

const V28_5: CliProfile = {
  version: "28.5.2",
  engineVersion: "28.5.2",
  lacksFlags: { "service create": SINCE_29, "service update": SINCE_29 },
  lacksCommands: [],
  shortUsageErrors: false,
  summary: (command) => own(SUMMARIES, command) ?? "",
  serviceNetworkIds: false,
  rawTemplates: false,
  strictMounts: false,
  parsesAddresses: false,
  typesOf29: false,
  healthStatus: false,
  messages: {},
};

const V29: CliProfile = {
  ...V28_5,
  version: "29.8.0",
  engineVersion: "29.7.2",
  lacksFlags: {},
  serviceNetworkIds: true,
  rawTemplates: true,
  strictMounts: true,
  parsesAddresses: true,
  typesOf29: true,
  healthStatus: true,
  messages: MESSAGES_29,
};

const PROFILES: Readonly<Record<string, CliProfile>> = { "28.5": V28_5, "29": V29 };

/**
 * The command line that comes with an engine, by name ("28.5") or version ("29.7.2"); that of 28.5 where there is none of its own.
 */
export function cliProfile(engine: string): CliProfile {
  const [major = "", minor = ""] = engine.split(".");
  return own(PROFILES, `${major}.${minor}`) ?? own(PROFILES, major) ?? V28_5;
}
