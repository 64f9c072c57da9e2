import { failure } from "../../api/index.ts";
import type { Flags, Isolation, ValuesOf } from "../command.ts";
import { flag } from "../options/flag.ts";
import { bool, string } from "../options/values.ts";

const MODES: readonly Isolation["mode"][] = ["auto", "namespace", "none"];

/** Flags that say how a script is kept from live engines. */
export const ISOLATION_FLAGS = [
  flag("isolate", string("auto"), "Keep the script from live engines: auto, namespace or none"),
  flag("no-network", bool(), "Give the script loopback alone"),
  flag("no-sudo", bool(), "Make no namespace through sudo"),
];

/** What {@link ISOLATION_FLAGS} say. Throws script-isolate for an unknown mode. */
export function isolationOf(flags: Flags<ValuesOf<typeof ISOLATION_FLAGS>>): Isolation {
  const value = flags.get("isolate");
  const mode = MODES.find((one) => one === value);
  if (!mode) throw failure("script-isolate", { value });
  return { mode, sudo: !flags.get("no-sudo"), network: !flags.get("no-network") };
}
