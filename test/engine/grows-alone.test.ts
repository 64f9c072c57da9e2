import fc from "fast-check";
import { expect, it } from "vitest";
import type { EngineClient, ServiceSpec } from "../../src/api/index.ts";
import type { EventLog } from "../../src/engine/events/log.ts";
import { createEngine, createEventLog, engineProfile } from "../../src/engine/index.ts";
import type { EngineProfile } from "../../src/engine/profiles/index.ts";
import { readState } from "../../src/store/migrate.ts";
import { foldState, stateText } from "../../src/store/packed-state.ts";
import type { State } from "../../src/store/schema.ts";
import { SCHEMA } from "../../src/store/schema.ts";
import { emptyState, type Store } from "../../src/store/tx.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { sealData } from "../../src/support/seal.ts";
import { seededRandom } from "../../src/support/seeded-random.ts";

/** Stores that hand out the same objects each time; fresh copies, which no engine can have seen before; the same, folded after each change. */
const STORES = ["same", "fresh", "folded"] as const;

function store(kind: (typeof STORES)[number]): Store & { state(): State } {
  let state = emptyState("28.5", SCHEMA);
  let text = stateText(state);
  return {
    state: () => state,
    view: async (read) => read(state),
    update: async (change) => {
      const draft = kind === "fresh" ? structuredClone(state) : state;
      try {
        const result = change(draft);
        state = draft;
        if (kind === "folded") text = foldState(state).toString();
        return result;
      } catch (error) {
        if (kind === "folded") state = readState(text, "");
        throw error;
      }
    },
  };
}

/** What a host has heard until now, without its times. */
async function heard(events: EventLog, host: string, until: bigint): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { time: _time, timeNano: _nano, ...event } of events.read(host, { since: 0n, until })) all.push(event);
  return all;
}

type Step =
  | { kind: "network"; subnets: readonly number[]; vxlan: number; name: number }
  | { kind: "service"; network: number; replicas: number; global: boolean; port: boolean }
  | { kind: "burst"; services: readonly Omit<Extract<Step, { kind: "service" }>, "kind">[] }
  | { kind: "scale"; at: number; replicas: number }
  | { kind: "remove"; at: number }
  | { kind: "remove-network"; at: number };

const service = { network: fc.nat(3), replicas: fc.nat(6), global: fc.boolean(), port: fc.boolean() };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("network" as const), subnets: fc.array(fc.nat(3), { maxLength: 2 }), vxlan: fc.nat(9), name: fc.nat(9) }),
  },
  fc.record({ kind: fc.constant("service" as const), ...service }),
  fc.record({ kind: fc.constant("burst" as const), services: fc.array(fc.record(service), { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("scale" as const), at: fc.nat(5), replicas: fc.nat(8) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(5) }),
  fc.record({ kind: fc.constant("remove-network" as const), at: fc.nat(5) }),
);

/**
 * Steps without published ports where there are bursts: a service that cannot be allocated is tried again by the whole reconcile that ends
 * a burst on a fresh copy, and the number of its port moves on.
 */
function portsOrBursts(steps: Step[]): Step[] {
  if (!steps.some(({ kind }) => kind === "burst")) return steps;
  return steps.map((one) => {
    if (one.kind === "service") return { ...one, port: false };
    return one.kind === "burst" ? { ...one, services: one.services.map((each) => ({ ...each, port: false })) } : one;
  });
}

/** A network that may want what another one has: a subnet, a VXLAN id, a name; without a request it takes of a pool that is soon used up. */
async function addNetwork(client: EngineClient, at: number, { subnets, vxlan, name }: Extract<Step, { kind: "network" }>): Promise<void> {
  await client.networkCreate({
    Name: `net${name < 8 ? at : Math.max(0, at - 1)}`,
    Driver: "overlay",
    ...(vxlan > 7 && { Options: { "com.docker.network.driver.overlay.vxlanid_list": String(4089 + vxlan) } }),
    IPAM: { Config: subnets.length > 0 ? subnets.map((one) => ({ Subnet: one === 3 ? "10.9.0.0/27" : `10.8.${one}.0/28` })) : null },
  });
}

async function addService(client: EngineClient, at: number, networks: number, one: Omit<Extract<Step, { kind: "service" }>, "kind">): Promise<string> {
  const spec = {
    Name: `s${at}`,
    Labels: {},
    TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: networks > 0 ? [{ Target: `net${one.network % networks}` }] : [], ForceUpdate: 0 },
    Mode: one.global ? { Global: {} } : { Replicated: { Replicas: one.replicas } },
    ...(one.port && { EndpointSpec: { Ports: [{ TargetPort: 80 }] } }),
  };
  return (await client.serviceCreate(spec as unknown as ServiceSpec)).ID;
}

