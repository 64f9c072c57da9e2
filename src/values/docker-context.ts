/** A docker context as its folder in `contexts/meta` describes it. */
export interface DockerContext {
  readonly name: string;
  /** Name of its folder: the digest of the context's name. */
  readonly folder: string;
  /** Address of its engine, such as ssh://user@host or unix:///run/docker.sock; "" where it names none. */
  readonly host: string;
  /** Whether any certificate of its engine is taken (`skip-tls-verify`). */
  readonly skipTlsVerify: boolean;
  /** Its meta.json. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Its certificates and keys, by endpoint: names of files. */
  readonly tls: Readonly<Record<string, readonly string[]>>;
}

/** The context that stands for no context: the engine is the one that DOCKER_HOST names, or the usual one. */
export const DEFAULT_CONTEXT = "default";
/** Address of the engine where nothing names another. */
export const USUAL_ENDPOINT = "unix:///var/run/docker.sock";

/** What says which context a command is for. */
export interface ContextChoice {
  /** `--context`. */
  readonly flag: string;
  /** `-H`. */
  readonly host: string;
  /** DOCKER_HOST, where the user set it. */
  readonly dockerHost: string | undefined;
  /** DOCKER_CONTEXT. */
  readonly dockerContext: string | undefined;
  /** What `context use` chose. */
  readonly chosen: unknown;
}

/** Name of the context that a command is for, as docker's client finds it. */
export function contextName({ flag, host, dockerHost, dockerContext, chosen }: ContextChoice): string {
  if (flag) return flag;
  if (host || dockerHost) return DEFAULT_CONTEXT;
  return dockerContext || (typeof chosen === "string" && chosen) || DEFAULT_CONTEXT;
}
