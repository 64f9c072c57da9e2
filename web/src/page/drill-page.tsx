import type { Drill, DrillResult, Outcome } from "../../../src/plan/drill.ts";

const WORDS: Readonly<Record<Outcome, string>> = { holds: "holds", moves: "tasks move", degraded: "tasks wait", down: "down" };
/** How bad an outcome looks: as findings of these severities do. */
const LOOKS: Readonly<Record<Outcome, string>> = { holds: "info", moves: "info", degraded: "warning", down: "error" };

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

function Result({ result }: { result: DrillResult }) {
  const { kind, name, nodes, outcome, quorum, leader, services, fullNetworks } = result;
  return (
    <li class={`finding ${LOOKS[outcome]}`}>
      <p>
        <span class="severity">{WORDS[outcome]}</span>{" "}
        <b>
          {kind} {name}
        </b>{" "}
        {kind === "zone" && <span>({nodes.join(", ")})</span>}{" "}
        <span>
          {sum(services.map(({ moved }) => moved.length))} tasks move, {sum(services.flatMap(({ waiting }) => waiting.map(({ tasks }) => tasks)))} wait
        </span>
      </p>
      <p>
        {quorum.held
          ? `${quorum.left} of ${quorum.managers} managers are left, ${quorum.needed} are needed.`
          : `The quorum is lost: ${quorum.left} of ${quorum.managers} managers are left, ${quorum.needed} are needed. What runs goes on, nothing is placed anew.`}
        {leader && ` The leader ${leader.lost} is lost${leader.next ? `: ${leader.next} leads` : ""}.`}
        {fullNetworks.length > 0 && ` No address is left on ${fullNetworks.join(", ")}.`}
      </p>
      {services.length > 0 && (
        <details open={outcome === "down" || outcome === "degraded"}>
          <summary>Services concerned</summary>
          <ul>
            {services.map(({ service, before, after, moved, waiting }) => (
              <li key={service}>
                <b>{service}</b>: {after} of {before} tasks run afterwards
                <ul>
                  {moved.map(({ task, from, to }) => (
                    <li key={task}>
                      {task} moves from {from} to {to}
                    </li>
                  ))}
                  {waiting.map(({ reason, tasks }) => (
                    <li key={reason} class="waits">
                      {tasks} wait: {reason}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** The failures of a drill, each with what it leads to, in the order in which they were tried. */
export function DrillPage({ drill: { nodes, tasks, pool, results } }: { drill: Drill }) {
  return (
    <>
      <p class="counts">
        {nodes} nodes, {tasks} running tasks; {pool.free} free of {pool.plan}
      </p>
      <ul class="findings">
        {results.map((result) => (
          <Result key={`${result.kind} ${result.name}`} result={result} />
        ))}
      </ul>
      <p>When the pool is full: {pool.whenFull}</p>
    </>
  );
}
