import { useMemo, useState } from "preact/hooks";
import { type CommandRecord, commandText } from "../../../src/plan/command-record.ts";
import type { Change } from "../../../src/plan/diff.ts";
import { expand } from "../../../src/plan/outline.ts";
import { picture as pictureOf } from "../../../src/plan/picture.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { fieldText, marked, taskText, updateText } from "../../../src/report/changes.ts";
import type { PageData } from "../../../src/report/page.ts";
import { Legend } from "./bar.tsx";
import { Board, type Selection } from "./board.tsx";
import { Details } from "./details.tsx";
import { ALL, type Filter, shownLanes } from "./filter.ts";
import { Findings } from "./findings.tsx";
import { keyOf, marksOf, SIGNS, WORDS } from "./marks.ts";
import { Toolbar } from "./swarm-view.tsx";

/** Changes that are listed at once. */
const LISTED = 200;

function ChangeItem({ change }: { change: Change }) {
  const { action, kind, name, facts, fields, certainty, update } = change;
  const tasks = taskText([change]);
  return (
    <li class={`change is-${action}`}>
      <span class={`mark is-${action}`} title={WORDS[action]}>
        <span aria-hidden="true">{SIGNS[action]}</span>
        <span class="heard">{WORDS[action]}: </span>
      </span>
      <b>
        {kind} {name}
      </b>{" "}
      <span class="facts">
        {action !== "change" &&
          Object.entries(facts)
            .filter(([, text]) => text !== "")
            .map(([label, text]) => `${label} ${marked(text, certainty?.[label])}`)
            .join(" · ")}
      </span>
      {(fields.length > 0 || tasks || update) && (
        <ul>
          {fields.map((field) => (
            <li key={field.path}>
              <code>{fieldText(field, false)}</code>
            </li>
          ))}
          {tasks && <li>{tasks}</li>}
          {update && <li class="waits">{updateText(update)}</li>}
        </ul>
      )}
    </li>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const [most, setMost] = useState(LISTED);
  if (changes.length === 0) return <p>No changes.</p>;
  return (
    <>
      <ul class="changes">
        {changes.slice(0, most).map((change) => (
          <ChangeItem key={keyOf(change.kind, change.name)} change={change} />
        ))}
      </ul>
      {changes.length > most && (
        <button type="button" onClick={() => setMost(changes.length)}>
          {changes.length - most} more changes
        </button>
      )}
    </>
  );
}

/** Services whose tasks a plan touches: what is restarted, stopped, or left waiting. */
function BlastRadius({ changes }: { changes: readonly Change[] }) {
  const hit = changes.filter(({ tasks }) => tasks && tasks.restarted + tasks.stopped + Object.keys(tasks.waiting).length > 0);
  return (
    <section class="box">
      <h2>Blast radius</h2>
      {hit.length === 0 ? (
        <p>No task that runs now is stopped.</p>
      ) : (
        <ul class="sentences">
          {hit.slice(0, LISTED).map((change) => (
            <li key={change.name} class={Object.keys(change.tasks?.waiting ?? {}).length > 0 ? "waits" : ""}>
              <b>{change.name}</b>: {taskText([change])}
            </li>
          ))}
          {hit.length > LISTED && <li>and {hit.length - LISTED} more</li>}
        </ul>
      )}
    </section>
  );
}

function Commands({ title, records, failed = false }: { title: string; records: readonly CommandRecord[]; failed?: boolean }) {
  if (records.length === 0) return null;
  return (
    <section class={failed ? "box is-failed" : "box"}>
      <h2>{title}</h2>
      <ul class="sentences">
        {records.map((record, at) => (
          <li key={at}>
            {record.file && record.line ? `${record.file}:${record.line} ` : record.line ? `line ${record.line} ` : ""}
            <code>{commandText(record)}</code>
            {failed && <pre>{record.stderr.trimEnd()}</pre>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Side({
  title,
  snapshot,
  changes,
  filter,
  onlyChanges,
}: {
  title: string;
  snapshot: Snapshot;
  changes: readonly Change[];
  filter: Filter;
  onlyChanges: boolean;
}) {
  const picture = useMemo(() => pictureOf(snapshot), [snapshot]);
  const marks = useMemo(() => marksOf(changes), [changes]);
  const [selected, setSelected] = useState<Selection>();
  const lanes = useMemo(
    () => shownLanes(picture, filter, onlyChanges ? (kind, name) => marks.has(keyOf(kind, name)) : undefined),
    [picture, filter, onlyChanges, marks],
  );
  return (
    <section class="side">
      <h2>{title}</h2>
      <Board picture={picture} lanes={lanes} marks={marks} selected={selected} label={title} onSelect={setSelected} />
      {selected && <Details snapshot={snapshot} picture={picture} selected={selected} onClose={() => setSelected(undefined)} />}
    </section>
  );
}

/** A plan: what changes, what it hits, what failed, what the rules find, and the swarm before and after beside each other. */
export function PlanPage({ data }: { data: Extract<PageData, { kind: "plan" }> }) {
  const { plan, rules } = data;
  const before = useMemo(() => data.before && expand(data.before), [data]);
  const after = useMemo(() => expand(data.after), [data]);
  const [filter, setFilter] = useState<Filter>(ALL);
  const [onlyChanges, setOnlyChanges] = useState(plan.changes.length > 0);
  const picture = useMemo(() => pictureOf(after), [after]);
  const { summary } = plan;
  return (
    <>
      <p class="counts">
        <code>{plan.command.join(" ")}</code>
        {(["add", "change", "replace", "remove"] as const).map((action) => (
          <span key={action} class={`mark is-${action}`}>
            {SIGNS[action]} {summary[action]} {WORDS[action]}
          </span>
        ))}
        {plan.failed.length > 0 && <span class="mark is-failed">! {plan.failed.length} failed</span>}
        {plan.status !== 0 && <span class="waits">exit status {plan.status}</span>}
      </p>
      <div class="boxes">
        <section class="box">
          <h2>Changes</h2>
          <Changes changes={plan.changes} />
          {plan.certainty && <p class="facts">{plan.certainty}</p>}
        </section>
        <div>
          <Commands title="Failed" records={plan.failed} failed />
          <BlastRadius changes={plan.changes} />
          <section class="box">
            <h2>Findings</h2>
            <Findings findings={plan.findings} rules={rules} />
          </section>
          <Commands title="Found nothing, and the script went on" records={plan.failedReads} />
          <Commands title="Not simulated, and skipped" records={plan.skipped} />
        </div>
      </div>
      <Toolbar picture={picture} filter={filter} onFilter={setFilter} />
      <p class="counts">
        <label>
          <input type="checkbox" checked={onlyChanges} onChange={(event) => setOnlyChanges(event.currentTarget.checked)} /> only what changes
        </label>
        <Legend />
      </p>
      <div class={before ? "sides" : ""}>
        {before && <Side title="Before" snapshot={before} changes={plan.changes} filter={filter} onlyChanges={onlyChanges} />}
        <Side
          title={before ? "After" : "After (a saved plan does not hold what was before)"}
          snapshot={after}
          changes={plan.changes}
          filter={filter}
          onlyChanges={onlyChanges}
        />
      </div>
    </>
  );
}
