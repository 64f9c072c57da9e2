import { DryswarmError, failure, type ServiceMode } from "../../../api/index.ts";
import { parseUnsigned } from "../../../values/go-numbers.ts";
import { type CommandContext, defineCommand, FlagValueError } from "../../command.ts";
import { errorText } from "../../dispatch/exit.ts";
import { report } from "../../errors.ts";
import { flag } from "../../options/flag.ts";
import { bool } from "../../options/values.ts";
import { showProgress } from "../../service/progress.ts";

/** A number of tasks in decimal digits alone: no prefix makes it another base here. */
function replicasOf(service: string, value: string): number {
  try {
    return parseUnsigned(value, 64, 10);
  } catch (error) {
    if (error instanceof FlagValueError) throw failure("service-cli-scale-value", { service, value, cause: error.message });
    throw error;
  }
}

/** Sets the number of tasks of one service; gives its ID. */
async function scale({ client }: CommandContext, ref: string, replicas: number): Promise<string> {
  const named = (error: unknown): never => {
    throw error instanceof DryswarmError ? failure("service-cli-scale-failed", { service: ref, cause: errorText(error) }) : error;
  };
  const service = await client.serviceInspect(ref).catch(named);
  const Mode = scaled(service.Spec.Mode, replicas);
  if (!Mode) throw failure("service-cli-scale", { service: ref });
  await client.serviceUpdate(service.ID, service.Version.Index, { ...service.Spec, Mode }).catch(named);
  return service.ID;
}

/** A mode with another number of tasks; undefined for one that has none. */
function scaled({ Replicated, ReplicatedJob }: ServiceMode, replicas: number): ServiceMode | undefined {
  if (Replicated) return { Replicated: { ...Replicated, Replicas: replicas } };
  return ReplicatedJob && { ReplicatedJob: { ...ReplicatedJob, TotalCompletions: replicas } };
}

/** `docker service scale` */
export const command = defineCommand({
  use: "scale SERVICE=REPLICAS [SERVICE=REPLICAS...]",
  short: "Scale one or multiple replicated services",
  args: { min: 1 },
  flags: [flag("detach", bool(), "Do not wait for the services to converge", { short: "d" })],
  async run(context, args, flags) {
    const { streams } = context;
    const whole = context.profile.newValueWords ? /^[^=]+=./s : /=/;
    const bad = args.find((arg) => !whole.test(arg));
    if (bad !== undefined) throw failure("service-cli-scale-specifier", { specifier: bad, path: `${context.program} service scale` });
    const errors: DryswarmError[] = [];
    const scaled: [string, string][] = [];
    for (const arg of args) {
      const at = arg.indexOf("=");
      const [ref, value] = [arg.slice(0, at), arg.slice(at + 1)];
      try {
        const replicas = replicasOf(ref, value);
        scaled.push([ref, await scale(context, ref, replicas)]);
        streams.out(`${ref} scaled to ${replicas}\n`);
      } catch (error) {
        if (!(error instanceof DryswarmError)) throw error;
        errors.push(error);
      }
    }
    let status = 0;
    if (!flags.get("detach")) for (const [ref, id] of scaled) status = (await showProgress(context, id, ref, false)) || status;
    return report(streams, errors) || status;
  },
});
