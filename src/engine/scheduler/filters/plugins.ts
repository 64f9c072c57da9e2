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

/** Whether a node has a plugin; one that names no plugin of its log drivers is not asked for them. */
function has(node: StoredNode, [type, name]: Plugin): boolean {
  const there = (node.Description.Engine.Plugins ?? []).filter((plugin) => plugin.Type === type);
  return there.some((plugin) => plugin.Name === name || plugin.Name === `${name}:latest`) || (type === "Log" && there.length === 0);
}

/** Nodes with the volume, network and log drivers that a task names. */
export const pluginsFilter: Filter = {
  applies: (_cluster, task) => needed(task).length > 0,
  passes: (_cluster, task, { node }) => needed(task).every((plugin) => has(node, plugin)),
  explain: (nodes) => `missing plugin on ${nodes === 1 ? "1 node" : `${nodes} nodes`}`,
};
