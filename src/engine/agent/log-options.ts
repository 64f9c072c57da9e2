import type { StringMap } from "../../api/index.ts";
import { parseBytes } from "../../values/go-numbers.ts";
import { ValueError } from "../../values/value-error.ts";

const COMMON = ["labels", "labels-regex", "env", "env-regex", "tag"];
const prefixed = (prefix: string, words: string): string[] => words.split(" ").map((word) => `${prefix}-${word}`);

/** Options that Docker's own log drivers know. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "json-file": [...COMMON, "max-file", "max-size", "compress"],
  local: [...COMMON, "max-file", "max-size", "compress"],
  journald: COMMON,
  syslog: [...COMMON, ...prefixed("syslog", "address facility tls-ca-cert tls-cert tls-key tls-skip-verify format")],
  fluentd: [
    ...COMMON,
    ...prefixed("fluentd", "address async async-reconnect-interval buffer-limit max-retries request-ack retry-wait sub-second-precision write-timeout"),
  ],
  gelf: [...COMMON, ...prefixed("gelf", "address compression-level compression-type tcp-max-reconnect tcp-reconnect-delay")],
  splunk: [
    ...COMMON,
    ...prefixed("splunk", "url token source sourcetype index capath caname insecureskipverify format verify-connection gzip gzip-level index-acknowledgment"),
  ],
  awslogs: [
    ...COMMON,
    ...prefixed(
      "awslogs",
      "group stream region endpoint create-group create-stream credentials-endpoint datetime-format force-flush-interval-seconds max-buffered-events multiline-pattern format",
    ),
  ],
};

/** Options that an engine takes from any driver's, for itself. */
const SHARED = ["mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"];

/** How a driver words that it does not know an option. */
function unknown(driver: string, option: string): string {
  if (driver === "local") return `unknown log opt '${option}' for log driver local`;
  if (driver === "gelf") return `unknown log opt ${JSON.stringify(option)} for gelf log driver`;
  return `unknown log opt '${option}' for ${driver} log driver`;
}

/** Message of an engine for the options that all drivers share; undefined where it takes them. */
function modeProblem({ mode = "", "max-buffer-size": size }: StringMap): string | undefined {
  if (!["", "blocking", "non-blocking"].includes(mode)) return `logger: logging mode not supported: ${mode}`;
  if (size === undefined) return undefined;
  if (mode !== "non-blocking") return "logger: max-buffer-size option is only supported with 'mode=non-blocking'";
  try {
    parseBytes(size);
    return undefined;
  } catch (error) {
    if (error instanceof ValueError) return `error parsing option max-buffer-size: ${error.message}`;
    throw error;
  }
}

/** Message of an engine for the options of a log driver when it makes a container; undefined where it takes them. Plugins check for themselves. */
export function logOptionProblem(driver: string, options: StringMap): string | undefined {
  const known = Object.hasOwn(OPTIONS, driver) ? OPTIONS[driver] : undefined;
  if (driver === "none") return undefined;
  const shared = modeProblem(options);
  if (shared || !known) return shared;
  if (driver === "gelf" && !options["gelf-address"]) return "gelf-address is a required parameter";
  const wrong = Object.keys(options).find((key) => !SHARED.includes(key) && !known.includes(key));
  return wrong === undefined ? undefined : unknown(driver, wrong);
}
