import { attachmentsOf, isEncrypted, portsOf, subnetsOf, swarmNetworks } from "../../../src/plan/facts.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";

/** Languages that the tour is told in. */
export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];
/** A text in each language. */
export type Told = Readonly<Record<Language, string>>;

/** A step of the tour: what is to be typed, and how the swarm looks when it was done. */
export interface Step {
  readonly title: Told;
  readonly text: Told;
  readonly commands: readonly { readonly host: string; readonly line: string }[];
  done(snapshot: Snapshot): boolean;
}

const on = (host: string, ...lines: string[]) => lines.map((line) => ({ host, line }));
const network = (snapshot: Snapshot, name: string) => swarmNetworks(snapshot).find(({ Name }) => Name === name);
const service = ({ services }: Snapshot, name: string) => services.find(({ Spec }) => Spec.Name === name);

/** Tasks of a service that run. */
function running(snapshot: Snapshot, name: string) {
  const id = service(snapshot, name)?.ID;
  return snapshot.tasks.filter(({ ServiceID, Status }) => id !== undefined && ServiceID === id && Status.State === "running");
}

/** The tutorial on swarm service networks. Each step needs those before it. */
export const TOUR: readonly Step[] = [
  {
    title: { en: "A swarm", ko: "스웜 만들기" },
    text: {
      en: "node-1 becomes the first manager of a swarm. With it comes the network ingress, which carries published ports to tasks on every node.",
      ko: "node-1이 스웜의 첫 번째 매니저가 됩니다. 이때 ingress 네트워크도 함께 생깁니다. 공개한 포트로 들어온 연결을 모든 노드의 태스크로 전달하는 네트워크입니다.",
    },
    commands: on("node-1", "docker swarm init", "docker network ls"),
    done: ({ nodes }) => nodes.length > 0,
  },
  {
    title: { en: "Two workers", ko: "워커 두 대" },
    text: {
      en: "Each terminal is a host. Two more join as workers with the token that the manager gives.",
      ko: "터미널 하나가 호스트 한 대입니다. 매니저가 알려 주는 토큰으로 두 호스트가 워커로 참가합니다.",
    },
    commands: ["node-2", "node-3"].flatMap((host) =>
      on(host, "docker swarm join --token $(docker -H ssh://node-1 swarm join-token -q worker) 192.168.65.2:2377"),
    ),
    done: ({ nodes }) => nodes.length >= 3,
  },
  {
    title: { en: "An overlay network", ko: "오버레이 네트워크" },
    text: {
      en: "An overlay spans all nodes. The swarm takes the next free subnet of its pool for it, the gateway in it, and a VXLAN ID: a lane appears beside.",
      ko: "오버레이는 모든 노드에 걸친 네트워크입니다. 스웜이 주소 풀에서 비어 있는 다음 서브넷과 게이트웨이, VXLAN ID를 정해 줍니다. 옆 그림에 새 레인이 나타납니다.",
    },
    commands: on("node-1", "docker network create --driver overlay my-network", "docker network inspect my-network"),
    done: (snapshot) => network(snapshot, "my-network")?.Driver === "overlay",
  },
  {
    title: { en: "A service of three tasks", ko: "태스크 세 개짜리 서비스" },
    text: {
      en: "The service gets a virtual IP on the network, each task an address, and each node with a task one for its load balancer: the bar of the lane counts them.",
      ko: "서비스는 네트워크에서 가상 IP(VIP)를, 태스크는 각자 주소를, 태스크가 있는 노드는 로드 밸런서용 주소를 하나씩 받습니다. 레인의 막대가 그 수를 보여 줍니다.",
    },
    commands: on("node-1", "docker service create -q --name my-redis --replicas 3 --network my-network redis:3.0.6", "docker service ps my-redis"),
    done: (snapshot) => running(snapshot, "my-redis").length === 3,
  },
  {
    title: { en: "A subnet of one's own", ko: "서브넷 직접 정하기" },
    text: {
      en: "Subnet and gateway may be given. A subnet that overlaps another one would be accepted as well, and get nothing: dryswarm explain says why.",
      ko: "서브넷과 게이트웨이를 직접 정할 수 있습니다. 다른 네트워크와 겹치는 서브넷도 명령은 받아들여지지만 실제로는 할당되지 않습니다. 이유는 dryswarm explain이 알려 줍니다.",
    },
    commands: on("node-1", "docker network create -d overlay --subnet 10.0.9.0/24 --gateway 10.0.9.99 my-subnet"),
    done: (snapshot) => subnetsOf(network(snapshot, "my-subnet") ?? { IPAM: { Driver: "", Options: null, Config: null } }).includes("10.0.9.0/24"),
  },
  {
    title: { en: "Encryption", ko: "암호화" },
    text: {
      en: "With --opt encrypted what tasks say to each other between nodes is encrypted (ESP, IP protocol 50), which firewalls between the nodes have to let pass.",
      ko: "--opt encrypted를 주면 노드 사이를 오가는 태스크의 통신이 암호화됩니다(ESP, IP 프로토콜 50). 노드 사이의 방화벽이 이것을 통과시켜야 합니다.",
    },
    commands: on("node-1", "docker network create -d overlay --opt encrypted my-secure", "dryswarm firewall"),
    done: (snapshot) => {
      const secure = network(snapshot, "my-secure");
      return secure !== undefined && isEncrypted(secure);
    },
  },
  {
    title: { en: "A service on two networks", ko: "두 네트워크에 있는 서비스" },
    text: {
      en: "A second service, joined to one more network while it runs: its tasks are replaced one by one. On my-network it finds my-redis by its name.",
      ko: "두 번째 서비스를 만들고, 실행 중에 네트워크를 하나 더 붙입니다. 태스크가 하나씩 교체됩니다. my-network에서는 my-redis를 이름으로 찾을 수 있습니다.",
    },
    commands: on(
      "node-1",
      "docker service create -q --name my-web --replicas 3 --network my-network nginx",
      "docker service update -q --network-add my-subnet my-web",
      "dryswarm resolve my-redis --from my-web",
    ),
    done: (snapshot) => {
      const web = service(snapshot, "my-web");
      return web !== undefined && attachmentsOf(web).length === 2;
    },
  },
  {
    title: { en: "A published port", ko: "포트 공개" },
    text: {
      en: "Port 8080 of every node leads to the tasks of my-web, by the routing mesh: the service appears in the lane ingress. Select it to see the routes.",
      ko: "모든 노드의 8080 포트가 라우팅 메시를 거쳐 my-web의 태스크로 이어집니다. 서비스가 ingress 레인에 나타납니다. 서비스를 선택하면 경로를 볼 수 있습니다.",
    },
    commands: on("node-1", "docker service update -q --publish-add 8080:80 my-web", "dryswarm route 8080"),
    done: (snapshot) => {
      const web = service(snapshot, "my-web");
      return web !== undefined && portsOf(web).some(({ PublishedPort }) => PublishedPort === 8080);
    },
  },
  {
    title: { en: "A node is drained", ko: "노드 비우기" },
    text: {
      en: "The tasks of node-3 end, and others start in their place on the nodes that are left, with other addresses.",
      ko: "node-3의 태스크가 끝나고, 남은 노드에서 새 태스크가 다른 주소를 받아 시작됩니다.",
    },
    commands: on("node-1", "docker node update --availability drain node-3", "docker service ps my-web"),
    done: (snapshot) => {
      const node = snapshot.nodes.find(({ Description }) => Description.Hostname === "node-3");
      return node?.Spec.Availability === "drain" && snapshot.tasks.every(({ NodeID, Status }) => NodeID !== node.ID || Status.State !== "running");
    },
  },
  {
    title: { en: "What is in use stays", ko: "사용 중인 것은 남는다" },
    text: {
      en: "A network with services on it cannot be removed; one that nobody uses goes.",
      ko: "서비스가 사용 중인 네트워크는 지울 수 없고, 아무도 쓰지 않는 네트워크는 지워집니다.",
    },
    commands: on("node-1", "docker network rm my-network", "docker network rm my-secure"),
    done: (snapshot) => network(snapshot, "my-network") !== undefined && network(snapshot, "my-secure") === undefined,
  },
  {
    title: { en: "Before it is done", ko: "실행하기 전에" },
    text: {
      en: "dryswarm plan says what a stack would do; then it is deployed. The file shop.yml can be changed below.",
      ko: "dryswarm plan은 스택이 무엇을 바꿀지 먼저 보여 줍니다. 그다음에 배포합니다. shop.yml 파일은 아래에서 고칠 수 있습니다.",
    },
    commands: on("node-1", "dryswarm plan -c shop.yml shop", "docker stack deploy --detach=true -c shop.yml shop"),
    done: (snapshot) => service(snapshot, "shop_web") !== undefined,
  },
  {
    title: { en: "Pools of one's own", ko: "주소 풀 직접 정하기" },
    text: {
      en: "Leave, and begin anew with another address pool: its networks get subnets of /26 from 10.20.0.0/16.",
      ko: "스웜을 떠난 뒤 다른 주소 풀로 새로 시작합니다. 이제 네트워크는 10.20.0.0/16에서 /26 서브넷을 받습니다.",
    },
    commands: on(
      "node-1",
      "docker swarm leave --force",
      "docker swarm init --default-addr-pool 10.20.0.0/16 --default-addr-pool-mask-length 26",
      "docker network create -d overlay my-network",
    ),
    done: (snapshot) => /^10\.20\..*\/26$/.test(subnetsOf(network(snapshot, "my-network") ?? { IPAM: { Driver: "", Options: null, Config: null } })[0] ?? ""),
  },
];

