import type { AnyCommand, FlagSpec } from "../command.ts";
import { flag } from "../options/flag.ts";
import { string } from "../options/values.ts";

/** A verb of the table: its help line, and the module to load when it is asked for. */
export interface Loader {
  readonly short: string;
  readonly aliases?: readonly string[];
  load(): Promise<{ readonly command: AnyCommand }>;
}

/** A noun with its verbs, as `docker NOUN --help` lists them. */
export interface Group {
  readonly short: string;
  readonly verbs: Readonly<Record<string, Loader>>;
  /** Flags that the group itself takes. */
  readonly flags?: readonly FlagSpec[];
}

const verb = (short: string, load: Loader["load"], ...aliases: string[]): Loader => ({ short, load, aliases });

/** Deprecated, and said so when given. */
export const ORCHESTRATOR = flag("orchestrator", string(), "Orchestrator to use", { deprecated: "option will be ignored" });

const containerVerbs: Record<string, Loader> = {
  create: verb("Create a container on networks, without starting it", () => import("../commands/container/create.ts")),
  inspect: verb("Show containers as JSON", () => import("../commands/container/inspect.ts")),
  ls: verb("List containers", () => import("../commands/container/ls.ts"), "ps", "list"),
  rename: verb("Give a container another name", () => import("../commands/container/rename.ts")),
  rm: verb("Remove containers", () => import("../commands/container/rm.ts"), "remove"),
  run: verb("Create and start a container", () => import("../commands/container/run.ts")),
  start: verb("Start stopped containers", () => import("../commands/container/start.ts")),
  stop: verb("Stop running containers", () => import("../commands/container/stop.ts")),
};

