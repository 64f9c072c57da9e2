/** Stands in a browser for what is used of node:os: what terminals there are, which colours do not depend on here. */
export const release = (): string => "";
