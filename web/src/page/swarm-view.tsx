import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { explain } from "../../../src/plan/explain.ts";
import { type Picture, picture as pictureOf, type ServicePicture } from "../../../src/plan/picture.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { Legend } from "./bar.tsx";
import { Board, type Selection } from "./board.tsx";
import { Details } from "./details.tsx";
import { ALL, type Filter, shownLanes } from "./filter.ts";

/** Services that wait and are listed above the board. */
const LISTED = 8;

/** What of the swarm is shown: a search box, and the stacks, labels and networks that can be shown alone. */
export function Toolbar({ picture, filter, onFilter }: { picture: Picture; filter: Filter; onFilter(filter: Filter): void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener("keydown", jump);
    return () => document.removeEventListener("keydown", jump);
  }, []);
  const choice = (name: "stack" | "label" | "network", all: string, options: readonly (readonly [value: string, text: string])[]) =>
    options.length > 0 && (
      <select aria-label={`Show one ${name} alone`} value={filter[name]} onChange={(event) => onFilter({ ...filter, [name]: event.currentTarget.value })}>
        <option value="">{all}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    );
  const same = (texts: readonly string[]) => texts.map((text) => [text, text] as const);
  return (
    <search class="toolbar">
      <input
        ref={box}
        type="search"
        placeholder="Search names, addresses, ports, images ( / )"
        aria-label="Search"
        value={filter.text}
        onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      {choice("stack", "all stacks", same(picture.stacks))}
      {choice("label", "all labels", same(picture.labels))}
      {choice(
        "network",
        "all networks",
        picture.lanes.filter(({ id }) => id !== "").map(({ id, name }) => [id, name] as const),
      )}
      {filter !== ALL && (
        <button type="button" onClick={() => onFilter(ALL)}>
          Show all
        </button>
      )}
    </search>
  );
}

function Waiting({ snapshot, services, onSelect }: { snapshot: Snapshot; services: readonly ServicePicture[]; onSelect(one: Selection): void }) {
  const said = useMemo(() => services.slice(0, LISTED).map(({ id }) => explain(snapshot, id)?.sentences.slice(1) ?? []), [snapshot, services]);
  if (services.length === 0) return null;
  const count = services.reduce((sum, { waiting }) => sum + waiting.reduce((all, one) => all + one.count, 0), 0);
  return (
    <section class="waiting" aria-label="What waits">
      <h2>
        {count} {count === 1 ? "task waits" : "tasks wait"}
      </h2>
      <ul>
        {services.slice(0, LISTED).map((service, at) => (
          <li key={service.id}>
            <button type="button" onClick={() => onSelect({ kind: "service", id: service.id })}>
              {service.name}
            </button>{" "}
            {said[at]?.join(" ")}
          </li>
        ))}
        {services.length > LISTED && <li>and {services.length - LISTED} more services</li>}
      </ul>
    </section>
  );
}

/** Counts of what there is, in one line. */
export function countsText({ nodes, lanes, services, pool }: Picture): string {
  const one = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const tasks = [...services.values()].reduce((sum, service) => sum + service.tasks.length, 0);
  const networks = lanes.filter(({ id }) => id !== "").length;
  return `${one(nodes.length, "node")}, ${one(networks, "network")}, ${one(services.size, "service")}, ${one(tasks, "task")}; ${pool.used} of ${pool.plan} taken`;
}

/** A swarm with all that can be asked of it. */
export function SwarmView({ snapshot }: { snapshot: Snapshot }) {
  const picture = useMemo(() => pictureOf(snapshot), [snapshot]);
  const [filter, setFilter] = useState<Filter>(ALL);
  const [selected, setSelected] = useState<Selection>();
  const lanes = useMemo(() => shownLanes(picture, filter), [picture, filter]);
  const waiting = useMemo(() => [...picture.services.values()].filter((service) => service.waiting.length > 0), [picture]);
  useEffect(() => {
    const close = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setSelected(undefined);
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, []);
  if (picture.nodes.length === 0 && picture.services.size === 0) return <p class="nothing">There is no swarm yet: docker swarm init makes one.</p>;
  return (
    <>
      <Toolbar picture={picture} filter={filter} onFilter={setFilter} />
      <p class="counts">
        <span aria-live="polite">{countsText(picture)}</span>
        <Legend />
      </p>
      <Waiting snapshot={snapshot} services={waiting} onSelect={setSelected} />
      <div class={`with-details${selected ? " is-open" : ""}`}>
        <Board picture={picture} lanes={lanes} selected={selected} label="Swarm" onSelect={setSelected} />
        {selected && <Details snapshot={snapshot} picture={picture} selected={selected} onClose={() => setSelected(undefined)} />}
      </div>
    </>
  );
}
