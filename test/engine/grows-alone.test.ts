import fc from "fast-check";
import { expect, it } from "vitest";
import type { EngineClient, ServiceSpec } from "../../src/api/index.ts";
import { createEngine, engineProfile } from "../../src/engine/index.ts";
import type { EngineProfile } from "../../src/engine/profiles.ts";
import type { State } from "../../src/store/schema.ts";
import { SCHEMA } from "../../src/store/schema.ts";
import { emptyState, type Store } from "../../src/store/tx.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { seededRandom } from "../../src/support/seeded-random.ts";

/** A store that hands out the same objects each time, or fresh copies, which no engine can have seen before. */
function store(fresh: boolean): Store & { state(): State } {
  let state = emptyState("28.5", SCHEMA);
  return {
    state: () => state,
    view: async (read) => read(state),
    update: async (change) => {
      const draft = fresh ? structuredClone(state) : state;
      const result = change(draft);
      state = draft;
      return result;
    },
  };
}

type Step =
  | { kind: "network" }
  | { kind: "service"; network: number; replicas: number; global: boolean; port: boolean }
  | { kind: "scale"; at: number; replicas: number }
  | { kind: "remove"; at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("network" as const) }),
  fc.record({ kind: fc.constant("service" as const), network: fc.nat(3), replicas: fc.nat(6), global: fc.boolean(), port: fc.boolean() }),
  fc.record({ kind: fc.constant("scale" as const), at: fc.nat(5), replicas: fc.nat(8) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(5) }),
);

async function play(client: EngineClient, steps: readonly Step[]): Promise<void> {
  const services: string[] = [];
  let networks = 0;
  for (const one of steps) {
    if (one.kind === "network")
      await client.networkCreate({
        Name: `net${networks++}`,
        Driver: "overlay",
        IPAM: { Config: networks % 2 ? [{ Subnet: `10.8.${networks}.0/28` }] : null },
      });
    else if (one.kind === "service") {
      const spec = {
        Name: `s${services.length}`,
        Labels: {},
        TaskTemplate: { ContainerSpec: { Image: "nginx" }, Networks: networks > 0 ? [{ Target: `net${one.network % networks}` }] : [], ForceUpdate: 0 },
        Mode: one.global ? { Global: {} } : { Replicated: { Replicas: one.replicas } },
        ...(one.port && { EndpointSpec: { Ports: [{ TargetPort: 80 }] } }),
      };
      services.push((await client.serviceCreate(spec as unknown as ServiceSpec)).ID);
    } else if (services.length > 0) {
      const id = services[one.at % services.length] as string;
      if (one.kind === "remove") {
        await client.serviceRemove(id);
        services.splice(services.indexOf(id), 1);
      } else {
        const { Spec, Version } = await client.serviceInspect(id);
        if (Spec.Mode.Replicated) await client.serviceUpdate(id, Version.Index, { ...Spec, Mode: { Replicated: { Replicas: one.replicas } } });
      }
    }
  }
}

it("what is added to a settled swarm ends as if all of it were looked at again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const states: unknown[] = [];
      for (const fresh of [true, false]) {
        const kept = store(fresh);
        let now = 1_700_000_000_000_000_000n;
        const engine = createEngine(kept, {
          clock: { now: () => (now += 1000n) },
          random: (drawn) => seededRandom("same", drawn),
          loadCA: async () => newRootCertificate,
          profile: engineProfile("28.5") as EngineProfile,
          version: "28.5.2",
        });
        const client = engine.on("node-1");
        await client.swarmInit({
          ListenAddr: "0.0.0.0:2377",
          AdvertiseAddr: "",
          DataPathAddr: "",
          DataPathPort: 0,
          ForceNewCluster: false,
          Spec: {},
          AutoLockManagers: false,
          Availability: "active",
          DefaultAddrPool: null,
          SubnetSize: 0,
        });
        await play(client, steps).catch((error: Error) => states.push(error.message));
        const text = JSON.stringify(kept.state());
        // Both must be what a full reconcile leaves alone, and the same but for times.
        states.push(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "T").replace(/"clock":"\d+"/, ""));
      }
      expect(states.slice(states.length / 2)).toEqual(states.slice(0, states.length / 2));
    }),
    { numRuns: 40 },
  );
});
