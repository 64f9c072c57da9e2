import { useEffect, useState } from "preact/hooks";
import { expand, type Outline } from "../../../src/plan/outline.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { SwarmView } from "./swarm-view.tsx";

/** An event of the simulated engines, as the server tells it. */
interface Happened {
  readonly type: string;
  readonly action: string;
  readonly name: string;
}

/** The swarm of the server that the page came from, asked anew with each of its events. What comes while it is asked is asked for once more. */
export function LivePage() {
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [problem, setProblem] = useState("");
  const [last, setLast] = useState<Happened>();
  useEffect(() => {
    let busy = false;
    let again = false;
    let shown = "";
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
          const text = await answer.text();
          // Much of what happens in a swarm is not drawn.
          if (text !== shown) setSnapshot(expand(JSON.parse(text) as Outline));
          shown = text;
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
    events.onmessage = ({ data }) => {
      setLast((before) => (JSON.parse(data) as Happened[]).at(-1) ?? before);
      void ask();
    };
    events.onerror = () => setProblem("its events have stopped; trying again");
    return () => events.close();
  }, []);
  return (
    <>
      <p class={problem ? "live waits" : "live"} role="status">
        {problem ? `The server is not there: ${problem}` : snapshot ? "live" : "connecting"}
        {!problem && snapshot && last && ` · ${last.type} ${last.name}: ${last.action}`}
      </p>
      {snapshot && <SwarmView snapshot={snapshot} />}
    </>
  );
}
