import { replayRecordingsOf } from "./of-engine.ts";

replayRecordingsOf("29", ["network", "swarm", "service", "stack"], {
  "service/missing-image": 4,
  "service/vips-given-and-reused": 1,
  "swarm/leave-and-what-stays": 1,
});
