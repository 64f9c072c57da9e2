import { engineProfile } from "../../src/engine/index.ts";
import type { EngineProfile } from "../../src/engine/profiles/index.ts";
import { newRootCertificate } from "../../src/support/ca.ts";
import { realRandom } from "../../src/support/random.ts";
import { realClock } from "../../src/support/real-clock.ts";
import { sealData } from "../../src/support/seal.ts";

/** What an engine of 28.5.2 is given from outside: the real clock, random numbers and certificates. */
export const dependencies = {
  clock: realClock(),
  random: (drawn: number) => Object.assign(realRandom(), { drawn }),
  loadCA: async () => newRootCertificate,
  loadSeal: async () => sealData,
  profile: engineProfile("28.5") as EngineProfile,
  version: "28.5.2",
};
