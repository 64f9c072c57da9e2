import { runToExit } from "../cli/dispatch/exit.ts";
import { cliProfile } from "../cli/profiles/index.ts";
import { runCommand } from "./command.ts";
import { type PluginCall, pluginCall } from "./docker-plugin.ts";
import type { Place } from "./place.ts";
import { engineName, statePath } from "./settings.ts";

/** Answers what docker calls a plugin with; returns the exit status. */
export async function runPlugin(words: readonly string[], place: Place): Promise<number> {
  const { env, cwd, streams } = place;
  let call: PluginCall | undefined;
  const status = await runToExit(
    async () => {
      call = pluginCall(words, cliProfile(engineName("", env, statePath("", env, cwd))));
      return 0;
    },
    { err: streams.err, debug: false },
  );
  if (!call) return status;
  if ("print" in call) {
    streams.out(call.print);
    return 0;
  }
  const ended = await runCommand(call.argv, place);
  streams.out(call.after);
  return ended;
}
