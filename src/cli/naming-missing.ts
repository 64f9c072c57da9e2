import { DryswarmError, type EngineClient, failure } from "../api/index.ts";
import { own } from "../values/own.ts";

/** Calls of the client that name the object which is missing, with Docker's word for its kind. */
const KINDS = {
  networkInspect: "network",
  networkRemove: "network",
  nodeInspect: "node",
  nodeRemove: "node",
  serviceInspect: "service",
  serviceRemove: "service",
  secretInspect: "secret",
  secretRemove: "secret",
  configInspect: "config",
  configRemove: "config",
  taskInspect: "task",
  volumeInspect: "volume",
  volumeRemove: "volume",
  containerInspect: "container",
  containerRemove: "container",
  imageInspect: "image",
} satisfies Partial<Record<keyof EngineClient, string>>;

/**
 * A client as that of Engine 20.10: where the engine does not have what is inspected or removed, it says so in words of its own,
 * `Error: No such network: x`, and not in the engine's.
 */
export function namingMissing(client: EngineClient): EngineClient {
  return new Proxy(client, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      const object = own(KINDS as Readonly<Record<string, string>>, String(name));
      if (!object) return method.bind(target);
      return async (ref: string, ...more: unknown[]): Promise<unknown> => {
        try {
          return await method.call(target, ref, ...more);
        } catch (error) {
          throw error instanceof DryswarmError && error.http === 404 ? failure("cli-object-missing", { object, ref }) : error;
        }
      };
    },
  });
}
