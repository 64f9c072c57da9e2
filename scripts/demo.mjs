// The tutorial on swarm service networks, command by command, on a throw-away state.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-demo-"));
const WALK = [
  ["A swarm, its ingress network and its bridge to the outside", "swarm init", "network ls"],
  ["An overlay network before any service: no containers, no peers", "network create --driver overlay my-network", "network inspect my-network"],
  [
    "A service of three tasks on it: addresses, load balancer, peers",
    "service create -q --name my-redis --replicas 3 --network my-network redis:3.0.6",
    "network inspect my-network",
  ],
  [
    "A subnet and gateway of one's own, and an encrypted network",
    "network create -d overlay --subnet 10.0.9.0/24 --gateway 10.0.9.99 my-subnet",
    "network create -d overlay --opt encrypted my-secure",
  ],
  [
    "A second service, joined to one more network while it runs",
    "service create -q --name my-web --replicas 3 --network my-network nginx",
    "service update -q --network-add my-subnet my-web",
  ],
  ["What there is now", "service ls", "service ps my-web", "service inspect --pretty my-web", "network ls", "node ls", "swarm join-token worker"],
  ["A network in use stays; an unused one goes", "network rm my-network", "network rm my-secure"],
  [
    "Leave, and begin again with address pools of one's own",
    "swarm leave --force",
    "swarm init --default-addr-pool 10.20.0.0/16 --default-addr-pool-mask-length 26",
    "network create -d overlay my-network",
    "network inspect my-network --format {{json .IPAM.Config}}",
    "swarm leave --force",
  ],
];

/** Words of a command; a template is one word. */
const words = (line) => line.match(/\{\{.*?\}\}|\S+/g);

try {
  for (const [title, ...commands] of WALK) {
    console.log(`\n# ${title}`);
    for (const line of commands) {
      const { stdout, stderr } = spawnSync(process.execPath, [entry, ...words(line)], {
        encoding: "utf8",
        env: { ...process.env, DRYSWARM_STATE: join(folder, "state.json") },
      });
      console.log(`$ dryswarm ${line}\n${stdout}${stderr}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
