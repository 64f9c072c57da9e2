import { failure } from "../../../api/index.ts";
import type { StackConfig } from "../../../compose/types.ts";
import { referenceProblem } from "../../../values/reference.ts";
import { type CommandContext, defineCommand } from "../../command.ts";
import { report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool, string } from "../../options/values.ts";
import { showProgress } from "../../service/progress.ts";
import { checkSize } from "../../stack/check-size.ts";
import { COMPOSE_FILE, loadFiles } from "../../stack/files.ts";
import { checkStackName, stackFilter } from "../../stack/names.ts";
import { deployNetworks, deployObjects } from "../../stack/objects.ts";
import { removeServices } from "../../stack/remove.ts";
import { deployServices, type ResolveImage, serviceSpecs } from "../../stack/services.ts";

const DETACHED =
  "Since --detach=false was not specified, tasks will be created in the background.\nIn a future release, --detach=false will become the default.\n";

function checkImages({ services }: StackConfig): void {
  for (const [service, { image = "" }] of Object.entries(services)) {
    if (image === "") throw failure("compose-no-image", { service });
    const problem = referenceProblem(image);
    if (problem) throw failure("compose-image", { service, problem });
  }
}

/** Removes the services of a stack that its files no longer name. */
async function prune(context: CommandContext, stack: string, { services }: StackConfig): Promise<void> {
  const there = await context.client.serviceList(stackFilter(stack));
  await removeServices(
    context,
    there.filter(({ Spec }) => !((Spec.Name ?? "").replace(`${stack}_`, "") in services)),
  );
}

/** `docker stack deploy` */
export const command = defineCommand({
  use: "deploy [OPTIONS] STACK",
  aliases: ["up"],
  short: "Deploy a stack, or bring it up to date",
  args: { exact: 1 },
  flags: [
    COMPOSE_FILE,
    flag("detach", bool(true), "Return at once, without watching the services converge", { short: "d" }),
    flag("prune", bool(), "Remove services that the files no longer name"),
    flag("quiet", bool(), "Do not show progress", { short: "q" }),
    flag("resolve-image", string("always"), 'When to ask the registry for an image\'s digest ("always", "changed", "never"); a dry run asks none'),
    flag("with-registry-auth", bool(), "Pass registry credentials on to the nodes; a dry run has none"),
  ],
  async run(context, [stack = ""], flags) {
    checkStackName(stack);
    const { config, ignored } = await loadFiles(context, flags);
    if (ignored !== "") context.streams.err(ignored);
    if (context.profile.checksStackImages) checkImages(config);
    const resolve = flags.get("resolve-image");
    if (!["always", "changed", "never"].includes(resolve)) throw failure("stack-resolve-image", { value: resolve });
    const detach = flags.get("detach");
    if (detach && !flags.changed("detach")) context.streams.err(DETACHED);
    if (!(await context.client.info()).Swarm.ControlAvailable) throw failure("stack-no-manager");
    await checkSize(context, stack, config);
    if (flags.get("prune")) await prune(context, stack, config);
    await deployNetworks(context, stack, config);
    await deployObjects(context, "secret", stack, config.secrets);
    await deployObjects(context, "config", stack, config.configs);
    const specs = await serviceSpecs(context, stack, config);
    const ids = await context.client.burst(() => deployServices(context, stack, specs, resolve as ResolveImage));
    if (detach) return 0;
    let status = report(context.streams, []);
    for (const id of ids) status = (await showProgress(context, id, id, flags.get("quiet"))) || status;
    return status;
  },
});
