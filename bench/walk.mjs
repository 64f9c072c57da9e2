// The walk through swarm networks, timed: the tutorial of scripts/demo.mjs and what follows from it (pools of one's own, services on
// networks, looking at them, joining and leaving networks, scaling, removing), as one shell script of docker commands under
// `dryswarm shell`; and the same script with the real docker where DOCKER names one. Twice: as a reader types it, where docker waits for
// services to converge, and with -d, where nothing waits.
//   npm run bench:walk
//   DOCKER=/path/to/docker npm run bench:walk
// The engine that DOCKER reaches LOSES ITS SWARM: the walk begins and ends with `swarm leave --force`. It needs the images nginx and redis:3.0.6.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));

/** `$service` is how services are made and changed. What is still in use for a moment on a real engine is asked for again. */
const WALK = `
set -e
gone() {
  until [ -z "$(docker ps -q --filter label=com.docker.swarm.task)" ]; do sleep 0.2; done
  for name; do until docker network rm $name 2>/dev/null; do sleep 0.2; done; done
}
docker swarm leave --force 2>/dev/null || true
docker swarm init
docker network ls
docker network create --driver overlay my-network
docker network inspect my-network
docker service create $service --name my-redis --replicas 3 --network my-network redis:3.0.6
docker network inspect my-network
docker network create -d overlay --subnet 10.0.9.0/24 --gateway 10.0.9.99 my-subnet
docker network create -d overlay --opt encrypted my-secure
docker service create $service --name my-web --replicas 3 --network my-network nginx
docker service update $service --network-add my-subnet my-web
docker service ls
docker service ps my-web
docker service inspect --pretty my-web
docker service inspect my-web --format '{{json .Endpoint.VirtualIPs}}'
docker network ls --filter driver=overlay --format '{{.Name}} {{.Scope}}'
docker node ls
docker swarm join-token worker
! docker network rm my-network
docker network rm my-secure
docker service scale -d my-web=5
docker service ps my-web --format '{{.Name}} {{.DesiredState}}'
docker service update $service --network-rm my-network my-web
docker network inspect --verbose my-subnet
docker service rm my-web my-redis
gone my-network my-subnet
docker network ls
docker swarm leave --force
docker swarm init --default-addr-pool 10.20.0.0/16 --default-addr-pool-mask-length 26
for name in front back; do docker network create -d overlay --attachable $name; done
docker network inspect front back --format '{{json .IPAM.Config}}'
docker service create $service --name api --network back --endpoint-mode dnsrr nginx
docker service create $service --name web --mode global --network front --network back --publish 8080:80 nginx
docker service inspect web --format '{{json .Endpoint}}'
docker network inspect ingress --format '{{json .Containers}}'
docker service rm web api
gone front back
docker swarm leave --force
docker network ls
`;

/** Seconds of the walk. */
function time(command, args, env) {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`the walk ended with ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

/** The walk on a fresh state, the start of dryswarm and its shell included. */
function own(service) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-walk-"));
  try {
    return time(process.execPath, [entry, "shell", "--", "bash", "-c", WALK], { service, DRYSWARM_STATE: join(folder, "state.json") });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const docker = process.env.DOCKER;
console.log(`medians of ${ROUNDS} rounds`);
for (const [title, service] of [
  ["as typed", "-q"],
  ["detached", "-q -d"],
]) {
  const [ours, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(own(service));
    if (docker) theirs.push(time("bash", ["-c", `docker() { '${docker.replaceAll("'", `'\\''`)}' "$@"; }\n${WALK}`], { service }));
  }
  console.log(`${title}: under dryswarm shell ${median(ours).toFixed(2)} s`);
  if (docker) console.log(`${title}: with the real docker ${median(theirs).toFixed(2)} s, ratio ${(median(ours) / median(theirs)).toFixed(3)}`);
}
