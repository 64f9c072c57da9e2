import { dirname, join, resolve } from "node:path";
import { failure } from "../api/index.ts";
import type { ServeRequest } from "../cli/command.ts";
import type { Globals } from "../cli/dispatch/globals.ts";
import { createEngine } from "../engine/index.ts";
import type { Session } from "./command.ts";
import { changeNote, serverUrl } from "./data-centre.ts";
import { dependenciesOf } from "./settings.ts";

/**
 * `dryswarm serve`: keeps the state in memory, saves it after each change, and answers until a signal ends the server. Returns the
 * exit status; rejects with serve-own-server and the errors of listening and of the state file.
 */
export async function runServer(request: ServeRequest, session: Session, globals: Globals, path: string): Promise<number> {
  const { env } = session.place;
  if (serverUrl(globals, env)) throw failure("serve-own-server");
  const [{ serve }, { createLog }, { openResident }, { createEventLog }] = await Promise.all([
    import("../server/serve.ts"),
    import("../server/log.ts"),
    import("../store/resident.ts"),
    import("../engine/index.ts"),
  ]);
  const dependencies = await dependenciesOf(globals, env, path);
  const store = await openResident({ path, engine: dependencies.profile.name, note: changeNote(session) });
  const events = createEventLog(dependencies.clock, store.current());
  const centre = createEngine(store, { ...dependencies, events });
  const stop = new Promise<string>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
  });
  const addresses = request.addresses.length > 0 || request.hostsDir ? request.addresses : [`unix://${join(dirname(path), "dryswarm.sock")}`];
  const { hostsDir, hosts, tls, allowedHosts, page } = request;
  const log = createLog(request.logFormat, (text) => process.stderr.write(text));
  try {
    await serve({
      centre,
      version: dependencies.version,
      api: dependencies.profile.api,
      addresses,
      hosts,
      allowedHosts,
      log,
      stop,
      ...(hostsDir && { hostsDir: resolve(hostsDir) }),
      ...(tls && { tls }),
      ...(page && { page: { ...page, swarm: () => page.swarm(centre), watch: events.watch } }),
    });
  } finally {
    await store.close();
  }
  return 0;
}
