/**
 * Whether a text can be the name of a simulated host, wherever it comes from: one label of a DNS name, of letters, digits and hyphens, at
 * most 63 of them, with no hyphen at either end.
 */
export function isHostName(text: string): boolean {
  return /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(text);
}
