import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { quoted } from "../../src/script/docker-shim.ts";
import { DIST, type Result, runProcess } from "./dist.ts";

/**
 * A machine with a live engine, for one test: sockets that note every connection, and docker command lines that note every call, in the
 * places where a real machine has them. Everything runs in a mount namespace of its own, so that the real machine stays as it is.
 */
export async function liveMachine(dir: string) {
  const noted = join(dir, "noted");
  const note = (text: string): void => appendFileSync(noted, `${text}\n`, { mode: 0o666 });
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    note("a connection");
    socket.end("HTTP/1.1 500 Live\r\n\r\n");
  });
  const socket = join(dir, "live.sock");
  await new Promise<void>((done) => server.listen(socket, done));
  const bin = join(dir, "live-bin");
  mkdirSync(bin);
  const executable = (name: string): string => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>${quoted(noted)}\n`, { mode: 0o755 });
    return join(bin, name);
  };
  const docker = executable("docker");
  executable("docker-compose");
  const home = join(dir, "home");
  const context = join(home, ".docker/contexts/meta/aaaa");
  mkdirSync(context, { recursive: true });
  const endpoint = { Host: `unix://${join(dir, "context.sock")}`, SkipTLSVerify: false };
  writeFileSync(join(context, "meta.json"), JSON.stringify({ Name: "prod", Metadata: {}, Endpoints: { docker: endpoint } }));
  writeFileSync(join(dir, "context.sock"), "");
  writeFileSync(noted, "", { mode: 0o666 });
  const prepare = [
    "set -e",
    "mount -t tmpfs tmpfs /run; mkdir -p /run/podman /run/user/65534",
    ...["/run/docker.sock", "/run/podman/podman.sock", join(dir, "context.sock")].map((target) => `touch ${target}; mount --bind ${quoted(socket)} ${target}`),
    "chmod 666 /run/docker.sock",
    `mount --bind ${quoted(bin)} /usr/local/sbin`,
    ...["/usr/local/bin", "/usr/bin"].map((folder) => join(folder, "docker")).map((file) => `[ ! -e ${file} ] || mount --bind ${quoted(docker)} ${file}`),
  ].join("\n");
  const only = (file: string, real: string): void =>
    writeFileSync(file, `#!/bin/sh\n[ "$(id -u)" = 0 ] && exec ${quoted(real)} "$@"\nexit 1\n`, { mode: 0o755 });
  /** Shell lines that take ways to a namespace away: all of them, or those of the user alone. */
  const without: Record<string, string> = {
    nothing: ":",
    all: ["unshare", "bwrap", "sudo"].map((name) => `f=$(command -v ${name}) && mount --bind /bin/false "$f"`).join("; "),
    "user namespaces": `f=$(command -v unshare); cp "$f" ${quoted(join(dir, "real-unshare"))}; mount --bind ${quoted(join(dir, "root-unshare"))} "$f"`,
  };
  only(join(dir, "root-unshare"), join(dir, "real-unshare"));
  writeFileSync(join(dir, "sudoers"), "root ALL=(ALL) ALL\nnobody ALL=(ALL) NOPASSWD: ALL\n", { mode: 0o440 });
  const sudoers = `[ ! -e /etc/sudoers ] || mount --bind ${quoted(join(dir, "sudoers"))} /etc/sudoers`;
  return {
    home,
    /** What reached a live engine: nothing, where all is well. */
    reached: (): string => readFileSync(noted, "utf8"),
    /** Runs dryswarm on this machine, as root or another user; `env` is its environment beside PATH and HOME. */
    run: (
      args: readonly string[],
      env: Record<string, string>,
      { uid = 0, missing = "nothing", lines = "" }: { uid?: number; missing?: string; lines?: string } = {},
    ): Promise<Result> => {
      const user = uid === 0 ? "" : `setpriv --reuid=${uid} --regid=${uid} --clear-groups `;
      const words = [process.execPath, "--", DIST, ...args].map(quoted).join(" ");
      const script = `${prepare}\n${sudoers}\n${without[missing]}\n${lines}\nexec ${user}${words}`;
      const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
      return runProcess("unshare", ["--mount", "--propagation", "private", "sh", "-c", script], { PATH: path, HOME: home, TMPDIR: dir, ...env });
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

/** Whether this process may make mount namespaces: root outside of a restricted container. */
export const hasNamespaces = async (): Promise<boolean> =>
  process.platform === "linux" &&
  existsSync("/proc/self/ns/mnt") &&
  (await runProcess("unshare", ["--mount", "true"], {}).catch(() => ({ code: 1 }))).code === 0;
