import { failure } from "../api/errors.ts";
import { type Dialect, NEWEST_DIALECT } from "./dialect.ts";
import { parseEnvFile } from "./env-file.ts";
import type { Lookup } from "./interpolate.ts";
import { interpolateConfig } from "./interpolation.ts";
import { absolutePath, isAbsolutePath } from "./paths.ts";
import { validateSchema, versionOf } from "./schema/validate.ts";
import { type Field, type Refusal, type Refuse, refuseStruct } from "./shapes/kind.ts";
import { loadFields, mergeFields } from "./shapes/kinds.ts";
import { portsWithAddress } from "./shapes/ports.ts";
import { FILE_OBJECT, NETWORK, VOLUME } from "./shapes/sections.ts";
import { SERVICE } from "./shapes/service.ts";
import type { StackConfig, StackFileObject, StackObject, StackService } from "./types.ts";
import { forbiddenOptions } from "./warnings.ts";
import { isMapping, type Mapping, parseYAML } from "./yaml.ts";

/** Where a stack file is read, and with what. */
export interface Dependencies {
  /** Folder that relative paths start from: that of the first file. */
  readonly folder: string;
  /** Variables of the process; a `.env` file is never read. */
  readonly lookup: Lookup;
  /** Text of a file that a stack file names (env_file). Throws a DryswarmError. */
  readText(path: string): Promise<string>;
  /** Takes a warning that docker's loader logs, without its level and time. */
  warn(message: string): void;
  readonly skipInterpolation?: boolean;
  /** The version of docker's loader; the newest where none is named. */
  readonly dialect?: Dialect;
}

/** A stack as loaded, and its files as they stand, for the warnings that `stack deploy` gives. */
export interface LoadedStack {
  readonly config: StackConfig;
  readonly files: readonly Mapping[];
}

/**
 * The stack that one or more files say, in docker's order: each file is held against the forbidden keys, interpolated,
 * held against the schema and decoded; then later files are merged into the first. Throws the compose-… errors.
 */
export async function loadStack(texts: readonly string[], dependencies: Dependencies): Promise<LoadedStack> {
  const dialect = dependencies.dialect ?? NEWEST_DIALECT;
  const files = texts.map((text) => parseYAML(text, dialect));
  const version = versionOf(files[0] as Mapping, dialect);
  const configs: StackConfig[] = [];
  for (const file of files) {
    const own = versionOf(file, dialect);
    if (own !== version) throw failure("compose-versions-differ", { one: version, other: own });
    const forbidden = forbiddenOptions(file);
    if (forbidden !== "") throw failure("compose-forbidden", { options: forbidden });
    const put = dependencies.skipInterpolation ? file : interpolateConfig(file, dependencies.lookup);
    validateSchema(put, version, dialect);
    configs.push(await loadFile(put, version, dependencies));
  }
  return { config: configs.reduce(merge), files };
}

const section = (file: Mapping, name: string): Mapping => (file[name] as Mapping | undefined) ?? {};

async function loadFile(file: Mapping, version: string, dependencies: Dependencies): Promise<StackConfig> {
  const services: [string, StackService][] = [];
  const dialect = dependencies.dialect ?? NEWEST_DIALECT;
  for (const [name, value] of Object.entries(section(file, "services"))) {
    for (const { text, address } of portsWithAddress((value as Mapping).ports))
      dependencies.warn(`ignoring IP-address (${text}) service will listen on '0.0.0.0' (not ${address})`.replace(/ \(not [^)]*\)$/, ""));
    services.push([name, await loadService(value as Mapping, dependencies)]);
  }
  const warned = (noun: string, since: number) => (name: string, object: StackObject) => settleName(noun, name, object, version, since, dependencies.warn);
  return {
    version,
    services: Object.fromEntries(services),
    networks: loadSection(section(file, "networks"), NETWORK, dialect, warned("network", 5)),
    volumes: loadSection(section(file, "volumes"), VOLUME, dialect, (name, volume) => loadVolume(name, volume, warned("volume", 4))),
    secrets: loadSection(section(file, "secrets"), FILE_OBJECT, dialect, (name, object) =>
      loadFileObject("secret", name, object, dependencies, warned("secret", 5)),
    ),
    configs: loadSection(section(file, "configs"), FILE_OBJECT, dialect, (name, object) =>
      loadFileObject("config", name, object, dependencies, warned("config", 5)),
    ),
    extras: extrasOf(file),
  };
}

const extrasOf = (value: Mapping): Mapping => Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith("x-")));

/** A problem of decoding as mapstructure words it: 2.x, or 1.5 before. */
function decodingProblem(place: string, why: Refusal, isOld: boolean): string {
  if (typeof why === "string") return isOld ? `* '${place}' ${why}` : `'${place}' ${why}`;
  if ("read" in why) return isOld ? `* error decoding '${place}': ${why.read}` : `'${place}' ${why.read}`;
  return isOld
    ? `* cannot parse '${place}', ${why.overflow} overflows uint`
    : `'${place}' cannot parse value as 'uint${why.bits}': ${why.overflow} overflows uint`;
}

