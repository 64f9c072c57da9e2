import { failure, type Mount } from "../../api/index.ts";
import type { ServiceVolume, StackObject } from "../types.ts";
import { compact, scoped, stackLabels } from "./names.ts";

type Options = "volume" | "image" | "bind" | "tmpfs" | "cluster";
const PLURAL: Record<Options, string> = { volume: "volume", image: "images", bind: "bind", tmpfs: "tmpfs", cluster: "cluster" };
/** Options that each type of mount refuses, in docker's order of checks. */
const REFUSED: Record<string, Options[]> = {
  volume: ["image", "tmpfs", "bind", "cluster"],
  image: ["volume", "bind", "tmpfs", "cluster"],
  bind: ["volume", "image", "tmpfs", "cluster"],
  tmpfs: ["bind", "volume", "image", "cluster"],
  npipe: ["volume", "image", "tmpfs"],
  cluster: ["tmpfs", "bind", "volume"],
};

function refuseOptions(type: string, volume: ServiceVolume): void {
  for (const options of REFUSED[type] ?? [])
    if (volume[options]) {
      const name = options === "image" && type !== "volume" ? "image" : PLURAL[options];
      throw failure("compose-mount-options", { options: name, type });
    }
}

function base(volume: ServiceVolume): Mount {
  return compact<Mount>({
    Type: volume.type,
    Source: volume.source,
    Target: volume.target,
    ReadOnly: volume.read_only,
    Consistency: volume.consistency,
  });
}

function named(volume: ServiceVolume, volumes: Record<string, StackObject>, stack: string): Mount {
  const { source } = volume;
  if (!source) return base(volume);
  const own = volumes[source];
  if (!own) throw failure("compose-undefined", { noun: "volume", name: JSON.stringify(source) });
  const mount: Mount = { ...base(volume), Source: scoped(stack, source, own.name) };
  const options = compact<NonNullable<Mount["VolumeOptions"]>>({ NoCopy: volume.volume?.nocopy, Subpath: volume.volume?.subpath });
  if (own.external) return { ...mount, VolumeOptions: options };
  const driver = own.driver || own.driver_opts ? compact({ Name: own.driver, Options: own.driver_opts }) : undefined;
  return {
    ...mount,
    VolumeOptions: compact({ NoCopy: options.NoCopy, Labels: stackLabels(stack, own.labels), Subpath: options.Subpath, DriverConfig: driver }) as NonNullable<
      Mount["VolumeOptions"]
    >,
  };
}

function cluster(volume: ServiceVolume, volumes: Record<string, StackObject>, stack: string): Mount {
  const source = volume.source as string;
  const own = volumes[source];
  if (source.startsWith("group:")) return { ...base(volume), ClusterOptions: {} };
  if (!own) throw failure("compose-undefined", { noun: "volume", name: JSON.stringify(source) });
  return { ...base(volume), Source: scoped(stack, source, own.name), ClusterOptions: {} };
}

/** A volume of a service as the engine's mount. Throws docker's errors for options that do not go with its type. */
export function convertMount(volume: ServiceVolume, volumes: Record<string, StackObject>, stack: string): Mount {
  const type = volume.type || "volume";
  if (!(type in REFUSED)) throw failure("compose-mount-type");
  if (type === "tmpfs" ? volume.source : type !== "volume" && !volume.source)
    throw type === "tmpfs" ? failure("compose-tmpfs-source") : failure("compose-mount-source", { type });
  refuseOptions(type, volume);
  if (type === "volume") return named(volume, volumes, stack);
  if (type === "cluster") return cluster(volume, volumes, stack);
  const mount = base(volume);
  if (type === "image" && volume.image) return { ...mount, ImageOptions: compact({ Subpath: volume.image.subpath }) };
  if (type === "tmpfs" && volume.tmpfs) return { ...mount, TmpfsOptions: compact({ SizeBytes: volume.tmpfs.size || undefined }) };
  return volume.bind ? { ...mount, BindOptions: compact({ Propagation: volume.bind.propagation }) } : mount;
}
