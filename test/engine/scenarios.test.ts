import { describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";

type Docker = ReturnType<typeof session>["docker"];

/** Runs a command line of plain words; `{{…}}` is one word. Expects success unless told otherwise. */
function runner(docker: Docker) {
  return async (line: string, code = 0, stdin = ""): Promise<string> => {
    const printed = await docker(line.match(/'[^']*'|\{\{.*\}\}|\S+/g)?.map((word) => word.replace(/^'|'$/g, "")) ?? [], stdin);
    expect({ line, code: printed.code, stderr: printed.code === code ? "" : printed.stderr }).toEqual({ line, code, stderr: "" });
    return code === 0 ? printed.stdout : printed.stderr;
  };
}

async function cluster(workers: number, managers = 1) {
  const { docker, engine, state } = session();
  const run = runner(docker);
  await run("swarm init");
  const [worker, manager] = [(await run("swarm join-token -q worker")).trim(), (await run("swarm join-token -q manager")).trim()];
  for (let at = 2; at <= managers; at++) await run(`-H ssh://node-${at} swarm join --token ${manager} 192.168.65.2:2377`);
  for (let at = managers + 1; at <= managers + workers; at++) await run(`-H ssh://node-${at} swarm join --token ${worker} 192.168.65.2:2377`);
  return { run, docker, engine, state };
}

const lines = (text: string): string[] => text.trim().split("\n").sort();

describe("a swarm of several hosts", () => {
  it("spreads tasks, moves them on drain, keeps them on pause, and takes global ones along", async () => {
    const { run } = await cluster(2);
    await run("network create -d overlay --subnet 10.5.0.0/24 mesh");
    await run("service create -d --name web --replicas 6 --network mesh nginx");
    await run("service create -d --name agent --mode global --network mesh nginx");
    const onNodes = async (service: string) => lines(await run(`service ps ${service} --filter desired-state=running --format {{.Node}}`));
    expect(await onNodes("web")).toEqual(["node-1", "node-1", "node-2", "node-2", "node-3", "node-3"]);
    await run("node update --availability drain node-2");
    expect(await onNodes("web")).toEqual(["node-1", "node-1", "node-1", "node-3", "node-3", "node-3"]);
    expect(await onNodes("agent")).toEqual(["node-1", "node-3"]);
    await run("node update --availability active node-2");
    await run("node update --availability pause node-3");
    await run("service scale -d web=8");
    expect(await onNodes("web")).toEqual(["node-1", "node-1", "node-1", "node-2", "node-2", "node-3", "node-3", "node-3"]);
    expect(await onNodes("agent")).toEqual(["node-1", "node-2", "node-3"]);
    expect(await run("-H ssh://node-2 network inspect mesh --format {{len .Peers}}")).toBe("3\n");
    expect(await run("node ps node-2 --format {{.Name}}")).toContain("web.");
  });

  it("replaces the tasks of a host that fails, and stops writing without a quorum", async () => {
    const { run, engine } = await cluster(1, 3);
    await run("service create -d --name web --replicas 4 nginx");
    await engine.hostPower("node-4", false);
    expect(lines(await run("node ls --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}'"))).toEqual([
      "node-1 Ready Leader",
      "node-2 Ready Reachable",
      "node-3 Ready Reachable",
      "node-4 Down",
    ]);
    expect(lines(await run("service ps web --filter desired-state=running --format {{.Node}}"))).not.toContain("node-4");
    await run("node rm node-4");
    await engine.hostPower("node-1", false);
    expect(await run("-H ssh://node-2 node ls --filter role=manager --format '{{.Hostname}} {{.ManagerStatus}}'")).toContain("node-2 Leader");
    await engine.hostPower("node-2", false);
    expect(await run("-H ssh://node-3 service ls", 1)).toContain("The swarm does not have a leader");
    await engine.hostPower("node-1", true);
    expect(await run("-H ssh://node-3 service ls -q")).toHaveLength(13);
  });

  it("promotes, demotes, lets leave and refuses what would break it", async () => {
    const { run } = await cluster(1, 2);
    expect(await run("-H ssh://node-2 swarm leave", 1)).toContain("Removing this node leaves 1 managers out of 2");
    await run("node promote node-3");
    expect(await run("node demote node-3")).toBe("Manager node-3 demoted in the swarm.\n");
    await run("-H ssh://node-3 swarm leave");
    expect(await run("node ls --filter name=node-3 --format {{.Status}}")).toBe("Down\n");
    await run("node rm node-3");
    await run("node demote node-2");
    expect(await run("node demote node-1", 1)).toContain("attempting to demote the last manager");
    expect(await run("swarm leave", 1)).toContain("Removing the last manager");
  });

  it("locks a restarted manager of an autolocked swarm until it gets the key", async () => {
    const { run, engine } = await cluster(0, 1);
    await run("swarm update --autolock");
    const key = (await run("swarm unlock-key -q")).trim();
    await engine.hostPower("node-1", false);
    await engine.hostPower("node-1", true);
    expect(await run("node ls", 1)).toContain("Swarm is encrypted and needs to be unlocked");
    expect(await run("swarm unlock", 1, "SWMKEY-1-wrong\n")).toContain("invalid key provided");
    await run("swarm unlock", 0, `${key}\n`);
    expect(await run("node ls --format {{.Hostname}}")).toBe("node-1\n");
  });
});

describe("services", () => {
  it("roll in slot order, keep a history of five, and roll back", async () => {
    const { run } = await cluster(0);
    await run("service create -d --name web --replicas 2 --update-order start-first --update-parallelism 0 nginx:1");
    for (const tag of [2, 3, 4, 5, 6, 7]) await run(`service update -d --image nginx:${tag} web`);
    expect(lines(await run("service ps web --format '{{.Name}} {{.Image}} {{.DesiredState}}'"))).toHaveLength(10);
    expect(await run("service inspect web --format '{{.UpdateStatus.State}}'")).toBe("completed\n");
    await run("service rollback -d web");
    expect(await run("service inspect web --format '{{.Spec.TaskTemplate.ContainerSpec.Image}} {{.UpdateStatus.State}}'")).toBe("nginx:6 rollback_completed\n");
    expect(await run("service update web --label-add a=b")).toContain("verify: Service web converged");
    expect(await run("service inspect --pretty web")).toContain("UpdateConfig:\n Parallelism:\t0");
  });

  it("reject tasks whose node loses the label they need", async () => {
    const { run } = await cluster(1);
    await run("node update --label-add zone=a node-2");
    await run("service create -d --name web --constraint node.labels.zone==a --placement-pref spread=node.labels.zone nginx");
    await run("node update --label-rm zone node-2");
    expect(await run("service ps web --no-trunc --format '{{.CurrentState}} {{.Error}}'")).toMatch(
      /^Pending .* "no suitable node \(scheduling constraints not satisfied on 2 nodes\)"\nRejected .* "assigned node no longer meets constraints"\n$/,
    );
  });

  it("restart what fails as often as they are told", async () => {
    const { run } = await cluster(0);
    await run("service create -d --name crash --restart-max-attempts 2 --restart-delay 0s busybox sh -c 'exit 3'");
    expect(lines(await run("service ps crash --no-trunc --format '{{.DesiredState}} {{.Error}}'"))).toEqual(
      Array(3).fill('Shutdown "task: non-zero exit (3)"'),
    );
    await run("service create -d --name waits busybox 'false'");
    expect(await run("service ps waits --format '{{.DesiredState}} {{.CurrentState}}'")).toMatch(/^Ready Ready .*\nShutdown Failed /);
  });

  it("use secrets and configs, which stay while they are used", async () => {
    const { run } = await cluster(0);
    await run("secret create -l a=b key -", 0, "top secret");
    await run("config create conf -", 0, "x=1");
    await run("service create -d --name web --secret source=key,target=/k,mode=0400 --config conf nginx");
    expect(await run("secret inspect key")).not.toContain("dG9wIHNlY3JldA");
    expect(await run("config inspect conf --pretty")).toContain("Data:\nx=1\n");
    expect(await run("secret inspect --pretty key")).toContain(" - a=b\n");
    expect(await run("secret rm key", 1)).toContain("secret 'key' is in use by the following service: web");
    await run("service update -d --secret-rm key --config-rm conf web");
    await run("secret rm key");
    await run("config rm conf");
    expect(await run("secret create key -", 1)).toContain("data is empty");
    expect(await run("config create 'bad name' -", 1, "x")).toContain("invalid name");
  });

  it("show every part of a specification to people", async () => {
    const { run } = await cluster(0);
    await run("network create -d overlay app");
    await run(
      "service create -d --name full --network app -p 80:80 -p mode=host,target=53,protocol=udp -l a=b -e A=1 --mount type=volume,source=data,target=/d,readonly --limit-cpu 0.5 --limit-memory 64m --reserve-memory 8m --limit-pids 9 --log-driver json-file --log-opt max-size=1m --health-cmd true --health-interval 5s --cap-add net_admin --cap-drop all --sysctl net.core.somaxconn=9 --ulimit nofile=1:2 --dns 9.9.9.9 --host h:1.2.3.4 --user 1 -w /w --restart-condition on-failure --replicas-max-per-node 3 --constraint node.role==manager nginx sleep 99",
    );
    const text = await run("service inspect --pretty full");
    for (const part of [
      "Labels:\n a=b",
      " Constraints:\t[node.role==manager]",
      " Args:\t\tsleep 99 ",
      "Mounts:\n Target:\t/d\n  Source:\tdata\n  ReadOnly:\ttrue",
      " Limits:\n  CPU:\t\t0.5\n  Memory:\t64MiB",
      "Networks: app",
      "PublishMode = host",
      " Healthcheck:\n  Interval = 5s",
      "Capabilities:\n Add: CAP_NET_ADMIN",
      "Ulimits:\n nofile: 1:2",
    ])
      expect(text).toContain(part);
    await run(
      "service update -d --publish-rm 80 --env-add B=2 --env-rm A --mount-rm /d --host-rm h --dns-rm 9.9.9.9 --ulimit-rm nofile --sysctl-rm net.core.somaxconn --label-rm a --constraint-rm node.role==manager --no-healthcheck --args 'sleep 7' full",
    );
    expect(
      await run(
        "service inspect full --format '{{json .Spec.TaskTemplate.ContainerSpec.Env}} {{json .Spec.TaskTemplate.ContainerSpec.Healthcheck}} {{json .Spec.Labels}} {{json .Spec.TaskTemplate.ContainerSpec.Args}}'",
      ),
    ).toBe('["B=2"] {"Test":["NONE"]} {} ["sleep","7"]\n');
  });
});

describe("hosts and what docker says of them", () => {
  it("prints info and version, lists hosts, containers and nodes for people", async () => {
    const { run, docker } = await cluster(1);
    await run("run -d --name box -p 8080:80 -l x=y nginx");
    expect(await run("info")).toContain(" Swarm: active\n  NodeID: ");
    expect(await run("version")).toContain("Version:          28.5.2");
    expect(await run("host ls --format '{{.Name}} {{.Address}} {{.State}} {{.Role}}'")).toBe("node-1 192.168.65.2 up manager\nnode-2 192.168.65.3 up worker\n");
    await run("host add --cpus 4 --memory 8g big");
    await run("host stop node-2");
    await run("host start node-2");
    await run("host rm big");
    expect(await run("ps --format '{{.Names}} {{.Ports}} {{.Networks}}'")).toBe("box 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp bridge\n");
    await run("rename box crate");
    await run("stop crate");
    expect(await run("ps -a --filter status=exited --format {{.Names}}")).toBe("crate\n");
    await run("start crate");
    expect(await run("container inspect crate --format '{{.NetworkSettings.IPAddress}} {{.State.Running}}'")).toBe("172.17.0.2 true\n");
    await run("rm -f crate");
    expect(await run("node inspect --pretty self")).toContain("Manager Status:");
    expect(await run("inspect ingress bridge --format {{.Name}}")).toBe("ingress\nbridge\n");
    expect((await docker(["inspect", "nope"])).stderr).toBe("Error: No such object: nope\n");
    expect((await docker(["service", "logs", "nope"])).stderr).toBe("no such task or service: nope\n");
  });

  it("gives local networks of every driver and family, and prunes them", async () => {
    const { run } = await cluster(0);
    await run("network create --ipv6 six");
    await run("network create -d macvlan -o parent=eth0 mac");
    await run("network create --config-only --subnet 10.9.0.0/24 cfg");
    await run("network create --config-from cfg from");
    expect(await run("network inspect from --format '{{json .IPAM.Config}} {{.ConfigFrom.Network}}'")).toBe('[{"Subnet":"10.9.0.0/24"}] cfg\n');
    await run("run -d --name crate --network six nginx");
    expect(await run("inspect crate --format '{{.NetworkSettings.Networks.six.GlobalIPv6Address}}'")).toMatch(/^fd[0-9a-f:]+::2\n$/);
    await run("network create -d overlay --attachable open");
    await run("network connect open crate");
    expect(await run("network inspect -v open --format '{{json .Services}}'")).toContain('"Name":"crate"');
    await run("network disconnect open crate");
    expect(await run("network prune -f --filter until=1h")).toBe("");
    expect(lines(await run("network prune -f"))).toContain("mac");
    expect(await run("network prune -f --filter until=x", 1)).toContain("failed to parse value as time or duration");
  });
});
