import type { Messages } from "../../api/index.ts";
import type { Dialect } from "../../compose/dialect.ts";
import type { PortWords } from "../../values/ports.ts";

/** Differences between the command line of an engine version and others: named traits, which commands and grammars ask for. */
export interface CliProfile {
  /** Version that `docker --version` and the client's half of `docker version` print. */
  readonly version: string;
  /** Version of the engine that it comes with. */
  readonly engineVersion: string;
  /** Flags that a command does not have yet, or no longer, by its words: "network rm". */
  readonly lacksFlags: Readonly<Record<string, readonly string[]>>;
  /** Commands that are not there: "stack config". */
  readonly lacksCommands: readonly string[];
  /** Errors of use are short, and name the help by `See '… --help'.` (until 27.5, recorded). */
  readonly shortUsageErrors: boolean;
  /** The line that says what a command is for, by its words; errors about the number of arguments end with it where {@link shortUsageErrors} holds. */
  summary(command: string): string;
  /** `service inspect --pretty` shows networks by their IDs (since 29.0, recorded). */
  readonly serviceNetworkIds: boolean;
  /** A template that fails on the type of a service or node is tried on its JSON (since 29.0, recorded). */
  readonly rawTemplates: boolean;
  /**
   * `--mount` takes one word for each switch, no white space and no empty value, and needs no target; a volume's options name no empty
   * driver (since 29.0, docker/cli opts/mount.go; targets recorded).
   */
  readonly strictMounts: boolean;
  /** `stack deploy` refuses services without a well-formed image before it makes anything; older ones leave it to the engine (not on 26.1, recorded). */
  readonly checksStackImages: boolean;
  /** Addresses and subnets of flags are parsed by the command line (since 29.0, recorded). */
  readonly parsesAddresses: boolean;
  /** Templates run on the types of 29: addresses that are not set print as `invalid IP`, and there are new fields (since 29.0, recorded). */
  readonly typesOf29: boolean;
  /** `docker ps` has the field HealthStatus (since 29.0, seen running). */
  readonly healthStatus: boolean;
  /** A failed `network rm` ends with `exit status 1` (since 28.1, recorded). */
  readonly exitStatusLine: boolean;
  /** `network ls` and templates of `network inspect` know which networks have IPv4 addresses (since 28.0, recorded). */
  readonly knowsIPv4: boolean;
  /** Errors of inspecting services, nodes, secrets and configs say their exit status: `Status: …, Code: 1` (until 27.5, recorded). */
  readonly statusInErrors: boolean;
  /** `swarm init`, a rotated unlock key and help have an empty line more, and the unlock key is spoken of politely (until 27.5, recorded). */
  readonly extraBlankLines: boolean;
  /** Secrets and configs without data are refused by the command line, not by the engine (since 28.1, recorded). */
  readonly refusesEmptyData: boolean;
  /** How wrong values of `--publish` are refused: "old" until 28.1 (seen on 26.1), docker/cli opts/port.go and go-connections 0.5.0. */
  readonly portWords: PortWords;
  /** `--host` takes NAME=IP, too (not on 20.10, recorded). */
  readonly hostEquals: boolean;
  /** Wrong values of `--dns`, `--placement-pref`, `--config` and `--secret` are refused in newer words (not on 20.10, recorded). */
  readonly newValueWords: boolean;
  /** Keys of `--mount` that are not there yet. */
  readonly lacksMountKeys: readonly string[];
  /** `stack ls` names the orchestrator of each stack (until 20.10, recorded). */
  readonly namesOrchestrators: boolean;
  /** `--health-start-period` alone makes a health check (not on 20.10, recorded). */
  readonly startPeriodAlone: boolean;
  /** A new credential spec says whether new privileges are refused, which is no (not on 20.10, recorded). */
  readonly sendsNoNewPrivileges: boolean;
  /** Sizes in bytes are read by go-units until 0.4 (docker/cli v20.10.24, vendor.conf; seen on 20.10). */
  readonly oldSizes: boolean;
  /** What an engine answers for an object that it does not have is worded by the client: `Error: No such network: x` (until 20.10, recorded). */
  readonly namesMissing: boolean;
  /** `--format json` stands for the object as JSON (since 23.0, recorded on 26.1); else it is a template that prints the word. */
  readonly jsonFormat: boolean;
  /** How stack files are read. */
  readonly stackFiles: Dialect;
  /** `docker inspect` looks among configs, too (since 28.1, recorded). */
  readonly inspectsConfigs: boolean;
  /** Errors of the command line that are worded otherwise than in the table of errors. */
  readonly messages: Messages;
}
