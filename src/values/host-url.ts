/** Name of the simulated host that `-H`, DOCKER_HOST or a context means: the host part of the URL; undefined for a socket or nothing, which stand for the first host. */
export function hostOfUrl(url: string): string | undefined {
  const rest = url.replace(/^[a-z]+:\/\//i, "");
  if (url === "" || /^(unix|npipe|fd):/i.test(url) || rest.startsWith("/")) return undefined;
  return rest.replace(/^[^@/]*@/, "").split(/[:/]/)[0] || undefined;
}
