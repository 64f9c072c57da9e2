import { connect } from "node:net";
import type { DockerContext } from "../../values/docker-context.ts";
import { hostOfUrl } from "../../values/host-url.ts";
import type { Executable } from "./places.ts";

/** Milliseconds after which a socket that takes no connection counts as dead. */
const PATIENCE = 1000;

/** Whether someone takes connections on a unix socket. Nothing is sent. */
const accepts = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE, end(false));
    socket.once("connect", end(true));
    socket.once("error", end(false));
  });

/** What of a live engine a script could meet here, in words; nothing where there is none. */
export async function findLive(
  env: Readonly<Record<string, string | undefined>>,
  { sockets, executables, contexts }: { sockets: readonly string[]; executables: readonly Executable[]; contexts: readonly DockerContext[] },
): Promise<string[]> {
  const answering = await Promise.all(sockets.map(accepts));
  return [
    ...sockets.filter((_, at) => answering[at]).map((path) => `an engine listens on ${path}`),
    ...executables.map(({ path }) => `${path} is a docker command line`),
    ...(env.DOCKER_HOST && hostOfUrl(env.DOCKER_HOST) !== undefined ? ["DOCKER_HOST names a remote engine"] : []),
    ...contexts.filter(({ host }) => hostOfUrl(host) !== undefined).map(({ name }) => `the docker context ${name} names a remote engine`),
  ];
}
