import { resolve } from "node:path";
import type { Driver, Mount } from "../../api/index.ts";
import { parseBool, parseBytes } from "../../values/go-numbers.ts";
import { own } from "../../values/own.ts";
import { FlagValueError } from "../command.ts";
import { readCsv } from "./csv.ts";
import type { ValueFactory } from "./values.ts";

/** Keys that may stand without a value. */
const SWITCHES = ["readonly", "ro", "volume-nocopy", "bind-nonrecursive"];

function toBool(key: string, value: string): boolean {
  try {
    return parseBool(value);
  } catch {
    throw new FlagValueError(`invalid value for ${key}: ${value}`);
  }
}

function pair(value: string): [string, string] {
  const at = value.indexOf("=");
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
}

type Setter = (mount: Mount, value: string, key: string) => void;

const volume = (mount: Mount): NonNullable<Mount["VolumeOptions"]> & { DriverConfig: Driver } => {
  const options = (mount.VolumeOptions ??= {});
  return Object.assign(options, { DriverConfig: (options.DriverConfig ??= {}) });
};
const bind = (mount: Mount): NonNullable<Mount["BindOptions"]> => (mount.BindOptions ??= {});
const tmpfs = (mount: Mount): NonNullable<Mount["TmpfsOptions"]> => (mount.TmpfsOptions ??= {});

const source: Setter = (mount, value) => {
  mount.Source = value.startsWith(".") ? resolve(value) : value;
};
const target: Setter = (mount, value) => {
  mount.Target = value;
};
const readonly: Setter = (mount, value, key) => {
  mount.ReadOnly = toBool(key, value);
};

const SETTERS: Record<string, Setter> = {
  type: (mount, value) => {
    mount.Type = value.toLowerCase();
  },
  source,
  src: source,
  target,
  dst: target,
  destination: target,
  readonly,
  ro: readonly,
  consistency: (mount, value) => {
    mount.Consistency = value.toLowerCase();
  },
  "bind-propagation": (mount, value) => {
    bind(mount).Propagation = value.toLowerCase();
  },
  "bind-nonrecursive": (mount, value, key) => {
    bind(mount).NonRecursive = toBool(key, value);
  },
  "bind-recursive": (mount, value) => {
    if (value === "disabled") bind(mount).NonRecursive = true;
    else if (value === "writable") bind(mount).ReadOnlyNonRecursive = true;
    else if (value === "readonly") bind(mount).ReadOnlyForceRecursive = true;
    else if (value !== "enabled")
      throw new FlagValueError(`invalid value for bind-recursive: ${value} (must be "enabled", "disabled", "writable", or "readonly")`);
  },
  "volume-subpath": (mount, value) => {
    volume(mount).Subpath = value;
  },
  "volume-nocopy": (mount, value, key) => {
    volume(mount).NoCopy = toBool(key, value);
  },
  "volume-label": (mount, value) => {
    const [name, text] = pair(value);
    const options = volume(mount);
    if (name !== "") options.Labels = { ...options.Labels, [name]: text };
  },
  "volume-driver": (mount, value) => {
    volume(mount).DriverConfig.Name = value;
  },
  "volume-opt": (mount, value) => {
    const [name, text] = pair(value);
    const driver = volume(mount).DriverConfig;
    if (name !== "") driver.Options = { ...driver.Options, [name]: text };
  },
  "image-subpath": (mount, value) => {
    (mount.ImageOptions ??= {}).Subpath = value;
  },
  "tmpfs-size": (mount, value, key) => {
    try {
      tmpfs(mount).SizeBytes = parseBytes(value);
    } catch {
      throw new FlagValueError(`invalid value for ${key}: ${value}`);
    }
  },
  "tmpfs-mode": (mount, value, key) => {
    if (!/^[0-7]+$/.test(value) || Number.parseInt(value, 8) > 0xffff_ffff) throw new FlagValueError(`invalid value for ${key}: ${value}`);
    tmpfs(mount).Mode = Number.parseInt(value, 8);
  },
};

function check(mount: Mount): Mount {
  if (mount.Type === "") throw new FlagValueError("type is required");
  if (!mount.Target) throw new FlagValueError("target is required");
  const options: [string, unknown, string][] = [
    ["volume", mount.VolumeOptions, "volume"],
    ["image", mount.ImageOptions, "image"],
    ["bind", mount.BindOptions, "bind"],
    ["tmpfs", mount.TmpfsOptions, "tmpfs"],
  ];
  for (const [prefix, given, type] of options)
    if (given && mount.Type !== type) throw new FlagValueError(`cannot mix '${prefix}-*' options with mount type '${mount.Type}'`);
  const recursive = mount.BindOptions;
  if (recursive?.ReadOnlyNonRecursive && !mount.ReadOnly)
    throw new FlagValueError("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction");
  if (recursive?.ReadOnlyForceRecursive) {
    if (!mount.ReadOnly) throw new FlagValueError("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
    if (recursive.Propagation !== "rprivate")
      throw new FlagValueError("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction");
  }
  return mount;
}

/** A `--mount` value. Throws a FlagValueError. */
export function parseMount(text: string): Mount {
  const mount: Mount = { Type: "volume" };
  for (const field of readCsv(text)) {
    const at = field.indexOf("=");
    const key = (at < 0 ? field : field.slice(0, at)).toLowerCase();
    if (at < 0 && !SWITCHES.includes(key)) throw new FlagValueError(`invalid field '${field}' must be a key=value pair`);
    const setter = own(SETTERS, key);
    if (!setter) throw new FlagValueError(`unexpected key '${key}' in '${field}'`);
    setter(mount, at < 0 ? "true" : field.slice(at + 1), key);
  }
  const { Type, Source, Target, ReadOnly, ...rest } = check(mount);
  return { Type, ...(Source && { Source }), Target, ...(ReadOnly && { ReadOnly }), ...rest };
}

/** `--mount`. The word for a bind without what is mounted below it has another by now; docker says so where it has a value. */
export const mount = (): ValueFactory<Mount[]> => () => {
  const all: Mount[] = [];
  const warnings: string[] = [];
  return {
    typeName: "mount",
    defaultText: "",
    warnings,
    set: (text) => {
      all.push(parseMount(text));
      for (const field of readCsv(text))
        if (/^bind-nonrecursive=/i.test(field)) warnings.push("bind-nonrecursive is deprecated, use bind-recursive=disabled instead");
    },
    get: () => all,
  };
};
