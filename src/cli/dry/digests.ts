import { createHash } from "node:crypto";
import type { Service } from "../../api/index.ts";
import type { Snapshot } from "../../plan/snapshot.ts";

const DIGEST = /^([^=]+)=(digest:sha256:([0-9a-f]{16}))$/;

/** A value as Go writes it in JSON, without the quotes. */
const inJson = (value: string): string =>
  JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);

const digestOf = (name: string, value: string): string =>
  createHash("sha256")
    .update(`${name}\0${inJson(value)}`)
    .digest("hex")
    .slice(0, 16);

/** Variables of a service whose values were gathered as digests, by name. */
const digestsOf = ({ Spec }: Service): Map<string, string> =>
  new Map(
    (Spec.TaskTemplate.ContainerSpec?.Env ?? []).flatMap((text) => {
      const [, name, digest] = DIGEST.exec(text) ?? [];
      return name && digest ? [[name, digest]] : [];
    }),
  );

/** A swarm in which values are digests where they are those of which another swarm, gathered without values, has digests. */
export function likeDigests(snapshot: Snapshot, other: Snapshot): Snapshot {
  const digests = new Map(other.services.map((service) => [service.Spec.Name ?? "", digestsOf(service)]));
  const services = snapshot.services.map((service): Service => {
    const own = digests.get(service.Spec.Name ?? "");
    const { ContainerSpec: container } = service.Spec.TaskTemplate;
    if (!own || own.size === 0 || !container?.Env) return service;
    const Env = container.Env.map((text) => {
      const at = text.indexOf("=");
      const name = text.slice(0, at);
      const known = own.get(name);
      return known && known === `digest:sha256:${digestOf(name, text.slice(at + 1))}` ? `${name}=${known}` : text;
    });
    return { ...service, Spec: { ...service.Spec, TaskTemplate: { ...service.Spec.TaskTemplate, ContainerSpec: { ...container, Env } } } };
  });
  return { ...snapshot, services };
}
