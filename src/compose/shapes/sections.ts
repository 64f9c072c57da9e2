import { isMapping } from "../yaml.ts";
import { type Field, goType, type Kind } from "./kind.ts";
import { bytes, flag, listOf, optionMap, struct, text, textMap } from "./kinds.ts";
import { field } from "./service.ts";

/** `external: true`, or the old form with a name: `external: {name: …}`. */
const external: Kind = {
  load(value, place, refuse) {
    if (typeof value === "boolean") return value || undefined;
    if (isMapping(value)) return { name: text.load(value.name ?? null, `${place}.Name`, refuse) ?? "" };
    if (value !== null) refuse(place, `invalid type ${goType(value)} for external`);
    return undefined;
  },
  show: (value) => value || undefined,
  merge: (_base, over) => over,
};

/** Fields of a network, in printing order. */
export const NETWORK: readonly Field[] = [
  field("name", text),
  field("driver", text),
  field("driver_opts", optionMap),
  field("ipam", struct([field("driver", text), field("config", listOf(struct([field("subnet", text)], { pointer: true })))])),
  field("external", external),
  field("internal", flag),
  field("attachable", flag),
  field("labels", textMap),
];

const topologies = listOf(struct([field("segments", textMap)], { pointer: true }));
const clusterSpec = struct(
  [
    field("group", text),
    field(
      "access_mode",
      struct(
        [
          field("scope", text),
          field("sharing", text),
          field("mount_volume", struct([field("fs_type", text), field("mount_flags", listOf())], { pointer: true })),
          field("block_volume", struct([], { pointer: true })),
        ],
        { pointer: true },
      ),
    ),
    field("accessibility_requirements", struct([field("requisite", topologies), field("preferred", topologies)], { pointer: true })),
    field("capacity_range", struct([field("required_bytes", bytes), field("limit_bytes", bytes)], { pointer: true })),
    field("secrets", listOf(struct([field("key", text), field("secret", text)]))),
    field("availability", text),
  ],
  { pointer: true },
);

/** Fields of a volume, in printing order. */
export const VOLUME: readonly Field[] = [
  field("name", text),
  field("driver", text),
  field("driver_opts", optionMap),
  field("external", external),
  field("labels", textMap),
  { key: "x-cluster-spec", kind: clusterSpec, go: "x-cluster-spec" },
];

/** Fields of a secret or a config, in printing order. */
export const FILE_OBJECT: readonly Field[] = [
  field("name", text),
  field("file", text),
  field("external", external),
  field("labels", textMap),
  field("driver", text),
  field("driver_opts", optionMap),
  field("template_driver", text),
];
