import { type EngineClient, failure } from "../../api/index.ts";
import { derivedHex } from "../../values/image-id.ts";
import { execCreate } from "../bodies.ts";
import { type Answer, type Call, empty, json } from "../http.ts";
import type { Route } from "./route.ts";

/** A command that a client wanted to run in a container. */
interface Exec {
  readonly container: string;
  readonly body: {
    Cmd: string[];
    Tty?: boolean;
    Privileged?: boolean;
    AttachStdin?: boolean;
    AttachStdout?: boolean;
    AttachStderr?: boolean;
    DetachKeys?: string;
  };
  started: boolean;
}

/** Commands that are remembered for each host: the oldest is forgotten for the next. */
const KEPT = 1000;
/** Commands by host and ID: they belong to the server, not to the state. */
const known = new WeakMap<EngineClient, Map<string, Exec>>();

/** Header that tells a client that nothing ran. */
export const NOTHING_RAN = { Warning: '199 dryswarm "a dry run executes nothing: the command counts as ended with status 0, without output"' };

async function create({ client, ref, body }: Call): Promise<Answer> {
  const request = body as Partial<Exec["body"]>;
  if (!request.Cmd || request.Cmd.length === 0) throw failure("api-exec-empty");
  const { Id, State } = await client.containerInspect(ref);
  if (!State.Running) throw failure("api-container-stopped", { id: Id });
  const own = known.get(client) ?? new Map<string, Exec>();
  known.set(client, own);
  const id = derivedHex(`exec ${Id} ${own.size} ${[...own.keys()].at(-1) ?? ""}`);
  if (own.size >= KEPT) own.delete(own.keys().next().value as string);
  own.set(id, { container: Id, body: { ...request, Cmd: request.Cmd }, started: false });
  return json({ Id: id }, 201);
}

function find({ client, ref }: Call): Exec {
  const exec = known.get(client)?.get(ref);
  if (!exec) throw failure("api-exec-missing", { ref });
  return exec;
}

/** Ends at once, with nothing on its streams. */
function start(call: Call): Answer {
  const exec = find(call);
  if (exec.started) throw failure("api-exec-ran", { ref: call.ref });
  exec.started = true;
  const { Detach } = call.body as { Detach?: boolean };
  return Detach ? { status: 200, headers: NOTHING_RAN } : { status: 101, headers: NOTHING_RAN, upgrade: Promise.resolve() };
}

function inspect(call: Call): Answer {
  const { container, body, started } = find(call);
  const [entrypoint = "", ...args] = body.Cmd;
  return json({
    ID: call.ref,
    Running: false,
    ExitCode: started ? 0 : null,
    ProcessConfig: { tty: body.Tty ?? false, entrypoint, arguments: args, privileged: body.Privileged ?? false },
    OpenStdin: body.AttachStdin ?? false,
    OpenStderr: body.AttachStderr ?? false,
    OpenStdout: body.AttachStdout ?? false,
    CanRemove: false,
    ContainerID: container,
    DetachKeys: body.DetachKeys ?? "",
    Pid: 0,
  });
}

/** `/exec`, and where commands for containers are made. */
export const execs: readonly Route[] = [
  { method: "POST", path: "/containers/**/exec", body: execCreate.create, handle: create },
  { method: "POST", path: "/exec/**/start", body: execCreate.start, handle: start },
  {
    method: "POST",
    path: "/exec/**/resize",
    handle: (call) => {
      find(call);
      return empty(200);
    },
  },
  { method: "GET", path: "/exec/**/json", handle: inspect },
];
