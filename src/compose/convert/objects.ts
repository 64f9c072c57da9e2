import type { ConfigSpec, NetworkCreateRequest, SecretSpec } from "../../api/index.ts";
import type { StackConfig, StackFileObject } from "../types.ts";
import { compact, scoped, stackLabels } from "./names.ts";

/** Names of the networks that the services of a stack use; "default" where one names none. */
export function usedNetworks({ services }: StackConfig): Set<string> {
  return new Set(
    Object.values(services).flatMap((service) => (Object.keys(service.networks ?? {}).length > 0 ? Object.keys(service.networks ?? {}) : ["default"])),
  );
}

/** Networks of a stack: those to make, as bodies of `POST /networks/create` by name, and those that must be there. */
export function convertNetworks(stack: string, config: StackConfig): { create: NetworkCreateRequest[]; external: string[] } {
  const create: NetworkCreateRequest[] = [];
  const external: string[] = [];
  for (const name of usedNetworks(config)) {
    const network = config.networks[name] ?? {};
    if (network.external) {
      external.push(network.name ?? name);
      continue;
    }
    const { driver, config: pools = [] } = network.ipam ?? {};
    create.push(
      compact<NetworkCreateRequest>({
        Name: scoped(stack, name, network.name),
        Driver: network.driver || "overlay",
        Labels: stackLabels(stack, network.labels),
        Options: network.driver_opts,
        Internal: network.internal,
        Attachable: network.attachable,
        IPAM: driver || pools.length > 0 ? { Driver: driver ?? "", Config: pools.map(({ subnet }) => ({ ...(subnet && { Subnet: subnet }) })) } : undefined,
      }),
    );
  }
  return { create, external };
}

/** A secret or config to make: what `data` gives, base64, is the content of its file. */
export interface FileObject {
  readonly path: string | undefined;
  spec(data: string | undefined): SecretSpec & ConfigSpec;
}

/** Secrets or configs of a stack that are its own, by name in the file. */
export function convertFileObjects(stack: string, objects: Record<string, StackFileObject>): FileObject[] {
  const own = Object.entries(objects).filter(([, object]) => !object.external);
  return own.map(([name, object]) => ({
    path: object.driver ? undefined : object.file,
    spec: (Data) =>
      compact<SecretSpec & ConfigSpec>({
        Name: scoped(stack, name, object.name),
        Labels: stackLabels(stack, object.labels),
        Data,
        Driver: object.driver ? compact({ Name: object.driver, Options: object.driver_opts }) : undefined,
        Templating: object.template_driver ? { Name: object.template_driver } : undefined,
      }),
  }));
}
