import { DryswarmError, failure } from "../../api/index.ts";
import { convertFileObjects, convertNetworks, type FileObject } from "../../compose/convert/objects.ts";
import type { StackConfig, StackFileObject } from "../../compose/types.ts";
import type { CommandContext } from "../command.ts";
import { errorText } from "../dispatch/exit.ts";
import { readNamed } from "./files.ts";
import { stackFilter } from "./names.ts";

/** Runs a step of a deploy; an error of the engine says which step it was. */
export async function step<T>(verb: "create" | "update", noun: string, name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DryswarmError) throw failure("stack-failed", { verb, noun, name, problem: errorText(error) });
    throw error;
  }
}

/** Networks that every host has: docker does not look for them. */
const PREDEFINED = ["default", "bridge", "host", "none"];

async function checkExternal({ client }: CommandContext, name: string): Promise<void> {
  if (PREDEFINED.includes(name) || name.startsWith("container:")) return;
  const quoted = JSON.stringify(name);
  try {
    const { Scope } = await client.networkInspect(name);
    if (Scope !== "swarm") throw failure("stack-external-scope", { name: quoted, scope: JSON.stringify(Scope) });
  } catch (error) {
    if (error instanceof DryswarmError && error.http === 404) throw failure("stack-external-missing", { name: quoted });
    throw error;
  }
}

/** Makes the networks of a stack that are not there yet, once its external ones are found. */
export async function deployNetworks(context: CommandContext, stack: string, config: StackConfig): Promise<void> {
  const { create, external } = convertNetworks(stack, config);
  for (const name of external) await checkExternal(context, name);
  const there = new Set((await context.client.networkList(stackFilter(stack))).map((network) => network.Name));
  for (const network of create.filter(({ Name }) => !there.has(Name))) {
    context.streams.out(`Creating network ${network.Name}\n`);
    await step("create", "network", network.Name, () => context.client.networkCreate(network));
  }
}

async function deployObject(context: CommandContext, noun: "secret" | "config", object: FileObject, data: string | undefined): Promise<void> {
  const { client, streams } = context;
  const spec = object.spec(data);
  const name = spec.Name;
  const found = await (noun === "secret" ? client.secretInspect(name) : client.configInspect(name)).catch((error: unknown) => {
    if (error instanceof DryswarmError && error.http === 404) return undefined;
    throw error;
  });
  if (found) {
    await step("update", noun, name, () =>
      noun === "secret" ? client.secretUpdate(found.ID, found.Version.Index, spec) : client.configUpdate(found.ID, found.Version.Index, spec),
    );
    return;
  }
  streams.out(`Creating ${noun} ${name}\n`);
  await step("create", noun, name, async () => (noun === "secret" ? client.secretCreate(spec) : client.configCreate(spec)));
}

/** Makes or updates the secrets or configs of a stack; every file is read before the first is made. */
export async function deployObjects(
  context: CommandContext,
  noun: "secret" | "config",
  stack: string,
  objects: Record<string, StackFileObject>,
): Promise<void> {
  const ready: [FileObject, string | undefined][] = [];
  for (const object of convertFileObjects(stack, objects)) {
    const bytes = object.path === undefined ? undefined : await readNamed(context, object.path);
    ready.push([object, bytes && Buffer.from(bytes).toString("base64")]);
  }
  for (const [object, data] of ready) await deployObject(context, noun, object, data);
}
