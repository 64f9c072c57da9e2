import { failure } from "../../api/index.ts";
import { FlagValueError, type ValuesOf } from "../command.ts";
import { flag } from "../options/flag.ts";
import { bool, string, type ValueFactory } from "../options/values.ts";
import type { Parsed } from "./pflag.ts";

/** `-H`, which may be given once. */
const host: ValueFactory<string> = () => {
  let value: string | undefined;
  return {
    typeName: "string",
    defaultText: "",
    set: (text) => {
      if (value !== undefined) throw failure("cli-several-hosts");
      if (text.trim() === "") throw new FlagValueError("invalid host: empty");
      value = text;
    },
    get: () => value ?? "",
  };
};

/** Flags that come before the command: docker's own, then dryswarm's. */
export const GLOBAL_FLAGS = [
  flag("config", string(), "Folder of the client's configuration files"),
  flag("context", string(), "Docker context whose engine names the simulated host", { short: "c" }),
  flag("debug", bool(), "Show the stack of a defect", { short: "D" }),
  flag("host", host, "Simulated host to run the command on, by the name in the URL", { short: "H" }),
  flag("log-level", string("info"), "Logging level (has no effect in a dry run)", { short: "l" }),
  flag("tls", bool(), "Use TLS (has no effect in a dry run)"),
  flag("tlscacert", string(), "CA certificate (has no effect in a dry run)"),
  flag("tlscert", string(), "Client certificate (has no effect in a dry run)"),
  flag("tlskey", string(), "Client key (has no effect in a dry run)"),
  flag("tlsverify", bool(), "Use TLS and verify the remote (has no effect in a dry run)"),
  flag("version", bool(), "Print version information and quit", { short: "v" }),
  flag("engine", string(), "Engine to simulate: 29, 28.5, 26.1, 20.10, 17.05, or auto: that of the state or the swarm that is read"),
  flag("hints", bool(), "Give advice on standard error"),
  flag("hosts", string(), "Environment file whose hosts there are to be"),
  flag("live", bool(), "Let --server be a live Docker Engine, and work on it"),
  flag("server", string(), "Server to send commands to: dryswarm serve's unix://PATH or tcp://HOST:PORT"),
  flag("state", string(), "State file"),
];

/** A command line's global flags, parsed, and the words behind them. */
export type Globals = Parsed<ValuesOf<typeof GLOBAL_FLAGS>>;
