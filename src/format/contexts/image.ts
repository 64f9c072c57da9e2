/** An image reference as people write it: without docker.io, and without a digest where there is a tag. */
export function familiarImage(reference: string): string {
  const bare = reference.replace(/^docker\.io\/(library\/)?/, "");
  const [name = "", digest] = bare.split("@");
  const tagged = /:[^/]+$/.test(name);
  return digest && !tagged ? bare : name;
}
