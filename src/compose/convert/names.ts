import type { StringMap } from "../../api/index.ts";

/** Label that ties an object to its stack. */
export const NAMESPACE_LABEL = "com.docker.stack.namespace";
/** Label of a service with its image as the stack file has it. */
export const IMAGE_LABEL = "com.docker.stack.image";

/** Name of a stack's object in the swarm: its own, or that of the file behind the stack's. */
export function scoped(stack: string, name: string, own?: string): string {
  return own || `${stack}_${name}`;
}

/** Labels of an object of a stack. */
export function stackLabels(stack: string, labels: StringMap = {}): StringMap {
  return { ...labels, [NAMESPACE_LABEL]: stack };
}

/** A mapping without what is undefined. */
export function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
