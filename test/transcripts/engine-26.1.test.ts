import { replayRecordingsOf } from "./of-engine.ts";

replayRecordingsOf("26.1", ["network", "service", "stack", "swarm", "random", "reports"], {
  "network/ingress-network-replaced": 1,
  "network/networks-on-other-nodes": 1,
  "service/invalid-values": 1,
  "swarm/leave-and-what-stays": 2,
  "swarm/networks-on-a-worker": 1,
  "swarm/node-drain": 1,
  "swarm/on-a-worker": 1,
});
