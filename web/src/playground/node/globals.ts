/** What code for Node takes for granted and browsers lack; the build puts it in wherever it is named. */
export { Buffer } from "buffer/";

/** What is asked of a process: nothing that a browser could say is needed. */
export const process = {
  argv: ["dryswarm", "dryswarm"],
  env: {} as Record<string, string | undefined>,
  execArgv: [] as string[],
  platform: "linux",
  version: "",
  versions: {} as Record<string, string>,
  stdout: {},
  stderr: {},
  cwd: () => "/",
  exit: () => undefined,
  on: () => undefined,
  hrtime: { bigint: () => BigInt(Math.round(performance.now() * 1e6)) },
};
