import type { LanePicture, NodePicture, Picture, ServicePicture } from "../../../src/plan/picture.ts";

/** What of a picture is shown; an empty text stands for all. */
export interface Filter {
  /** Words that a service, or its network, has in its name, image, ports, addresses or labels. */
  readonly text: string;
  readonly stack: string;
  /** "NAME=VALUE" */
  readonly label: string;
  /** ID of a network. */
  readonly network: string;
}

/** Shows all. */
export const ALL: Filter = { text: "", stack: "", label: "", network: "" };

/** A lane with the services of it that are shown. */
export interface ShownLane {
  readonly lane: LanePicture;
  readonly services: readonly ServicePicture[];
}

const hasLabel = ({ labels }: { readonly labels: Readonly<Record<string, string>> }, label: string): boolean =>
  Object.entries(labels).some(([name, value]) => `${name}=${value}` === label);

const laneText = ({ name, subnet, gateway, vxlan }: LanePicture): string => `${name} ${subnet} ${gateway} ${vxlan}`;

/** What of a service can be searched for. */
function serviceText({ name, image, ports, places, tasks, labels }: ServicePicture, nodes: ReadonlyMap<string, string>): string {
  return [
    name,
    image,
    ...ports,
    ...places.flatMap(({ vip, aliases }) => [vip, ...aliases]),
    ...tasks.flatMap(({ addresses, node }) => [...Object.values(addresses), nodes.get(node) ?? ""]),
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
  ].join(" ");
}

/**
 * The lanes of a picture that a filter lets through, with their services. Where a lane itself is what is looked for, all of its services
 * are shown. `only` leaves out what it does not hold: names of services and networks.
 */
export function shownLanes(
  picture: Picture,
  { text, stack, label, network }: Filter,
  only?: (kind: "service" | "network", name: string) => boolean,
): ShownLane[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const nodes = new Map(picture.nodes.map(({ id, name }: NodePicture) => [id, name]));
  const texts = new Map<string, string>();
  const textOf = (service: ServicePicture): string => {
    const known = texts.get(service.id) ?? serviceText(service, nodes).toLowerCase();
    texts.set(service.id, known);
    return known;
  };
  return picture.lanes.flatMap((lane) => {
    if (network && lane.id !== network) return [];
    const own = laneText(lane).toLowerCase();
    const services = lane.services.flatMap((id) => {
      const service = picture.services.get(id);
      if (!service) return [];
      const found =
        (!stack || service.stack === stack) &&
        (!label || hasLabel(service, label)) &&
        (!only || only("service", service.name)) &&
        words.every((word) => own.includes(word) || textOf(service).includes(word));
      return found ? [service] : [];
    });
    const itself =
      (!stack || lane.stack === stack) &&
      (!label || hasLabel(lane, label)) &&
      (!only || only("network", lane.name)) &&
      words.every((word) => own.includes(word)) &&
      lane.id !== "";
    return services.length > 0 || itself ? [{ lane, services }] : [];
  });
}