/** Files that the playground begins with. */
export const FILES: Readonly<Record<string, string>> = {
  "shop.yml": `services:
  web:
    image: nginx
    networks: [front, back]
    ports: ["9090:80"]
    deploy: {replicas: 2}
  db:
    image: postgres
    networks: [back]
networks:
  front: {}
  back: {driver_opts: {encrypted: ""}}
`,
};

/** Words of the playground's own. */
export const WORDS: Readonly<
  Record<"tour" | "step" | "run" | "done" | "end" | "again" | "export" | "import" | "reset" | "files" | "terminals" | "language", Told>
> = {
  tour: { en: "Guided tour: swarm service networks", ko: "따라 하기: 스웜 서비스 네트워크" },
  step: { en: "Step", ko: "단계" },
  run: { en: "Type it", ko: "입력하기" },
  done: { en: "done", ko: "완료" },
  end: { en: "That was the tour. The swarm is yours: try what you like.", ko: "여기까지입니다. 이제 스웜에서 마음껏 시험해 보세요." },
  again: { en: "Begin the tour again", ko: "처음부터 다시" },
  export: { en: "Export the state", ko: "상태 내보내기" },
  import: { en: "Import a state", ko: "상태 가져오기" },
  reset: { en: "Begin anew", ko: "모두 지우기" },
  files: { en: "Files", ko: "파일" },
  terminals: { en: "Terminals", ko: "터미널" },
  language: { en: "Language", ko: "언어" },
};
