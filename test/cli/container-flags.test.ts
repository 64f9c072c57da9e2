import { expect, it } from "vitest";
import { session } from "../helpers/session.ts";

it("docker run takes the flags that a dry run cannot honour, and says so", async () => {
  const { docker } = session();
  const flags = "--cap-add NET_ADMIN --dns 1.1.1.1 --health-cmd x --init --tmpfs /x --ulimit nofile=1 -P -c 2 --add-host a:1.2.3.4".split(" ");
  const { code, stdout, stderr } = await docker(["run", "-d", ...flags, "--name", "web", "nginx"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
  expect(stderr).toMatch(/^dryswarm: .*--cap-add.* have no effect in a dry run\n$/);
  expect((await docker(["ps", "--format", "{{.Names}}"])).stdout).toBe("web\n");
});

it.each([
  ["--label", "=x", `invalid argument "=x" for "-l, --label" flag: invalid label '=x': empty name`],
  ["--env", "", 'invalid argument "" for "-e, --env" flag: invalid environment variable: '],
  ["--dns", "x", 'invalid argument "x" for "--dns" flag: IP address is not correctly formatted: x'],
  ["--add-host", "x", 'invalid argument "x" for "--add-host" flag: bad format for add-host: "x"'],
])("docker run refuses %s %s as docker does", async (flag, value, message) => {
  const { code, stderr } = await session().docker(["run", flag, value, "nginx"]);
  expect({ code, first: stderr.split("\n")[0] }).toEqual({ code: 125, first: message });
});

it("an external CA may have an empty address", async () => {
  expect((await session().docker(["swarm", "init", "--external-ca", "protocol=cfssl,url="])).stderr).not.toContain("needs a url=");
});
