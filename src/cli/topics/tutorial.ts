/**
 * Text of `dryswarm help tutorial`: the networks of a swarm, step by step. Lines that begin with `  $ ` are typed, what stands below one
 * is what it prints; a test holds each to what it prints.
 */
export const tutorial = `The networks of a swarm, step by step

Nothing of Docker is touched: all of it happens in a state of its own.

  $ export DRYSWARM_STATE=/tmp/dryswarm-tutorial.json
  $ dryswarm state reset --force

1. A swarm. Its networks get their subnets from a pool: here 1,024 subnets of
   64 addresses. The first one is for ingress, on which ports are published.

  $ dryswarm swarm init --default-addr-pool 10.20.0.0/16 --default-addr-pool-mask-length 26 >/dev/null
  $ dryswarm network ls --filter scope=swarm --format '{{.Name}} {{.Driver}}'
  ingress overlay
  $ dryswarm network inspect --format '{{(index .IPAM.Config 0).Subnet}}' ingress
  10.20.0.0/26

2. An overlay network takes the next one, or one that you name. The gateway is
   the first address of the subnet unless you name another.

  $ dryswarm network create -d overlay my-network >/dev/null
  $ dryswarm network inspect --format '{{range .IPAM.Config}}{{.Subnet}} {{.Gateway}}{{end}}' my-network
  10.20.0.64/26 10.20.0.65
  $ dryswarm network create -d overlay --opt encrypted --subnet 10.0.9.0/24 --gateway 10.0.9.99 my-encrypted >/dev/null

   A subnet that overlaps another one is accepted without a word, as on a real
   swarm, and will never work: explain says so.

  $ dryswarm network create -d overlay --subnet 10.20.0.64/28 another >/dev/null
  $ dryswarm explain another | head -n 1
  another has no subnet: 10.20.0.64/28 overlaps 10.20.0.64/26 of network my-network. The engine accepts such a network without a word, and services on it wait in New until that network is gone.
  $ dryswarm network rm another
  another

3. A service on it gets a virtual IP (VIP) there, and an address for each task.

  $ dryswarm service create -q --name web --replicas 3 --network my-network --publish 8080:80 nginx >/dev/null
  $ dryswarm service ls --format '{{.Name}} {{.Replicas}} {{.Ports}}'
  web 3/3 *:8080->80/tcp
  $ dryswarm resolve web --from web
  NETWORK     SERVICE  AS    KIND  ADDRESSES
  my-network  web      name  vip   10.20.0.66

4. Another network joins a running service with --network-add: its tasks are
   replaced.

  $ dryswarm service update -q --network-add my-encrypted web >/dev/null
  $ dryswarm service inspect --format '{{len .Endpoint.VirtualIPs}} VIPs' web
  3 VIPs
  $ dryswarm route 8080
  NODE    ADDRESS       SERVICE  MODE     TASK   ON      TO
  node-1  192.168.65.2  web      ingress  web.1  node-1  10.20.0.7:80/tcp
  node-1  192.168.65.2  web      ingress  web.2  node-1  10.20.0.8:80/tcp
  node-1  192.168.65.2  web      ingress  web.3  node-1  10.20.0.9:80/tcp

5. Without a VIP, a name gives the addresses of the tasks.

  $ dryswarm service create -q --name db --network my-network --endpoint-mode dnsrr postgres >/dev/null
  $ dryswarm resolve db --from web
  NETWORK     SERVICE  AS    KIND   ADDRESSES
  my-network  db       name  dnsrr  10.20.0.74

6. What must pass between the hosts.

  $ dryswarm firewall
  PROTOCOL  PORT  FROM       TO         WHY
  tcp       2377  all nodes  all nodes  management: nodes to managers
  tcp       7946  all nodes  all nodes  gossip of the overlay networks
  udp       7946  all nodes  all nodes  gossip of the overlay networks
  udp       4789  all nodes  all nodes  data of the overlay networks (VXLAN)
  esp             all nodes  all nodes  data of encrypted networks: my-encrypted
  tcp       8080  any        all nodes  published by web

7. A subnet has an end: see it before your users do.

  $ dryswarm capacity --replicas web=70 my-network
  Pool: 2 of 1024 subnets of /26 in 10.20.0.0/16 used, 1022 free

  NETWORK     SUBNET         SIZE  VIPS  TASKS  LBS  FREE  SURGE  FITS
  my-network  10.20.0.64/26  61    1     71     1    0     0      12 too few
  $ dryswarm service scale --detach web=70
  web scaled to 70
  $ dryswarm explain web | head -n 3
  58 of 70 tasks of web run.
  12 tasks: It is New: it has not got its addresses.
  my-network (10.20.0.64/26) is full: 1 VIP, 59 tasks and 1 load balancer take all of its 61 addresses. A subnet cannot grow.

Your own script or stack, before it meets a real swarm:

  dryswarm plan deploy.sh
  dryswarm plan -c stack.yml shop
  dryswarm check -c stack.yml shop
`;
