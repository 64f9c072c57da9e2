import type { Service } from "../../api/index.ts";
import { isRead } from "../command-record.ts";
import { attachmentsOf, joins, localNetworks } from "../facts.ts";
import { DEFAULT_MTU, MTU_OPTION, underlayMtu } from "../mtu.ts";
import type { Snapshot } from "../snapshot.ts";
import { ofNetwork, ofService, ofSwarm, type Problem, type Rule } from "./types.ts";

const TRAEFIK = /^traefik\./;
const PORT_LABEL = /^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$/;
/** Images that are known to keep data in volumes. */
const STATEFUL =
  /(?:^|\/)(?:postgres|postgis|mysql|mariadb|mongo|mongodb|redis|valkey|elasticsearch|opensearch|cassandra|influxdb|rabbitmq|etcd|minio|couchdb|neo4j|clickhouse-server|vault|consul)(?::|@|$)/;

const labelsOf = ({ Spec }: Service): Readonly<Record<string, string>> => Spec.Labels ?? {};
const imageOf = ({ Spec }: Service): string => Spec.TaskTemplate.ContainerSpec?.Image ?? "";
const isProxied = (service: Service): boolean => labelsOf(service)["traefik.enable"] === "true";
const isProxy = (service: Service): boolean => /(?:^|\/)traefik(?::|@|$)/.test(imageOf(service));

/** Networks that a service shares with another one, by ID or name. */
const shares = (snapshot: Snapshot, a: Service, b: Service): boolean => snapshot.networks.some((network) => joins(a, network) && joins(b, network));

/** Names that a service's earlier specification needs and the swarm no longer has. */
function missingForRollback(snapshot: Snapshot, service: Service): string[] {
  const previous = service.PreviousSpec;
  if (!previous) return [];
  const { TaskTemplate, Networks } = previous;
  const container = TaskTemplate.ContainerSpec;
  const gone = (list: readonly { ID: string }[], id: string | undefined): boolean => id !== undefined && !list.some(({ ID }) => ID === id);
  return [
    ...(TaskTemplate.Networks ?? Networks ?? []).flatMap(({ Target = "" }) =>
      snapshot.networks.some(({ Id, Name }) => Id === Target || Name === Target) ? [] : [`network ${Target}`],
    ),
    ...(container?.Secrets ?? []).flatMap(({ SecretID, SecretName }) => (gone(snapshot.secrets, SecretID) ? [`secret ${SecretName}`] : [])),
    ...(container?.Configs ?? []).flatMap(({ ConfigID, ConfigName }) => (gone(snapshot.configs, ConfigID) ? [`config ${ConfigName}`] : [])),
  ];
}

