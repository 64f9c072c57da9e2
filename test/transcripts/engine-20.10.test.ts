import { replayRecordingsOf } from "./of-engine.ts";

replayRecordingsOf("20.10", ["network", "swarm", "service", "random"], {
  "random/0021": 1,
  "service/flags-of-create": 1,
  "service/update-in-detail": 3,
  "service/vips-given-and-reused": 1,
});
