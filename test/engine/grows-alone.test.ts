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
  | { kind: "network"; subnets: readonly number[]; vxlan: number; name: number }
  | { kind: "service"; network: number; replicas: number; global: boolean; port: boolean }
  | { kind: "scale"; at: number; replicas: number }
  | { kind: "remove"; at: number }
  | { kind: "remove-network"; at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("network" as const), subnets: fc.array(fc.nat(3), { maxLength: 2 }), vxlan: fc.nat(9), name: fc.nat(9) }),
  },
  fc.record({ kind: fc.constant("service" as const), network: fc.nat(3), replicas: fc.nat(6), global: fc.boolean(), port: fc.boolean() }),
  fc.record({ kind: fc.constant("scale" as const), at: fc.nat(5), replicas: fc.nat(8) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(5) }),
  fc.record({ kind: fc.constant("remove-network" as const), at: fc.nat(5) }),
);

/** A network that may want what another one has: a subnet, a VXLAN id, a name; without a wish it takes of a pool that is soon used up. */
async function addNetwork(client: EngineClient, at: number, { subnets, vxlan, name }: Extract<Step, { kind: "network" }>): Promise<void> {
  await client.networkCreate({
    Name: `net${name < 8 ? at : Math.max(0, at - 1)}`,
    Driver: "overlay",
    ...(vxlan > 7 && { Options: { "com.docker.network.driver.overlay.vxlanid_list": String(4089 + vxlan) } }),
    IPAM: { Config: subnets.length > 0 ? subnets.map((one) => ({ Subnet: one === 3 ? "10.9.0.0/27" : `10.8.${one}.0/28` })) : null },
  });
}

async function addService(client: EngineClient, at: number, networks: number, one: Extract<Step, { kind: "service" }>): Promise<string> {
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

it("what is added to a settled swarm ends as if all of it were looked at again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), async (steps) => {
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
          // Ingress and three networks more.
          DefaultAddrPool: ["10.9.0.0/26"],
          SubnetSize: 28,
        });
        states.push(await play(client, steps));
        const text = JSON.stringify(kept.state());
        // Both must be what a full reconcile leaves alone, and the same but for times.
        states.push(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "T").replace(/"clock":"\d+"/, ""));
      }
      expect(states.slice(states.length / 2)).toEqual(states.slice(0, states.length / 2));
    }),
    { numRuns: 100 },
  );
});
