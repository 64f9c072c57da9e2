import { failure, type Messages, type Mount, reworded, type StringMap } from "../../api/index.ts";
import type { Cluster, Host, StoredTask } from "../../store/schema.ts";
import { parseBytes } from "../../values/go-numbers.ts";
import { own } from "../../values/own.ts";
import { ValueError } from "../../values/value-error.ts";
import { logOptionProblem } from "./log-options.ts";

/** Least memory that an engine lets a container have, in bytes; swarm itself takes less. */
const LEAST_MEMORY = 6 * 1024 * 1024;

const VOLUME_OPTIONS = ["type", "o", "device", "size"];
const NEEDS: Readonly<Record<string, readonly string[]>> = { device: ["type"], type: ["device"], o: ["device", "type"] };

/** Message of the engine's own volume driver for options; undefined where it takes them. There is no quota on the disks of a dry run. */
function volumeOptionProblem(options: StringMap): string | undefined {
  const unknown = Object.keys(options).find((key) => !VOLUME_OPTIONS.includes(key));
  if (unknown !== undefined) return `invalid option: ${JSON.stringify(unknown)}`;
  if (options.size !== undefined) {
    try {
      if (parseBytes(options.size) > 0) return "quota size requested but no quota support";
    } catch (error) {
      if (error instanceof ValueError) return error.message;
      throw error;
    }
  }
  for (const [option, needed] of Object.entries(NEEDS)) {
    const missing = own(options, option) === undefined ? undefined : needed.find((key) => own(options, key) === undefined);
    if (missing) return `missing required option: ${JSON.stringify(missing)}`;
  }
  return undefined;
}

function volumeProblem(host: Host, { Type, Source = "", VolumeOptions }: Mount): string | undefined {
  const { Name = "", Options } = VolumeOptions?.DriverConfig ?? {};
  if (Type !== "volume" || !Options || (Name !== "" && Name !== "local") || own(host.Volumes, Source)) return undefined;
  const problem = volumeOptionProblem(Options);
  return problem && `create ${Source}: ${problem}`;
}

/** Why the engine of a node rejects a task before its container is there; undefined where it takes it. */
export function rejection(host: Host, task: StoredTask, messages: Messages): string | undefined {
  // Only engines that allocate IPv6 subnets of overlays give a task such an address, and their nodes know none of its networks' subnets.
  const foreign = (task.NetworksAttachments ?? []).flatMap(({ Addresses }) => Addresses ?? []).find((address) => address.includes(":"));
  if (foreign) return reworded(failure("task-address-foreign", { address: foreign.split("/")[0] ?? "" }), messages).message;
  for (const mount of task.Spec.ContainerSpec?.Mounts ?? []) {
    if (!mount.Target) return `invalid mount config for type ${JSON.stringify(mount.Type)}: field Target must not be empty`;
    const problem = volumeProblem(host, mount);
    if (problem) return problem;
  }
  const memory = task.Spec.Resources?.Limits?.MemoryBytes ?? 0;
  if (memory > 0 && memory < LEAST_MEMORY) return "Minimum memory limit allowed is 6MB";
  const { Name, Options } = task.Spec.LogDriver ?? {};
  return logOptionProblem(Name || "json-file", Options ?? {});
}

/** Why a task's container cannot start: the host's own network allows no other beside it. */
export function startFailure(cluster: Cluster, task: StoredTask): string | undefined {
  const names = (task.NetworksAttachments ?? []).map(({ Network }) => cluster.Networks[Network.ID]);
  const onHost = names.some((network) => network?.Spec.DriverConfiguration?.Name === "host");
  return onHost && names.length > 1 ? "container sharing network namespace with another container or host cannot be connected to any other network" : undefined;
}
