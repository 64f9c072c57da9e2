/** Major and minor number of an engine's version as one that grows with it: 28.5.2 is 28005. */
export function order(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return major * 1000 + minor;
}

/** Whether a text is the version of an engine: "27.3.1", "20.10". */
export const isVersion = (text: string): boolean => /^\d+\.\d+(\.\d+)?(?:[-+~].*)?$/.test(text);

/** The one of several names ("28.5", "29") whose version is nearest to this one; the later one of two that are as near. */
export function nearestName(names: readonly string[], version: string): string {
  const distance = (name: string): number => Math.abs(order(name) - order(version));
  const latest = [...names].sort((a, b) => order(b) - order(a));
  return latest.reduce((best, name) => (distance(name) < distance(best) ? name : best));
}
