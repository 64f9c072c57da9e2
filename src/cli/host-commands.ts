import { type DataCentre, failure, type HostSettings } from "../api/index.ts";
import type { Environment, EnvironmentHost } from "../environment/types.ts";
import type { CommandContext } from "./command.ts";
import { readNamed } from "./stack/files.ts";

/** The simulated hosts; fails where the engine is a remote one. */
export function dataCentre({ hosts }: CommandContext): DataCentre {
  if (!hosts) throw failure("host-cli-remote");
  return hosts;
}

const PLUGIN_TYPES = { volume: "Volume", network: "Network", log: "Log" } as const;

function settings({ name, address, nanoCPUs, memoryBytes, platform, engine, labels, plugins }: EnvironmentHost): HostSettings {
  return {
    Name: name,
    ...(address && { Address: address }),
    ...(nanoCPUs && { NanoCPUs: nanoCPUs }),
    ...(memoryBytes && { MemoryBytes: memoryBytes }),
    ...(platform && { Platform: { OS: platform.os, Architecture: platform.architecture === "amd64" ? "x86_64" : platform.architecture } }),
    ...(engine && { Engine: engine }),
    ...(Object.keys(labels).length > 0 && { Labels: { ...labels } }),
    ...(plugins.length > 0 && { Plugins: plugins.map(({ kind, name: Name }) => ({ Type: PLUGIN_TYPES[kind], Name })) }),
  };
}

/** Reads an environment file, and makes its hosts in a data centre where one is given; gives what the file says. Fails with file, line and key. */
export async function applyHosts(context: Pick<CommandContext, "readFile">, hosts: DataCentre | undefined, file: string): Promise<Environment> {
  const { readEnvironment } = await import("../environment/environment.ts");
  const environment = readEnvironment(Buffer.from(await readNamed(context, file)).toString(), file);
  if (hosts && (environment.maxTasks !== undefined || environment.missingImages !== undefined))
    await hosts.settingsApply({
      ...(environment.maxTasks !== undefined && { MaxTasks: environment.maxTasks }),
      ...(environment.missingImages && { MissingImages: [...environment.missingImages] }),
    });
  if (hosts && environment.hosts.length > 0) await hosts.hostApply(environment.hosts.map(settings));
  return environment;
}
