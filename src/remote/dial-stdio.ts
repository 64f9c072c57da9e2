import { spawn } from "node:child_process";
import { Duplex } from "node:stream";

/** What a connection of Node's HTTP client is asked for beyond a stream. */
interface SocketLike {
  setKeepAlive(): SocketLike;
  setNoDelay(): SocketLike;
  setTimeout(): SocketLike;
  ref(): SocketLike;
  unref(): SocketLike;
}

/** Arguments of ssh as docker's client gives them, for an engine at `ssh://[USER@]HOST[:PORT]`. */
export function sshArguments(url: string): string[] {
  const [, user, host = "", port] = /^ssh:\/\/(?:([^@/]+)@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(url) ?? [];
  const name = user?.split(":")[0];
  return [
    ...["-o", "ConnectTimeout=30", "-T"],
    ...(name ? ["-l", name] : []),
    ...(port ? ["-p", port] : []),
    ...["--", host.replace(/^\[|\]$/g, ""), "docker", "system", "dial-stdio"],
  ];
}

/** A connection to the engine of another machine, as docker makes it: by `ssh HOST docker system dial-stdio`. */
export function dialStdio(url: string, env: Readonly<Record<string, string | undefined>>): Duplex & SocketLike {
  const child = spawn("ssh", sshArguments(url), { env: { ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-500);
  });
  const stream = new Duplex({
    read: () => child.stdout.resume(),
    write: (chunk, _encoding, done) => {
      child.stdin.write(chunk, done);
    },
    final: (done) => {
      child.stdin.end(done);
    },
    destroy: (error, done) => {
      // What ssh started may hold its pipes: they are let go on this side, and it ends when its input does.
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      child.kill();
      child.unref();
      done(error);
    },
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.stdin.on("error", () => undefined);
  child.once("error", (error) => stream.destroy(error));
  child.once("close", (status) => {
    if (status === 0 || stream.destroyed) stream.push(null);
    else stream.destroy(new Error(said.trim() || `ssh ended with ${status}`));
  });
  const same = (): SocketLike => stream as unknown as SocketLike;
  return Object.assign(stream, { setKeepAlive: same, setNoDelay: same, setTimeout: same, ref: same, unref: same });
}