/** Plays the steps; gives what was refused. */
async function play(client: EngineClient, steps: readonly Step[]): Promise<string[]> {
  const services: string[] = [];
  const refused: string[] = [];
  let networks = 0;
  for (const one of steps)
    try {
      const id = "at" in one ? (services[one.at % services.length] ?? "") : "";
      if (one.kind === "network") await addNetwork(client, networks++, one);
      else if (one.kind === "service") services.push(await addService(client, services.length, networks, one));
      else if (one.kind === "burst")
        await client.burst(async () => {
          for (const each of one.services) services.push(await addService(client, services.length, networks, each));
        });
      else if (one.kind === "remove-network") await client.networkRemove(`net${one.at}`);
      else if (id && one.kind === "remove") {
        await client.serviceRemove(id);
        services.splice(services.indexOf(id), 1);
      } else if (id && one.kind === "scale") {
        const { Spec, Version } = await client.serviceInspect(id);
        if (Spec.Mode.Replicated) await client.serviceUpdate(id, Version.Index, { ...Spec, Mode: { Replicated: { Replicas: one.replicas } } });
      }
    } catch (error) {
      refused.push((error as Error).message);
    }
  return refused;
}

it("what is added to a settled swarm ends as if all of it were looked at again, and is told the same way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }).map(portsOrBursts), async (steps) => {
      const outcomes: unknown[] = [];
      for (const kind of STORES) {
        const kept = store(kind);
        let now = 1_700_000_000_000_000_000n;
        const clock = { now: () => (now += 1000n) };
        const events = createEventLog(clock, kept.state());
        const engine = createEngine(kept, {
          clock,
          random: (drawn) => seededRandom("same", drawn),
          loadCA: async () => newRootCertificate,
          loadSeal: async () => sealData,
          profile: engineProfile("28.5") as EngineProfile,
          version: "28.5.2",
          events,
        });
        const client = engine.on("node-1");
        const own = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "", DataPathAddr: "", Availability: "active" as const };
        await client.swarmInit({
          ...own,
          DataPathPort: 0,
          ForceNewCluster: false,
          Spec: {},
          AutoLockManagers: false,
          // Ingress and three networks more.
          DefaultAddrPool: ["10.9.0.0/26"],
          SubnetSize: 28,
        });
        const JoinToken = (await client.swarmInspect()).JoinTokens.Worker;
        await engine.on("node-2").swarmJoin({ ...own, RemoteAddrs: ["192.168.65.2:2377"], JoinToken });
        const refused = await play(client, steps);
        const text = JSON.stringify(kept.state());
        // Each must be what a full reconcile leaves alone, and the same but for times.
        const state = JSON.parse(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "T").replace(/"clock":"\d+"/, '"clock":""'));
        outcomes.push({ refused, state, events: [await heard(events, "node-1", now), await heard(events, "node-2", now)] });
      }
      const [same, fresh, folded] = outcomes;
      expect(fresh).toEqual(same);
      expect(folded).toEqual(same);
    }),
    { numRuns: 100 },
  );
});
