import { replayRecordingsOf } from "./of-engine.ts";

replayRecordingsOf("20.10", ["network", "swarm"], {});
