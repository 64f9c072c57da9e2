import { type DryswarmError, failure, type Service } from "../../api/index.ts";
import type { CommandContext } from "../command.ts";
import { errorText } from "../dispatch/exit.ts";
import { eachReference } from "../errors.ts";
import { stackFilter } from "./names.ts";

/** Removes objects one by one, saying so; goes on after a failure, and gives whether there was one. */
async function removeEach(
  { streams }: CommandContext,
  noun: string,
  objects: readonly { id: string; name: string }[],
  remove: (id: string) => Promise<void>,
): Promise<boolean> {
  let failed = false;
  for (const { id, name } of objects) {
    streams.out(`Removing ${noun} ${name}\n`);
    const report = (error: DryswarmError): void => streams.err(`Failed to remove ${noun} ${id}: ${errorText(error)}`);
    failed = (await eachReference([id], remove, report)).length > 0 || failed;
  }
  return failed;
}

/** Removes services in the order of their names. Gives whether one could not be removed. */
export async function removeServices(context: CommandContext, services: readonly Service[]): Promise<boolean> {
  const named = services.map(({ ID, Spec }) => ({ id: ID, name: Spec.Name ?? "" })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return removeEach(context, "service", named, (id) => context.client.serviceRemove(id));
}

/** Removes a stack: services, secrets, configs, networks. Throws stack-rm-failed where something stays. */
export async function removeStack(context: CommandContext, stack: string): Promise<void> {
  const { client, streams } = context;
  const filter = stackFilter(stack);
  const services = await client.serviceList(filter);
  const networks = await client.networkList(filter);
  const [secrets, configs] = [await client.secretList(filter), await client.configList(filter)];
  if (services.length + networks.length + secrets.length + configs.length === 0) {
    streams.err(`Nothing found in stack: ${stack}\n`);
    return;
  }
  const named = (objects: readonly { ID: string; Spec: { Name: string } }[]) => objects.map(({ ID, Spec }) => ({ id: ID, name: Spec.Name }));
  const failed = [
    await removeServices(context, services),
    await removeEach(context, "secret", named(secrets), (id) => client.secretRemove(id)),
    await removeEach(context, "config", named(configs), (id) => client.configRemove(id)),
    await removeEach(
      context,
      "network",
      networks.map(({ Id, Name }) => ({ id: Id, name: Name })),
      (id) => client.networkRemove(id),
    ),
  ];
  if (failed.includes(true)) throw failure("stack-rm-failed", { name: stack });
}