function decode(fields: readonly Field[], value: unknown, place: string, { oldDecoder, oldSizes, portWords }: Dialect): Mapping {
  const problems: string[] = [];
  const refuse: Refuse = Object.assign((where: string, why: Refusal) => void problems.push(decodingProblem(where, why, oldDecoder)), { portWords, oldSizes });
  const loaded = value === null || isMapping(value) ? loadFields(fields, value ?? {}, place, refuse) : {};
  if (value !== null && !isMapping(value)) refuseStruct(value, place, refuse);
  if (problems.length > 0 && oldDecoder) throw failure("compose-decode-old", { count: problems.length, problems: problems.sort().join("\n") });
  if (problems.length > 0) throw failure("compose-decode", { problems: problems.join("\n") });
  return loaded;
}

type Settle = (name: string, object: StackObject) => void;

function loadSection<T>(values: Mapping, fields: readonly Field[], dialect: Dialect, settle: Settle): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const object = decode(fields, value, `[${name}]`, dialect);
      settle(name, object);
      // Networks and volumes lose their own keys that begin with x- in docker's loader, but for external ones.
      const keeps = isMapping(value) && (fields === FILE_OBJECT || object.external !== undefined);
      return [name, (keeps ? { ...object, ...extrasOf(value) } : object) as T];
    }),
  );
}

/** Gives an external object its name; the old form with a name inside `external` is warned of. */
function settleName(noun: string, name: string, object: StackObject, version: string, since: number, warn: (message: string) => void): void {
  const { external } = object;
  if (!external) return;
  if (typeof external === "object" && external.name !== "") {
    if (object.name) throw failure("compose-external-conflict", { noun, name });
    if (Number(version.split(".")[1]) >= since) warn(`${noun} ${name}: ${noun}.external.name is deprecated in favor of ${noun}.name`);
    object.name = external.name;
  } else object.name ??= name;
  object.external = true;
}

function loadVolume(name: string, volume: StackObject, settle: Settle): void {
  const key = volume.driver ? "driver" : volume.driver_opts ? "driver_opts" : volume.labels ? "labels" : undefined;
  if (volume.external && key) throw failure("compose-external-volume", { key: JSON.stringify(key), name: JSON.stringify(name) });
  settle(name, volume);
}

function loadFileObject(noun: string, name: string, object: StackFileObject, { folder }: Dependencies, settle: Settle): void {
  settle(name, object);
  if (object.external) return;
  if (object.driver) {
    if (object.file) throw failure("compose-driver-and-file", { noun, name });
  } else object.file = absolutePath(folder, object.file ?? "");
}

async function loadService(value: Mapping, dependencies: Dependencies): Promise<StackService> {
  const service = decode(SERVICE, value, "", dependencies.dialect ?? NEWEST_DIALECT) as StackService;
  const environment = await serviceEnvironment(service, dependencies);
  if (Object.keys(environment).length > 0) service.environment = environment;
  else delete service.environment;
  for (const volume of service.volumes ?? []) {
    if (volume.type !== "bind") continue;
    if (!volume.source) throw failure("compose-bind-source");
    const path = expandHome(volume.source, dependencies);
    volume.source = isAbsolutePath(path) ? path : absolutePath(dependencies.folder, path);
  }
  return { ...service, ...extrasOf(value) };
}

function expandHome(path: string, { lookup, warn }: Dependencies): string {
  if (!path.startsWith("~")) return path;
  const home = lookup("HOME");
  if (home === undefined) warn("cannot expand '~', because the environment lacks HOME");
  return home === undefined ? path : path.replace("~", home);
}

/** Variables of env files, then those of the file itself; an empty one takes the value of the dependencies. */
async function serviceEnvironment({ env_file, environment }: StackService, { folder, lookup, readText }: Dependencies): Promise<Record<string, string | null>> {
  const settled = new Map<string, string | null>();
  const put = (name: string, value: string | null): Map<string, string | null> => settled.set(name, value ? value : (lookup(name) ?? value));
  const fromFiles = new Map<string, string>();
  for (const file of env_file ?? []) {
    const path = absolutePath(folder, file);
    for (const [name, value] of parseEnvFile(await readText(path), path, lookup)) fromFiles.set(name, value);
  }
  for (const [name, value] of fromFiles) put(name, value);
  for (const [name, value] of Object.entries(environment ?? {})) put(name, value);
  return Object.fromEntries(settled);
}

function merge(base: StackConfig, over: StackConfig): StackConfig {
  const services = new Map(Object.entries(base.services));
  for (const [name, service] of Object.entries(over.services)) {
    const before = services.get(name);
    const merged = before && {
      ...extrasOf(before as Mapping),
      ...extrasOf(service as Mapping),
      ...mergeFields(SERVICE, before as Mapping, service as Mapping),
    };
    services.set(name, merged ?? service);
  }
  return {
    ...base,
    services: Object.fromEntries(services),
    networks: { ...base.networks, ...over.networks },
    volumes: { ...base.volumes, ...over.volumes },
    secrets: { ...base.secrets, ...over.secrets },
    configs: { ...base.configs, ...over.configs },
  };
}
