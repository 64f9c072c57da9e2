// Integration targets of Ansible's community.docker: ansible-playbook on a checkout at PATH/ansible_collections/community/docker
// (a release that the installed ansible-core takes; python3 must have the docker package).
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./served.mjs";

const TARGETS = (
  "docker_network docker_network_info docker_swarm docker_swarm_info docker_swarm_service docker_swarm_service_info docker_node " +
  "docker_node_info docker_config docker_secret docker_volume docker_volume_info docker_host_info"
).split(" ");
const IMAGES = "quay.io/ansible/docker-test-containers";

/** Nothing about the hosts matters to these tests. */
export const environment = {};

/** Names of the parts of a target: its files in tasks/tests, or the whole target. */
function partsOf(tests) {
  try {
    return readdirSync(tests).filter((name) => name.endsWith(".yml"));
  } catch {
    return [""];
  }
}

/** Results by target and test file. What a target prepares and clears away runs around each of its files. */
export async function results({ source, socket, folder, show }) {
  const targets = join(source, "ansible_collections", "community", "docker", "tests", "integration", "targets");
  const found = new Map();
  for (const target of TARGETS)
    for (const part of partsOf(join(targets, target, "tasks", "tests"))) {
      const role = join(folder, "roles", target);
      rmSync(role, { recursive: true, force: true });
      cpSync(join(targets, target), role, { recursive: true });
      for (const other of part === "" ? [] : partsOf(join(role, "tasks", "tests"))) if (other !== part) rmSync(join(role, "tasks", "tests", other));
      // The roles that a target depends on install Docker.
      mkdirSync(join(role, "meta"), { recursive: true });
      writeFileSync(join(role, "meta", "main.yml"), "collections: [community.docker]\ndependencies: []\n");
      const play = {
        hosts: "localhost",
        connection: "local",
        environment: { DOCKER_HOST: `unix://${socket}` },
        vars: {
          docker_api_version: "1.45",
          docker_py_version: "5.0.3",
          docker_cli_version: "28.5.2",
          remote_tmp_dir: folder,
          openssl_present: false,
          docker_test_image_alpine: `${IMAGES}:alpine3.8`,
          docker_test_image_alpine_different: `${IMAGES}:alpine3.7`,
          docker_test_image_busybox: `${IMAGES}:busybox`,
          docker_test_image_hello_world: `${IMAGES}:hello-world`,
          docker_test_image_hello_world_base: IMAGES,
        },
        tasks: [{ include_role: { name: target } }],
      };
      const playbook = join(folder, "play.json");
      writeFileSync(playbook, JSON.stringify([play]));
      const env = {
        ANSIBLE_COLLECTIONS_PATH: source,
        ANSIBLE_COLLECTIONS_PATHS: source,
        ANSIBLE_ROLES_PATH: join(folder, "roles"),
        ANSIBLE_NOCOLOR: "1",
        ANSIBLE_LOCALHOST_WARNING: "false",
        ANSIBLE_RETRY_FILES_ENABLED: "false",
      };
      const { output } = await run("ansible-playbook", ["-i", "localhost,", playbook], { cwd: folder, env, show });
      const name = part === "" ? target : `${target}/${part.replace(/\.yml$/, "")}`;
      found.set(name, ended(output));
    }
  return found;
}

/** Outcome of a play by its recap; of a failed one with the first task that failed for good. */
function ended(output) {
  const [, ok = "0", failed = "1"] = /ok=(\d+).*?failed=(\d+)/.exec(output.slice(output.lastIndexOf("PLAY RECAP"))) ?? [];
  if (failed === "0" && ok !== "0") return { state: "passed" };
  const [first] = output.split("\nTASK ").filter((task) => task.includes("FAILED! =>") && !task.includes("...ignoring"));
  return { state: "failed", why: (first ?? output).replace(/\s+/g, " ").slice(0, 400) };
}
