import { failure } from "../api/errors.ts";
import { type Lookup, substitute } from "./interpolate.ts";
import { isMapping, type Mapping } from "./yaml.ts";

type Cast = (text: string) => unknown;

const refuse = (cause: string): never => {
  throw new CastError(cause);
};

class CastError extends Error {}

const toInt: Cast = (text) => (/^[-+]?\d+$/.test(text) ? Number(text) : refuse(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`));
const toFloat: Cast = (text) =>
  /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : refuse(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
const toBoolean: Cast = (text) => {
  const lower = text.toLowerCase();
  if (["y", "yes", "true", "on"].includes(lower)) return true;
  if (["n", "no", "false", "off"].includes(lower)) return false;
  return refuse(`invalid boolean: ${text}`);
};

/** Places whose interpolated text is no text: below a service first, then from the top. `*` is any key, `[]` any item. */
const SERVICE_CASTS: Record<string, Cast> = {
  "configs.[].mode": toInt,
  "secrets.[].mode": toInt,
  "healthcheck.retries": toInt,
  "healthcheck.disable": toBoolean,
  "deploy.replicas": toInt,
  "deploy.update_config.parallelism": toInt,
  "deploy.update_config.max_failure_ratio": toFloat,
  "deploy.rollback_config.parallelism": toInt,
  "deploy.rollback_config.max_failure_ratio": toFloat,
  "deploy.restart_policy.max_attempts": toInt,
  "deploy.placement.max_replicas_per_node": toInt,
  "ports.[].target": toInt,
  "ports.[].published": toInt,
  "ulimits.*": toInt,
  "ulimits.*.hard": toInt,
  "ulimits.*.soft": toInt,
  privileged: toBoolean,
  oom_score_adj: toInt,
  read_only: toBoolean,
  stdin_open: toBoolean,
  tty: toBoolean,
  "volumes.[].read_only": toBoolean,
  "volumes.[].volume.nocopy": toBoolean,
};
const CASTS: [string[], Cast][] = [
  ...Object.entries(SERVICE_CASTS).map(([path, cast]): [string[], Cast] => [["services", "*", ...path.split(".")], cast]),
  ...["external", "internal", "attachable"].map((key): [string[], Cast] => [["networks", "*", key], toBoolean]),
  ...["volumes", "secrets", "configs"].map((noun): [string[], Cast] => [[noun, "*", "external"], toBoolean]),
];

function castOf(path: string): Cast | undefined {
  const parts = path.split(".");
  return CASTS.find(([pattern]) => pattern.length === parts.length && pattern.every((part, at) => part === "*" || part === parts[at]))?.[1];
}

/**
 * A file with its variables put in, texts cast where the place asks for a number or a boolean. Throws
 * compose-interpolation and compose-cast, which name the place.
 */
export function interpolateConfig(config: Mapping, lookup: Lookup): Mapping {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, walk(value, key, lookup)]));
}

function walk(value: unknown, path: string, lookup: Lookup): unknown {
  if (typeof value === "string") return text(value, path, lookup);
  if (Array.isArray(value)) return value.map((item) => walk(item, `${path}.[]`, lookup));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, `${path}.${key}`, lookup)]));
}

function text(value: string, path: string, lookup: Lookup): unknown {
  const put = substitute(value, lookup, path);
  const cast = put === value ? undefined : castOf(path);
  if (!cast) return put;
  try {
    return cast(put);
  } catch (error) {
    if (error instanceof CastError) throw failure("compose-cast", { path, cause: error.message });
    throw error;
  }
}
