import { DIALECT_20_10, DIALECT_26_1, NEWEST_DIALECT } from "../../compose/dialect.ts";
import { isVersion, nearestName } from "../../values/engine-version.ts";
import { own } from "../../values/own.ts";
import { LACKS_20_10, LACKS_26_1, LACKS_28_5 } from "./lacking.ts";
import { MESSAGES_29 } from "./messages-29.ts";
import { MESSAGES_20_10, MESSAGES_26_1 } from "./messages-old.ts";
import { SUMMARIES } from "./summaries.ts";
import type { CliProfile } from "./types.ts";

export type { CliProfile } from "./types.ts";

const V28_5: CliProfile = {
  version: "28.5.2",
  engineVersion: "28.5.2",
  lacksFlags: LACKS_28_5,
  lacksCommands: [],
  shortUsageErrors: false,
  summary: (command) => own(SUMMARIES, command) ?? "",
  serviceNetworkIds: false,
  rawTemplates: false,
  strictMounts: false,
  checksStackImages: true,
  parsesAddresses: false,
  typesOf29: false,
  healthStatus: false,
  exitStatusLine: true,
  knowsIPv4: true,
  statusInErrors: false,
  extraBlankLines: false,
  refusesEmptyData: true,
  portWords: "new",
  oldSizes: false,
  hostEquals: true,
  newValueWords: true,
  lacksMountKeys: [],
  namesOrchestrators: false,
  startPeriodAlone: true,
  sendsNoNewPrivileges: true,
  namesMissing: false,
  jsonFormat: true,
  stackFiles: NEWEST_DIALECT,
  inspectsConfigs: true,
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

const V26_1: CliProfile = {
  ...V28_5,
  version: "26.1.5",
  engineVersion: "26.1.5",
  lacksFlags: LACKS_26_1,
  shortUsageErrors: true,
  exitStatusLine: false,
  knowsIPv4: false,
  statusInErrors: true,
  extraBlankLines: true,
  refusesEmptyData: false,
  portWords: "old",
  checksStackImages: false,
  stackFiles: DIALECT_26_1,
  inspectsConfigs: false,
  messages: MESSAGES_26_1,
};

const V20_10: CliProfile = {
  ...V26_1,
  version: "20.10.24",
  engineVersion: "20.10.24",
  lacksFlags: LACKS_20_10,
  oldSizes: true,
  hostEquals: false,
  newValueWords: false,
  lacksMountKeys: ["bind-recursive", "volume-subpath", "image-subpath"],
  namesOrchestrators: true,
  startPeriodAlone: false,
  sendsNoNewPrivileges: false,
  stackFiles: DIALECT_20_10,
  lacksCommands: ["stack config"],
  namesMissing: true,
  jsonFormat: false,
  messages: MESSAGES_20_10,
};

const PROFILES: Readonly<Record<string, CliProfile>> = { "17.05": V28_5, "20.10": V20_10, "26.1": V26_1, "28.5": V28_5, "29": V29 };

/**
 * The command line that comes with an engine, by name ("28.5") or version ("29.7.2"): that of the nearest release that is known; of 28.5 for
 * what is no version.
 */
export function cliProfile(engine: string): CliProfile {
  const [major = "", minor = ""] = engine.split(".");
  const known = own(PROFILES, `${major}.${minor}`) ?? own(PROFILES, major);
  if (known || !isVersion(engine)) return known ?? V28_5;
  return own(PROFILES, nearestName(Object.keys(PROFILES), engine)) ?? V28_5;
}
