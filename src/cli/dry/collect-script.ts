/** How the script treats the values of environment variables: as they are, or as digests. */
const HIDE = `# Environment values stay here: a digest of each is printed, enough to see that one has changed.
digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-16
}
values() {
  inside=
  while IFS= read -r line; do
    case $line in
      *'"Env": [') inside=yes ;;
      *\\] | *\\],) inside= ;;
      *=*)
        if [ "$inside" ]; then
          name=\${line%%=*} value=\${line#*=} end=
          case $value in *,) end=, value=\${value%,} ;; esac
          value=\${value%\\"}
          line="$name=digest:sha256:$(printf '%s\\0%s' "\${name#*\\"}" "$value" | digest)\\"$end"
        fi ;;
    esac
    printf '%s\\n' "$line"
  done
}
# Tasks have the variables of their services: theirs are left out.
variables() { sed '/"Env": \\[$/,/\\]/d'; }`;

const SHOW = `# Environment values are printed as they are: the script was made with --env.
values() { cat; }
variables() { cat; }`;

/** The POSIX shell script that gathers what an import needs of a swarm. It reads, and changes nothing. */
export function collectScript(env: boolean): string {
  return `#!/bin/sh
# Gathers what dryswarm needs to know of a swarm. It only reads: docker info, ls, ps and inspect. Neither secrets nor the
# contents of configs are printed, nor join tokens.
#   sh collect.sh > swarm.json                   on a manager
#   sh collect.sh > node-2.json                  on other nodes, if you like: adds their own networks
#   dryswarm plan --from swarm.json --from node-2.json -- ./deploy.sh
set -eu
${env ? SHOW : HIDE}
# Inspects objects of a kind, a hundred at a time; none are no failure.
inspect() {
  kind=$1 && shift
  [ $# -gt 0 ] || return 0
  printf '%s\\n' "$@" | xargs -n 100 docker inspect --type "$kind" --
}

docker info --format '{"Name":{{json .Name}},"ServerVersion":{{json .ServerVersion}},"Swarm":{{json .Swarm}}}'
inspect network $(docker network ls --quiet --no-trunc)
[ "$(docker info --format '{{.Swarm.ControlAvailable}}')" = true ] || exit 0

inspect node $(docker node ls --quiet)
services=$(docker service ls --quiet)
[ -z "$services" ] || inspect service $services | values
[ -z "$services" ] || inspect task $(docker service ps --quiet --no-trunc $services) | variables
for id in $(docker config ls --quiet); do
  docker config inspect --format '{"configs":[{"ID":{{json .ID}},"Version":{{json .Version}},"CreatedAt":{{json .CreatedAt}},"UpdatedAt":{{json .UpdatedAt}},"Spec":{"Name":{{json .Spec.Name}},"Labels":{{json .Spec.Labels}}}}]}' "$id"
done
for id in $(docker secret ls --quiet); do
  docker secret inspect --format '{"secrets":[{"ID":{{json .ID}},"Version":{{json .Version}},"CreatedAt":{{json .CreatedAt}},"UpdatedAt":{{json .UpdatedAt}},"Spec":{"Name":{{json .Spec.Name}},"Labels":{{json .Spec.Labels}}}}]}' "$id"
done
`;
}
