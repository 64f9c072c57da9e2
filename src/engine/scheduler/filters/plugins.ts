import type { Mount } from "../../../api/index.ts";
import type { StoredNode, StoredTask } from "../../../store/schema.ts";
import type { Filter } from "./index.ts";

type Plugin = readonly [type: "Volume" | "Network" | "Log", name: string];

/** Driver of a volume that a mount names; undefined for one that every engine has in itself. */
function volumeDriver({ Type, VolumeOptions }: Mount): string | undefined {
  const name = Type === "volume" ? VolumeOptions?.DriverConfig?.Name : undefined;
  return name && name !== "local" ? name : undefined;
}

/** The plugins that a task needs on its node. */
function needed(task: StoredTask): Plugin[] {
  const volumes = (task.Spec.ContainerSpec?.Mounts ?? []).flatMap((mount): Plugin[] => {
    const name = volumeDriver(mount);
    return name ? [["Volume", name]] : [];
  });
  const networks = (task.NetworksAttachments ?? []).flatMap(({ Network }): Plugin[] =>
    Network.DriverState?.Name ? [["Network", Network.DriverState.Name]] : [],
  );
  const log = task.Spec.LogDriver?.Name;
  return [...volumes, ...networks, ...(log && log !== "none" ? [["Log", log] as const] : [])];
}

/** Plugins of a node as "Type name", "Type" for each type that it has any of; by what it says of itself, which is replaced and never changed. */
const known = new WeakMap<object, ReadonlySet<string>>();

function pluginsOf({ Description }: StoredNode): ReadonlySet<string> {
  const there = known.get(Description);
  if (there) return there;
  const plugins = new Set((Description.Engine.Plugins ?? []).flatMap(({ Type, Name }) => [Type, `${Type} ${Name}`]));
  known.set(Description, plugins);
  return plugins;
}

/** Whether a node has a plugin; one that names no plugin of its log drivers is not asked for them. */
function has(plugins: ReadonlySet<string>, [type, name]: Plugin): boolean {
  return plugins.has(`${type} ${name}`) || plugins.has(`${type} ${name}:latest`) || (type === "Log" && !plugins.has(type));
}

/** Nodes with the volume, network and log drivers that a task names. */
export const pluginsFilter: Filter = {
  testFor(_cluster, task) {
    const plugins = needed(task);
    if (plugins.length === 0) return undefined;
    return ({ node }) => {
      const there = pluginsOf(node);
      return plugins.every((plugin) => has(there, plugin));
    };
  },
  explain: (nodes) => `missing plugin on ${nodes === 1 ? "1 node" : `${nodes} nodes`}`,
};