/** Rules on how services are asked for. */
export const SERVICE_RULES: readonly Rule[] = [
  {
    id: "DS035",
    name: "endpoint-mode-flip",
    severity: "warning",
    explanation:
      "Changing the endpoint mode of a service that runs takes its VIP away or gives it one: clients that hold the old address fail, and its name may not resolve until the service was scaled to 0 and back. Make a second service and move the clients.",
    keys: ["deploy"],
    check: ({ snapshot, before }) =>
      snapshot.services.flatMap((service) => {
        const old = before?.services.find(({ ID }) => ID === service.ID);
        const [was, is] = [old?.Spec.EndpointSpec?.Mode ?? "vip", service.Spec.EndpointSpec?.Mode ?? "vip"];
        return old && was !== is ? [ofService(service, `its endpoint mode goes from ${was} to ${is} while it runs`)] : [];
      }),
  },
  {
    id: "DS042",
    name: "vxlan-port-conflict",
    severity: "warning",
    explanation:
      "The environment file says that something else of the hosts (an SDN, the hypervisor) uses this UDP port for VXLAN: packets of the overlays get lost. Make the swarm with another --data-path-port; it cannot be changed later.",
    check: ({ snapshot: { swarm }, environment: { vxlanPorts = [] } }) => {
      const port = swarm?.DataPathPort || 4789;
      return swarm && vxlanPorts.includes(port) ? [ofSwarm(`its data path port ${port} is used for VXLAN by the hosts' own network`)] : [];
    },
  },
  {
    id: "DS044",
    name: "gwbridge-mtu",
    severity: "warning",
    explanation: `The hosts' network carries less than ${DEFAULT_MTU} bytes and docker_gwbridge was left at the default: answers from outside the swarm get lost where fragments are dropped. Make the bridge before the host joins: docker network create -o ${MTU_OPTION}=MTU docker_gwbridge.`,
    check: ({ snapshot, environment }) => {
      const underlay = underlayMtu(environment);
      return localNetworks(snapshot)
        .filter(({ Name, Options }) => Name === "docker_gwbridge" && Number(Options?.[MTU_OPTION] ?? DEFAULT_MTU) > underlay)
        .map((network) => ofNetwork(network, `its MTU is ${network.Options?.[MTU_OPTION] ?? DEFAULT_MTU}, the hosts' network carries ${underlay}`));
    },
  },
  {
    id: "DS061",
    name: "rm-deploy-race",
    severity: "warning",
    explanation:
      "docker stack rm returns before the networks and tasks are gone: a deploy of the same stack right after it fails with `network not found`, or finds names taken. Deploy without removing, or wait until docker stack ps and network ls no longer show the stack.",
    check: ({ records = [] }) => {
      const changes = records.filter((record) => !isRead(record));
      return changes.flatMap(({ argv }, at): Problem[] => {
        const [noun, verb = "", ...rest] = argv;
        const next = changes[at + 1]?.argv ?? [];
        const again =
          noun === "stack" &&
          ["rm", "remove", "down"].includes(verb) &&
          next[0] === "stack" &&
          ["deploy", "up"].includes(next[1] ?? "") &&
          rest.includes(next.at(-1) ?? "");
        return again ? [ofSwarm(`stack ${next.at(-1)} is removed and deployed again at once`)] : [];
      });
    },
  },
  {
    id: "DS067",
    name: "alias-template",
    severity: "warning",
    explanation:
      "Aliases on networks are taken as they are written: {{.Task.Slot}} and the like are not expanded in them, as they are in --hostname, --env and --mount.",
    keys: ["networks"],
    check: ({ snapshot }) =>
      snapshot.services.flatMap((service) =>
        attachmentsOf(service)
          .flatMap(({ Aliases }) => Aliases ?? [])
          .filter((alias) => alias.includes("{{"))
          .map((alias) => ofService(service, `its alias ${alias} is no template: it stays as it is written`)),
      ),
  },
  {
    id: "DS068",
    name: "proxy-labels",
    severity: "warning",
    explanation:
      "A proxy such as traefik reads the labels of services in a swarm, not those of containers: in a stack file they belong below deploy.labels. In a swarm it needs the port (traefik.http.services.NAME.loadbalancer.server.port), and a network that it shares with the service.",
    keys: ["labels", "deploy", "networks"],
    check: ({ snapshot, stack }) => {
      const proxies = snapshot.services.filter(isProxy);
      const misplaced = (stack ?? []).flatMap((fact) => (fact.kind === "proxy-labels" ? [fact] : []));
      const written = new Set(misplaced.map(({ service }) => service));
      const inContainers = snapshot.services.flatMap((service) => {
        const label = Object.keys(service.Spec.TaskTemplate.ContainerSpec?.Labels ?? {}).find((name) => TRAEFIK.test(name));
        const own = Object.keys(labelsOf(service)).some((name) => TRAEFIK.test(name));
        return label && !own && !written.has(service.Spec.Name ?? "") ? [{ service: service.Spec.Name ?? "", label }] : [];
      });
      return [
        ...[...misplaced, ...inContainers].map(({ service, label }) =>
          ofService({ Spec: { Name: service } }, `its label ${label} is on its containers, where the proxy does not read it`),
        ),
        ...snapshot.services
          .filter(isProxied)
          .flatMap((service): Problem[] => [
            ...(!isProxy(service) &&
            Object.keys(labelsOf(service)).some((name) => name.startsWith("traefik.http.")) &&
            !Object.keys(labelsOf(service)).some((name) => PORT_LABEL.test(name))
              ? [ofService(service, "it tells the proxy no port (traefik.http.services.NAME.loadbalancer.server.port)")]
              : []),
            ...(proxies.length > 0 && !proxies.some((proxy) => proxy.ID === service.ID || shares(snapshot, proxy, service))
              ? [ofService(service, `it shares no network with the proxy ${proxies.map(({ Spec }) => Spec.Name).join(", ")}`)]
              : []),
          ]),
      ];
    },
  },
  {
    id: "DS069",
    name: "rollback-target-missing",
    severity: "warning",
    explanation:
      "What a rollback of the service would go back to names a network, secret or config that is gone: the rollback fails. Update the service once more as it is now, or bring the object back.",
    check: ({ snapshot }) =>
      snapshot.services.flatMap((service) => {
        const gone = missingForRollback(snapshot, service);
        return gone.length > 0 ? [ofService(service, `a rollback fails: ${gone.join(", ")} ${gone.length === 1 ? "is" : "are"} gone`)] : [];
      }),
  },
  {
    id: "DS073",
    name: "local-volume-moves",
    severity: "warning",
    explanation:
      "A volume of the local driver is another one on each node: where a task with data is started elsewhere, it begins with an empty volume. Bind the service to a node with a placement constraint, or use a volume driver that all nodes share.",
    keys: ["volumes", "deploy"],
    check: ({ snapshot }) =>
      snapshot.nodes.length === 1
        ? []
        : snapshot.services.flatMap((service) => {
            const { ContainerSpec, Placement } = service.Spec.TaskTemplate;
            const volume = (ContainerSpec?.Mounts ?? []).find(
              ({ Type, VolumeOptions, Source }) => (Type ?? "volume") === "volume" && Source && ["", "local"].includes(VolumeOptions?.DriverConfig?.Name ?? ""),
            );
            return volume && STATEFUL.test(imageOf(service)) && !Placement?.Constraints?.length && !service.Spec.Mode.Global
              ? [ofService(service, `its volume ${volume.Source} is another one on each node, and nothing binds it to one`)]
              : [];
          }),
  },
];
