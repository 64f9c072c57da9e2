import { resolve } from "node:path";
import type { Driver, Mount } from "../../api/index.ts";
import { parseBool, parseBytes } from "../../values/go-numbers.ts";
import { own } from "../../values/own.ts";
import { type FlagValue, FlagValueError } from "../command.ts";
import type { CliProfile } from "../profiles/index.ts";
import { readCsv } from "./csv.ts";

const NON_RECURSIVE = "bind-nonrecursive is deprecated, use bind-recursive=disabled instead";

/** Keys that may stand without a value. */
const SWITCHES = ["readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src"];
/** Switches as the stricter grammar reads them. */
const STRICT_BOOLS: Readonly<Record<string, boolean>> = { "1": true, true: true, "0": false, false: false };

function toBool(key: string, value: string, isStrict: boolean): boolean {
  if (isStrict) {
    const known = own(STRICT_BOOLS, value);
    if (known !== undefined) return known;
    const rule = 'must be one of "true", "1", "false", or "0" (default "true")';
    throw new FlagValueError(`invalid value for '${key}': invalid boolean value (${JSON.stringify(value)}): ${rule}`);
  }
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

type Setter = (mount: Mount, value: string, key: string, isStrict: boolean) => void;

const volume = (mount: Mount): NonNullable<Mount["VolumeOptions"]> => (mount.VolumeOptions ??= {});
const driver = (mount: Mount): Driver => (volume(mount).DriverConfig ??= {});
const bind = (mount: Mount): NonNullable<Mount["BindOptions"]> => (mount.BindOptions ??= {});
const tmpfs = (mount: Mount): NonNullable<Mount["TmpfsOptions"]> => (mount.TmpfsOptions ??= {});

const source: Setter = (mount, value) => {
  mount.Source = value.startsWith(".") ? resolve(value) : value;
};
const target: Setter = (mount, value) => {
  mount.Target = value;
};
const readonly: Setter = (mount, value, key, isStrict) => {
  mount.ReadOnly = toBool(key, value, isStrict);
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
  "bind-nonrecursive": (mount, value, key, isStrict) => {
    if (isStrict) throw new FlagValueError(NON_RECURSIVE);
    bind(mount).NonRecursive = toBool(key, value, false);
  },
  "bind-create-src": (mount, value, key, isStrict) => {
    bind(mount).CreateMountpoint = toBool(key, value, isStrict);
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
  "volume-nocopy": (mount, value, key, isStrict) => {
    volume(mount).NoCopy = toBool(key, value, isStrict);
  },
  "volume-label": (mount, value) => {
    const [name, text] = pair(value);
    const options = volume(mount);
    if (name !== "") options.Labels = { ...options.Labels, [name]: text };
  },
  "volume-driver": (mount, value) => {
    driver(mount).Name = value;
  },
  "volume-opt": (mount, value) => {
    const [name, text] = pair(value);
    const config = driver(mount);
    if (name !== "") config.Options = { ...config.Options, [name]: text };
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

function check(mount: Mount, needsTarget: boolean): Mount {
  if (mount.Type === "") throw new FlagValueError("type is required");
  if (needsTarget && !mount.Target) throw new FlagValueError("target is required");
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

/** Keys that came with the stricter grammar. */
const STRICT_KEYS = ["bind-create-src"];

/** One `key=value` of a mount, its white space checked where the grammar is strict. Throws a FlagValueError. */
function pairOf(field: string, isStrict: boolean): { key: string; value: string | undefined } {
  const at = field.indexOf("=");
  const key = at < 0 ? field : field.slice(0, at);
  const value = at < 0 ? undefined : field.slice(at + 1);
  if (isStrict) {
    if (key.trim() !== key) throw new FlagValueError(`invalid option '${key.trim()}' in '${field}': option should not have whitespace`);
    if (value !== undefined && value.trim() === "") throw new FlagValueError(`invalid value for '${key}': value is empty`);
    if (value !== undefined && value.trim() !== value) throw new FlagValueError(`invalid value for '${key}' in '${field}': value should not have whitespace`);
  }
  return { key: key.toLowerCase(), value };
}

/** A `--mount` value as the command line of a version reads it. Throws a FlagValueError. */
function parseMount(text: string, { strictMounts: isStrict, lacksMountKeys }: CliProfile): Mount {
  const value = isStrict ? text.trim() : text;
  if (isStrict && value === "") throw new FlagValueError("value is empty");
  const mount: Mount = { Type: "volume" };
  for (const field of readCsv(value)) {
    const { key, value: given } = pairOf(field, isStrict);
    if (given === undefined && !SWITCHES.includes(key)) throw new FlagValueError(`invalid field '${field}' must be a key=value pair`);
    const isUnknown = lacksMountKeys.includes(key) || (STRICT_KEYS.includes(key) && !isStrict);
    const setter = isUnknown ? undefined : own(SETTERS, key);
    if (!setter) throw new FlagValueError(isStrict ? `unknown option '${key}' in '${field}'` : `unexpected key '${key}' in '${field}'`);
    setter(mount, given ?? "true", key, isStrict);
  }
  const { Type, Source, Target, ReadOnly, ...rest } = check(mount, !isStrict);
  // An older command line sends a driver with every option of a volume, empty where none was named.
  if (rest.VolumeOptions && !isStrict) rest.VolumeOptions.DriverConfig ??= {};
  return { Type, ...(Source && { Source }), ...(Target && { Target }), ...(ReadOnly && { ReadOnly }), ...rest };
}

/** `--mount`. The word for a bind without what is mounted below it has another by now; docker says so where it has a value. */
export const mount = (): ((profile: CliProfile) => FlagValue<Mount[]>) => (profile) => {
  const all: Mount[] = [];
  const warnings: string[] = [];
  return {
    typeName: "mount",
    defaultText: "",
    warnings,
    set: (text) => {
      all.push(parseMount(text, profile));
      for (const field of readCsv(text)) if (/^bind-nonrecursive=/i.test(field)) warnings.push(NON_RECURSIVE);
    },
    get: () => all,
  };
};