/** Every noun and verb, each loaded when it is asked for and not before. */
export const GROUPS: Readonly<Record<string, Group>> = {
  config: {
    short: "Manage the configs of a swarm",
    verbs: {
      create: verb("Create a config from a file or standard input", () => import("../commands/config/create.ts")),
      inspect: verb("Show configs as JSON", () => import("../commands/config/inspect.ts")),
      ls: verb("List configs", () => import("../commands/config/ls.ts"), "list"),
      rm: verb("Remove configs", () => import("../commands/config/rm.ts"), "remove"),
    },
  },
  container: { short: "Manage containers on networks", verbs: containerVerbs },
  context: {
    short: "Look at docker's contexts, whose engines name simulated hosts",
    verbs: {
      inspect: verb("Show contexts as JSON", () => import("../commands/context/inspect.ts")),
      ls: verb("List contexts", () => import("../commands/context/ls.ts"), "list"),
      show: verb("Print the name of the current context", () => import("../commands/context/show.ts")),
      use: verb("Choose the context of later commands", () => import("../commands/context/use.ts")),
    },
  },
  host: {
    short: "Manage the simulated hosts (dryswarm's own)",
    verbs: {
      add: verb("Add a host", () => import("../commands/host/add.ts")),
      apply: verb("Make the hosts that an environment file declares", () => import("../commands/host/apply.ts")),
      ls: verb("List hosts", () => import("../commands/host/ls.ts"), "list"),
      rm: verb("Remove hosts", () => import("../commands/host/rm.ts"), "remove"),
      start: verb("Let stopped hosts come back", () => import("../commands/host/start.ts")),
      stop: verb("Let hosts fail", () => import("../commands/host/stop.ts")),
    },
  },
  network: {
    short: "Manage networks",
    verbs: {
      connect: verb("Connect a container to a network", () => import("../commands/network/connect.ts")),
      create: verb("Create a network", () => import("../commands/network/create.ts")),
      disconnect: verb("Disconnect a container from a network", () => import("../commands/network/disconnect.ts")),
      inspect: verb("Show networks as JSON", () => import("../commands/network/inspect.ts")),
      ls: verb("List networks", () => import("../commands/network/ls.ts"), "list"),
      prune: verb("Remove all networks that nothing uses", () => import("../commands/network/prune.ts")),
      rm: verb("Remove networks", () => import("../commands/network/rm.ts"), "remove"),
    },
  },
  node: {
    short: "Manage the nodes of a swarm",
    verbs: {
      demote: verb("Turn managers into workers", () => import("../commands/node/demote.ts")),
      inspect: verb("Show nodes as JSON", () => import("../commands/node/inspect.ts")),
      ls: verb("List nodes", () => import("../commands/node/ls.ts"), "list"),
      promote: verb("Turn workers into managers", () => import("../commands/node/promote.ts")),
      ps: verb("List the tasks on nodes", () => import("../commands/node/ps.ts")),
      rm: verb("Remove nodes from the swarm", () => import("../commands/node/rm.ts"), "remove"),
      update: verb("Change a node", () => import("../commands/node/update.ts")),
    },
  },
  plugin: {
    short: "Make docker know the command dryswarm (dryswarm's own)",
    verbs: {
      install: verb("Link this program into docker's folder of plugins", () => import("../commands/plugin/install.ts")),
      remove: verb("Remove that link", () => import("../commands/plugin/remove.ts"), "rm"),
    },
  },
  secret: {
    short: "Manage the secrets of a swarm",
    verbs: {
      create: verb("Create a secret from a file or standard input", () => import("../commands/secret/create.ts")),
      inspect: verb("Show secrets as JSON, without their data", () => import("../commands/secret/inspect.ts")),
      ls: verb("List secrets", () => import("../commands/secret/ls.ts"), "list"),
      rm: verb("Remove secrets", () => import("../commands/secret/rm.ts"), "remove"),
    },
  },
  service: {
    short: "Manage the services of a swarm",
    verbs: {
      create: verb("Create a service", () => import("../commands/service/create.ts")),
      inspect: verb("Show services as JSON", () => import("../commands/service/inspect.ts")),
      logs: verb("Show the logs of a service (a dry run has none)", () => import("../commands/service/logs.ts")),
      ls: verb("List services", () => import("../commands/service/ls.ts"), "list"),
      ps: verb("List the tasks of services", () => import("../commands/service/ps.ts")),
      rm: verb("Remove services", () => import("../commands/service/rm.ts"), "remove"),
      rollback: verb("Take a service back to its previous specification", () => import("../commands/service/rollback.ts")),
      scale: verb("Set the number of tasks of services", () => import("../commands/service/scale.ts")),
      update: verb("Change a service", () => import("../commands/service/update.ts")),
    },
  },
  state: {
    short: "Manage the simulated state (dryswarm's own)",
    verbs: {
      fork: verb("Keep a copy of the state under a name, for a what-if", () => import("../commands/state/fork.ts")),
      ls: verb("List the forks of the state", () => import("../commands/state/ls.ts"), "list"),
      path: verb("Print the path of the state file", () => import("../commands/state/path.ts")),
      repair: verb("Bring the last good generation of a damaged state back", () => import("../commands/state/repair.ts")),
      reset: verb("Remove the state: a fresh data centre", () => import("../commands/state/reset.ts")),
      rm: verb("Remove forks", () => import("../commands/state/rm.ts"), "remove"),
      show: verb("Print the state", () => import("../commands/state/show.ts")),
      switch: verb("Go on with a fork of the state", () => import("../commands/state/switch.ts")),
    },
  },
  stack: {
    short: "Manage the stacks of a swarm",
    flags: [ORCHESTRATOR],
    verbs: {
      config: verb("Show the stack file that several files make, variables put in", () => import("../commands/stack/config.ts")),
      deploy: verb("Deploy a stack, or bring it up to date", () => import("../commands/stack/deploy.ts"), "up"),
      ls: verb("List stacks", () => import("../commands/stack/ls.ts"), "list"),
      ps: verb("List the tasks of a stack", () => import("../commands/stack/ps.ts")),
      rm: verb("Remove stacks", () => import("../commands/stack/rm.ts"), "remove", "down"),
      services: verb("List the services of a stack", () => import("../commands/stack/services.ts")),
    },
  },
  swarm: {
    short: "Manage the swarm",
    verbs: {
      ca: verb("Show or rotate the root certificate", () => import("../commands/swarm/ca.ts")),
      init: verb("Make a new swarm", () => import("../commands/swarm/init.ts")),
      join: verb("Join a swarm", () => import("../commands/swarm/join.ts")),
      "join-token": verb("Show or rotate join tokens", () => import("../commands/swarm/join-token.ts")),
      leave: verb("Leave the swarm", () => import("../commands/swarm/leave.ts")),
      unlock: verb("Unlock a locked manager", () => import("../commands/swarm/unlock.ts")),
      "unlock-key": verb("Show or rotate the unlock key", () => import("../commands/swarm/unlock-key.ts")),
      update: verb("Change the settings of the swarm", () => import("../commands/swarm/update.ts")),
    },
  },
  volume: {
    short: "Manage volumes",
    verbs: {
      create: verb("Create a volume", () => import("../commands/volume/create.ts")),
      inspect: verb("Show volumes as JSON", () => import("../commands/volume/inspect.ts")),
      ls: verb("List volumes", () => import("../commands/volume/ls.ts"), "list"),
      prune: verb("Remove volumes that nothing uses", () => import("../commands/volume/prune.ts")),
      rm: verb("Remove volumes", () => import("../commands/volume/rm.ts"), "remove"),
    },
  },
};

