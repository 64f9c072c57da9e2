import type { EndpointSettingsRequest } from "../../api/index.ts";

/** How containers reach the swarm's attachable networks; the engine gives it, so that this room needs no allocator. */
export interface SwarmAttach {
  /** The swarm network of a name or ID, if there is one. */
  find(ref: string): { readonly id: string; readonly name: string } | undefined;
  /** Attaches a container: gives the attachment task and the address (CIDR). Fails for networks that are not attachable. */
  attach(
    ref: string,
    containerId: string,
    request: EndpointSettingsRequest,
  ): { readonly taskId: string; readonly networkId: string; readonly name: string; readonly address: string };
  /**
   * Makes this host's part of a swarm network of a node-local driver, which a container run by hand may join as a local one; returns its
   * name, undefined where the reference means no such network. Fails for networks that are not attachable.
   */
  nodeLocal(ref: string): string | undefined;
  detach(taskId: string): void;
  /**
   * Puts a task's own container on a network that its host has already: by the host alone, which hands out the lowest address that it
   * does not know to be taken, be it a service's. Gives the network and the address (CIDR), undefined where the host has no such network.
   */
  attachHere(ref: string, requested: string | undefined): { readonly networkId: string; readonly name: string; readonly address: string } | undefined;
}
