import { useEffect, useState } from "preact/hooks";
import { expand, type Outline } from "../../../src/plan/outline.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { SwarmView } from "./swarm-view.tsx";

/** The swarm of the server that the page came from, asked anew with each of its events. What comes while it is asked is asked for once more. */
export function LivePage() {
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let busy = false;
    let again = false;
    const ask = async (): Promise<void> => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      do {
        again = false;
        try {
          const answer = await fetch("swarm.json", { cache: "no-store" });
          if (!answer.ok) throw new Error(`it answers ${answer.status}`);
          setSnapshot(expand((await answer.json()) as Outline));
          setProblem("");
        } catch (error) {
          setProblem((error as Error).message);
        }
      } while (again);
      busy = false;
    };
    void ask();
    const events = new EventSource("events");
    // What happened before the events came is in no event.
    events.onopen = () => void ask();
    events.onmessage = () => void ask();
    events.onerror = () => setProblem("its events have stopped; trying again");
    return () => events.close();
  }, []);
  return (
    <>
      <p class={problem ? "live waits" : "live"} role="status">
        {problem ? `The server is not there: ${problem}` : snapshot ? "live" : "connecting"}
      </p>
      {snapshot && <SwarmView snapshot={snapshot} />}
    </>
  );
}
