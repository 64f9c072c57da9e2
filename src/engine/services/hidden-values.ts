import type { ServiceSpec } from "../../api/index.ts";
import type { Seal } from "../../support/seal.ts";

/** Digits of a digest that stand for a value. */
const DIGITS = 16;
const HIDDEN = new RegExp(`^([^=]+)=(digest:sha256:[0-9a-f]{${DIGITS}})$`);

/** A value as Go writes it in JSON, without the quotes. */
const inJson = (value: string): string =>
  JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);

/** Variables of a specification that were imported without their values: what stands for the value, by name. */
function hiddenValues({ TaskTemplate: { ContainerSpec } }: ServiceSpec): Map<string, string> {
  return new Map(
    (ContainerSpec?.Env ?? []).flatMap((text) => (HIDDEN.test(text) ? [(HIDDEN.exec(text) as RegExpExecArray).slice(1) as [string, string]] : [])),
  );
}

/** Whether a specification has variables whose values were not imported, but digests of them. */
export function hasHiddenValues(spec: ServiceSpec): boolean {
  return hiddenValues(spec).size > 0;
}

/**
 * A new specification of a service whose values were imported as digests: variables that have the values they had keep what stands for
 * them, so that they are seen not to change. The digest is that of the name, a zero byte, and the value as Go writes it in JSON.
 */
export function keepHidden(spec: ServiceSpec, old: ServiceSpec, seal: Seal): ServiceSpec {
  const hidden = hiddenValues(old);
  const { ContainerSpec: container } = spec.TaskTemplate;
  if (hidden.size === 0 || !container?.Env) return spec;
  const Env = container.Env.map((text) => {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    const known = hidden.get(name);
    if (at < 0 || known === undefined) return text;
    const { Digest } = seal(name, Buffer.from(inJson(text.slice(at + 1))).toString("base64"));
    return known === `digest:sha256:${Digest.slice(0, DIGITS)}` ? `${name}=${known}` : text;
  });
  return { ...spec, TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...container, Env } } };
}