/** Verbs without a noun. */
export const TOP_LEVEL: Readonly<Record<string, Loader>> = {
  __complete: verb("List what may stand for the last word", () => import("../commands/dry/complete.ts")),
  capacity: verb("Show how full networks and pools are (dryswarm's own)", () => import("../commands/dry/capacity.ts")),
  check: verb("Hold a state, a plan or stack files against the rules (dryswarm's own)", () => import("../commands/dry/check.ts")),
  collect: verb("Print a script that gathers what an import needs of a swarm (dryswarm's own)", () => import("../commands/dry/collect.ts")),
  completion: verb("Print what makes a shell complete commands and names (dryswarm's own)", () => import("../commands/dry/completion.ts")),
  create: containerVerbs.create as Loader,
  diff: verb("Show what differs between two states or dumps (dryswarm's own)", () => import("../commands/dry/diff.ts")),
  drift: verb("Show how a live swarm differs from the state (dryswarm's own)", () => import("../commands/dry/drift.ts")),
  drill: verb("Lose each node and zone on a copy, and show what moves, waits and ends (dryswarm's own)", () => import("../commands/dry/drill.ts")),
  events: verb("Follow the events of a server", () => import("../commands/top/events.ts")),
  explain: verb("Say in plain words why something is as it is (dryswarm's own)", () => import("../commands/dry/explain.ts")),
  firewall: verb("Show what must pass between hosts (dryswarm's own)", () => import("../commands/dry/firewall.ts")),
  graph: verb("Draw services, networks and published ports (dryswarm's own)", () => import("../commands/dry/graph.ts")),
  history: verb("List the last changes of the state, as undo counts them (dryswarm's own)", () => import("../commands/dry/history.ts")),
  import: verb("Fill the state with a real swarm (dryswarm's own)", () => import("../commands/dry/import.ts")),
  info: verb("Show what the engine says of itself", () => import("../commands/top/info.ts")),
  inspect: verb("Show objects of any kind as JSON", () => import("../commands/top/inspect.ts")),
  mtu: verb("Show the MTU that each overlay may have (dryswarm's own)", () => import("../commands/dry/mtu.ts")),
  plan: verb("Show what a script, a command or stack files would do (dryswarm's own)", () => import("../commands/dry/plan.ts")),
  ps: verb("List containers", () => import("../commands/container/ls.ts")),
  rename: containerVerbs.rename as Loader,
  resolve: verb("Show what a name means to a service (dryswarm's own)", () => import("../commands/dry/resolve.ts")),
  rm: verb("Remove containers", () => import("../commands/container/rm.ts")),
  route: verb("Show where connections to a published port go (dryswarm's own)", () => import("../commands/dry/route.ts")),
  run: containerVerbs.run as Loader,
  serve: verb("Speak the Engine API on sockets (dryswarm's own)", () => import("../commands/top/serve.ts")),
  shell: verb("Run a command with a docker that is dryswarm (dryswarm's own)", () => import("../commands/shell/shell.ts")),
  start: containerVerbs.start as Loader,
  stop: containerVerbs.stop as Loader,
  top: verb("Follow services, networks, waiting tasks and nodes on the terminal (dryswarm's own)", () => import("../commands/dry/top.ts")),
  undo: verb("Take the last changes of the state back (dryswarm's own)", () => import("../commands/dry/undo.ts")),
  version: verb("Show the versions of client and engine", () => import("../commands/top/version.ts")),
};

/** Commands of docker that are no part of a network dry run. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  "attach bake build builder buildx checkpoint commit compose cp diff exec export history image images import init kill load login logout logs manifest model pause plugin port pull push restart rmi save scout search stats system tag top trust unpause update wait".split(
    " ",
  ),
);
