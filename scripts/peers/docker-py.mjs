// docker-py's integration tests: `python3 -m pytest` on a checkout of docker/docker-py. Python must have docker's dependencies,
// pytest, pytest-timeout and paramiko (PYTHON names another python3 than the one on PATH).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./served.mjs";

const MODULES = (
  "api_swarm api_service api_network api_config api_secret api_volume api_container api_exec api_healthcheck models_swarm models_services " +
  "models_networks models_nodes models_volumes models_containers models_resources client errors regression"
).split(" ");

/** Images that the tests expect to be missing. */
export const environment = { missingImages: ["dockerpytest_does_not_exist", "sakuya.jp/kirisame", "gensokyo.jp/kirisame"] };

/** Results of the suite by `module::test`. */
export async function results({ source, socket, folder, show }) {
  const report = join(folder, "junit.xml");
  const tests = MODULES.map((name) => join("tests", "integration", `${name}_test.py`));
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=20", `--junitxml=${report}`, ...tests];
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_TEST_API_VERSION: "1.45", PYTHONPATH: source };
  const { output } = await run(process.env.PYTHON ?? "python3", args, { cwd: source, env, show });
  if (!existsSync(report)) throw new Error(output || "pytest did not run");
  const cases = readFileSync(report, "utf8").matchAll(/<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs);
  return new Map(
    [...cases].map(([, module, name, inside = ""]) => {
      const failed = /<(?:failure|error) message="([^"]{0,160})/.exec(inside);
      return [
        `${module.split(".").at(-2)}::${name}`,
        failed ? { state: "failed", why: failed[1] } : { state: inside.includes("<skipped") ? "skipped" : "passed" },
      ];
    }),
  );
}
