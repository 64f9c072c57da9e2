import type { Cluster, StoredNetwork } from "../../store/schema.ts";
import { SubnetSet } from "../ipam/subnet-set.ts";

/** Option of a network that names its VXLAN ids, a comma list. */
export const VXLAN_LIST = "com.docker.network.driver.overlay.vxlanid_list";

/** Resources of a swarm that one network alone can have: subnets and VXLAN ids. */
export class Taken {
  readonly subnets = new SubnetSet();
  readonly vxlanIds = new Set<number>();

  constructor(cluster: Cluster) {
    for (const id in cluster.Networks) this.#add(cluster.Networks[id] as StoredNetwork);
  }

  #add(network: StoredNetwork): void {
    for (const { Subnet } of network.IPAMOptions?.Configs ?? []) if (Subnet) this.subnets.add(Subnet);
    for (const id of (network.DriverState?.Options?.[VXLAN_LIST] ?? "").split(",")) if (id) this.vxlanIds.add(Number(id));
  }
}
