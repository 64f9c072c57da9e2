import { type ConfigReference, DryswarmError, failure, type SecretReference, type ServiceSpec } from "../../api/index.ts";
import { IMAGE_LABEL } from "../../compose/convert/names.ts";
import { convertService, type NamedReference, serviceConfigs, serviceSecrets } from "../../compose/convert/service.ts";
import type { StackConfig } from "../../compose/types.ts";
import type { CommandContext } from "../command.ts";
import { errorText } from "../dispatch/exit.ts";
import { imageHint } from "../dispatch/hints.ts";
import { resolveConfigs, resolveSecrets, taggedImage } from "../service/resolve.ts";
import { stackFilter } from "./names.ts";
import { step } from "./objects.ts";

async function configReferences(context: CommandContext, wanted: readonly NamedReference[]): Promise<ConfigReference[]> {
  const files = await resolveConfigs(
    context,
    wanted.filter((one) => !one.runtime),
  );
  const runtime = await resolveConfigs(
    context,
    wanted.filter((one) => one.runtime),
  );
  return [...files, ...runtime.map(({ ConfigID, ConfigName }) => ({ Runtime: {}, ConfigID, ConfigName }))];
}

/** The services of a stack as specifications, in the order of the files. Fails with the name of the service. */
export async function serviceSpecs(context: CommandContext, stack: string, config: StackConfig): Promise<ServiceSpec[]> {
  const specs: ServiceSpec[] = [];
  for (const name of Object.keys(config.services)) {
    const service = config.services[name] ?? {};
    try {
      const secrets: SecretReference[] = await resolveSecrets(context, serviceSecrets(stack, service, config));
      const configs = await configReferences(context, serviceConfigs(stack, service, config));
      specs.push(convertService(stack, name, service, config, { secrets, configs }, context.profile.stackFiles));
    } catch (error) {
      if (error instanceof DryswarmError) throw failure("compose-service", { service: name, problem: errorText(error) });
      throw error;
    }
  }
  return specs;
}

/** How images are asked for: always anew, when their name changed, or never. A dry run asks no registry in any case. */
export type ResolveImage = "always" | "changed" | "never";

const withImage = (spec: ServiceSpec, Image: string): ServiceSpec => ({
  ...spec,
  TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image } },
});

/** Creates or updates the services of a stack; gives their IDs. */
export async function deployServices(context: CommandContext, stack: string, specs: readonly ServiceSpec[], resolve: ResolveImage): Promise<string[]> {
  const { client, streams } = context;
  const there = new Map((await client.serviceList(stackFilter(stack))).map((service) => [service.Spec.Name, service]));
  const ids: string[] = [];
  for (const spec of specs) {
    const name = spec.Name as string;
    const image = spec.TaskTemplate.ContainerSpec?.Image ?? "";
    const before = there.get(name);
    if (!before) {
      streams.out(`Creating service ${name}\n`);
      const { ID, Warnings } = await step("create", "service", name, () => client.serviceCreate(withImage(spec, taggedImage(image))));
      for (const warning of Warnings ?? []) streams.err(`${warning}\n`);
      if (resolve !== "never") imageHint(context, image);
      ids.push(ID);
      continue;
    }
    streams.out(`Updating service ${name} (id: ${before.ID})\n`);
    const kept = resolve !== "always" && image === before.Spec.Labels?.[IMAGE_LABEL];
    const next = withImage(spec, kept ? (before.Spec.TaskTemplate.ContainerSpec?.Image ?? image) : taggedImage(image));
    next.TaskTemplate.ForceUpdate = before.Spec.TaskTemplate.ForceUpdate;
    const { Warnings } = await step("update", "service", name, () => client.serviceUpdate(before.ID, before.Version.Index, next));
    for (const warning of Warnings ?? []) streams.err(`${warning}\n`);
    if (resolve !== "never" && !kept) imageHint(context, image);
    ids.push(before.ID);
  }
  return ids;
}
