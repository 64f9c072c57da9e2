// Writes fixtures/transcripts/stacks/NAME.console for each fixtures/stacks/NAME.yml: the commands alone, to be recorded with
// `npm run record`. The files that stacks name are made up on the way.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const fixtures = join(dirname(fileURLToPath(import.meta.url)), "..", "fixtures");
const target = join(fixtures, "transcripts", "stacks");
mkdirSync(target, { recursive: true });

for (const file of readdirSync(join(fixtures, "stacks")).filter((name) => name.endsWith(".yml"))) {
  const name = file.replace(/\.yml$/, "");
  const text = readFileSync(join(fixtures, "stacks", file), "utf8");
  const title = /^# (.*)/.exec(text)?.[1] ?? name;
  const files = [...text.matchAll(/file: (?:\.\/)?([\w.]+)/g)].map((match) => match[1]);
  const variables = text.includes("DB_PASSWORD") ? "DB_PASSWORD=secret " : "";
  const services = `$(docker stack services ${name} --format '{{.Name}}' | sort)`;
  const commands = [
    "docker swarm init --advertise-addr 192.168.65.2 > /dev/null",
    `cat > ${file} <<'X'\n${text.trimEnd()}\nX`,
    ...files.map((one) => `echo 'content of ${one}' > ${one}`),
    `${variables}docker stack config -c ${file} | sed "s|$PWD|DIR|"`,
    `${variables}docker stack deploy -d --resolve-image never -c ${file} ${name} | sort`,
    `docker stack services ${name} --format '{{.Name}} {{.Mode}} {{.Replicas}} {{.Image}} {{.Ports}}'`,
    `docker stack ps ${name} --format '{{.Name}} {{.Image}} {{.DesiredState}} {{.Error}}' | sed 's/\\.[a-z0-9]\\{25\\} / NODE /' | sort`,
    `for n in $(docker network ls --filter label=com.docker.stack.namespace=${name} --format '{{.Name}}'); do docker network inspect $n --format '{{.Name}} {{.Driver}} {{json .IPAM.Config}} {{.Internal}} {{.Attachable}} {{len .Containers}}'; done | sed 's/"10\\.0\\.[0-9]*\\./"10.0.N./g' | sort`,
    `for s in ${services}; do docker service inspect $s --format '{{.Spec.Name}} {{json .Spec.Labels}} {{json .Spec.Mode}} {{json .Spec.EndpointSpec}} {{len .Endpoint.VirtualIPs}}'; done`,
    `for s in ${services}; do docker service inspect $s --format '{{json .Spec.TaskTemplate.ContainerSpec}}' | sed 's/"\\(SecretID\\|ConfigID\\)":"[a-z0-9]*"/"\\1":"ID"/g'; done`,
    `for s in ${services}; do docker service inspect $s --format '{{json .Spec.TaskTemplate.Resources}} {{json .Spec.TaskTemplate.RestartPolicy}} {{json .Spec.TaskTemplate.Placement}} {{json .Spec.UpdateConfig}} {{json .Spec.RollbackConfig}} {{range .Spec.TaskTemplate.Networks}}{{json .Aliases}}{{json .DriverOpts}}{{end}}'; done`,
    `${variables}docker stack deploy -d --resolve-image never -c ${file} ${name} | sed 's/ (id.*//' | sort`,
    `docker stack rm -d=false ${name} | sort`,
    "docker stack ls",
  ];
  writeFileSync(join(target, `${name}.console`), `# ${title}\n${commands.map((command) => `$ ${command.split("\n").join("\n> ")}\n`).join("\n")}`);
}
