/** Stands in a browser for what is used of node:util: a value as text, for messages of libraries that nobody sees. */
export const inspect = (value: unknown): string => String(value);
