import { DryswarmError, failure, failureOf } from "../../../api/index.ts";
import type { GoType } from "../../../format/gotype.ts";
import { inspectObjects } from "../../../format/inspect.ts";
import { containerInspectType } from "../../../format/types/container.ts";
import { asOf29 } from "../../../format/types/engine-29.ts";
import { networkInspectType } from "../../../format/types/network.ts";
import { configType, nodeType, secretType, serviceType, taskType } from "../../../format/types/swarm.ts";
import { volumeType } from "../../../format/types/volume.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { report } from "../../errors.ts";
import { nodeReference } from "../../node-reference.ts";
import { flag } from "../../options/flag.ts";
import { INSPECT_FORMAT } from "../../options/format-flags.ts";
import { bool, string } from "../../options/values.ts";

interface Kind {
  readonly name: string;
  readonly type: GoType;
  get(context: CommandContext, ref: string): Promise<unknown>;
}

/** There are no images and no plugins in a dry run. */
function never(error: Error): never {
  throw error;
}

/** The kinds that can be inspected, in the order that docker tries them. */
const KINDS: readonly Kind[] = [
  { name: "container", type: containerInspectType, get: ({ client }, ref) => client.containerInspect(ref) },
  {
    name: "image",
    type: containerInspectType,
    get: async (_context, ref) => never(failure("api-image-missing", { ref: ref.includes(":") ? ref : `${ref}:latest` })),
  },
  { name: "network", type: networkInspectType, get: ({ client }, ref) => client.networkInspect(ref) },
  { name: "volume", type: volumeType, get: ({ client }, ref) => client.volumeInspect(ref) },
  { name: "service", type: serviceType, get: ({ client }, ref) => client.serviceInspect(ref, { insertDefaults: true }) },
  { name: "task", type: taskType, get: ({ client }, ref) => client.taskInspect(ref) },
  { name: "node", type: nodeType, get: async (context, ref) => context.client.nodeInspect(await nodeReference(context, ref)) },
  { name: "plugin", type: containerInspectType, get: async (_context, ref) => never(failure("api-plugin-missing", { ref })) },
  { name: "secret", type: secretType, get: ({ client }, ref) => client.secretInspect(ref) },
  { name: "config", type: configType, get: ({ client }, ref) => client.configInspect(ref) },
];

/** Whether an error means "look on": there is none of that name, or no swarm to have one. */
function isMissing(error: unknown): boolean {
  return error instanceof DryswarmError && (error.http === 404 || error.http === 503);
}

/** `docker inspect` */
export const command = defineCommand({
  use: "inspect [OPTIONS] NAME|ID [NAME|ID...]",
  short: "Show objects of any kind as JSON",
  args: { min: 1 },
  flags: [
    INSPECT_FORMAT,
    flag("size", bool(), "Show sizes of containers (has no effect in a dry run)", { short: "s" }),
    flag("type", string(), "Kind of object"),
  ],
  async run(context, refs, flags) {
    const { streams } = context;
    const wanted = flags.get("type");
    const known = KINDS.filter(({ name }) => name !== "config" || context.profile.inspectsConfigs);
    const kinds = wanted === "" ? known : known.filter((kind) => kind.name === wanted);
    if (kinds.length === 0) throw failure("inspect-cli-type", { type: wanted });
    if (flags.get("size")) streams.err("dryswarm: --size has no effect in a dry run\n");
    const types = new Map<unknown, GoType>();
    const fetch = async (ref: string): Promise<unknown> => {
      // The first kind refuses it; older clients go through all of them.
      if (ref.trim() === "") throw failureOf("cli-empty-reference", { kind: kinds[0]?.name ?? "", object: wanted || "object" });
      for (const kind of kinds) {
        try {
          const object = await kind.get(context, ref);
          types.set(object, context.profile.typesOf29 ? asOf29(kind.type) : kind.type);
          return object;
        } catch (error) {
          if (!isMissing(error) || (wanted !== "" && kinds.length === 1)) throw error;
        }
      }
      throw failure("object-cli-no-such", { ref });
    };
    const { stdout, errors } = await inspectObjects({
      refs,
      fetch,
      type: (object) => types.get(object) as GoType,
      raw: true,
      format: flags.get("format"),
      strictExit: true,
    });
    streams.out(stdout);
    return report(streams, errors);
  },
});
