import { type DataCentre, DryswarmError } from "../../api/index.ts";
import { type Drill, type DrillResult, drillOf, drillResult, type Scenario } from "../../plan/drill.ts";
import { poolUse } from "../../plan/facts.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { Fork } from "../command.ts";
import { swarmOf } from "./common.ts";

/** Networks that a drill creates at most to fill the pool. */
const MOST_NETWORKS = 256;

/** What becomes of a network that is created when the swarm's pools have no subnet left, tried on a copy; in words. */
async function whenFull(hosts: DataCentre, before: Snapshot): Promise<string> {
  const { total, used } = poolUse(before);
  const free = Math.max(0, total - used);
  if (free > MOST_NETWORKS) return `not tried, ${free} subnets are left`;
  const manager = (await hosts.hostList()).find(({ Role, Up }) => Role === "manager" && Up);
  if (!manager) return "not tried, no manager is up";
  const client = hosts.on(manager.Name);
  let last = "";
  try {
    for (let at = 0; at <= free; at++) last = (await client.networkCreate({ Name: `dryswarm-drill-${at}`, Driver: "overlay" })).Id;
  } catch (error) {
    if (!(error instanceof DryswarmError)) throw error;
    return `docker network create fails: ${error.message.trim()}`;
  }
  const { Driver } = await client.networkInspect(last);
  return Driver === "" ? "a network is created without a subnet, and services on it wait" : "a network still gets a subnet";
}

/** The swarm that has converged after nodes are lost; undefined where no manager answers for it any more. */
async function afterLoss(hosts: DataCentre, { nodes }: Scenario): Promise<Snapshot | undefined> {
  for (const name of nodes) await hosts.hostPower(name, false);
  try {
    const { swarm, ...snapshot } = await swarmOf(hosts);
    return swarm && { swarm, ...snapshot };
  } catch (error) {
    if (error instanceof DryswarmError && error.code === "swarm-no-leader") return undefined;
    throw error;
  }
}

/** Tries failures, each on a copy of its own, of the swarm that a copy holds. Rejects with the state-* errors and host-not-found. */
export async function runDrill(fork: Fork, before: Snapshot, all: readonly Scenario[]): Promise<Drill> {
  const results: DrillResult[] = [];
  for (const scenario of all) results.push(drillResult(scenario, before, await afterLoss(await fork.another(), scenario)));
  return drillOf(before, results, await whenFull(await fork.another(), before));
}
