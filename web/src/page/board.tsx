import { useState } from "preact/hooks";
import type { LanePicture, NodePicture, Picture, ServicePicture, TaskPicture } from "../../../src/plan/picture.ts";
import { AddressBar } from "./bar.tsx";
import type { ShownLane } from "./filter.ts";
import { keyOf, type Marks, SIGNS, WORDS } from "./marks.ts";

/** What is selected: the kind of an object and its ID. */
export interface Selection {
  readonly kind: "service" | "network" | "node";
  readonly id: string;
}

/** Columns that are shown at once. */
const NODES = 12;
/** Lanes that are shown at first, and with each further step. */
const LANES = 60;
/** Services of a lane that are shown at first: of few in all, and of many. */
const FEW = 60;
const MANY = 12;
/** Services with which there are many in all. */
const FROM_MANY = 200;
/** Services that each further step shows. */
const STEP = 100;
/** Tasks of a service that are shown on a node, one by one. */
const CHIPS = 6;

interface BoardProps {
  readonly picture: Picture;
  readonly lanes: readonly ShownLane[];
  readonly marks?: Marks | undefined;
  readonly selected?: Selection | undefined;
  readonly label: string;
  onSelect(selection: Selection): void;
}

/** What becomes of an object in a plan: its sign, and the word for those who hear the page. */
function Mark({ marks, kind, name }: { marks: Marks | undefined; kind: string; name: string }) {
  const action = marks?.get(keyOf(kind, name));
  return action ? (
    <span class={`mark is-${action}`} title={WORDS[action]}>
      <span aria-hidden="true">{SIGNS[action]}</span>
      <span class="heard">{WORDS[action]}: </span>
    </span>
  ) : null;
}

function Chip({ task, lane }: { task: TaskPicture; lane: string }) {
  const address = task.addresses[lane] ?? "";
  return (
    <li class={`chip${task.waits === undefined ? "" : " waits"}`} title={`${task.name}: ${task.waits ?? task.state}`}>
      {task.slot && <b>{task.slot}</b>} {address || (task.waits === undefined ? task.state : `${task.state}!`)}
    </li>
  );
}

function Cell({ tasks, lane }: { tasks: readonly TaskPicture[]; lane: string }) {
  if (tasks.length === 0) return <td />;
  const waits = tasks.filter((task) => task.waits !== undefined).length;
  return (
    <td>
      <ul class="chips">
        {tasks.length <= CHIPS ? (
          tasks.map((task) => <Chip key={task.id} task={task} lane={lane} />)
        ) : (
          <li class={`chip${waits > 0 ? " waits" : ""}`}>
            {tasks.length} tasks{waits > 0 ? `, ${waits} wait` : ""}
          </li>
        )}
      </ul>
    </td>
  );
}

interface RowProps {
  readonly service: ServicePicture;
  readonly lane: LanePicture;
  readonly nodes: readonly NodePicture[];
  readonly marks: Marks | undefined;
  readonly selected: boolean;
  onSelect(selection: Selection): void;
}

function Row({ service, lane, nodes, marks, selected, onSelect }: RowProps) {
  const place = service.places.find(({ network }) => network === lane.id);
  const on = new Map<string, TaskPicture[]>();
  for (const task of service.tasks) on.set(task.node, [...(on.get(task.node) ?? []), task]);
  const unplaced = on.get("") ?? [];
  const short = service.stack && service.name.startsWith(`${service.stack}_`) ? service.name.slice(service.stack.length + 1) : service.name;
  const action = marks?.get(keyOf("service", service.name));
  return (
    <tr class={`service${action ? ` is-${action}` : ""}${service.waiting.length > 0 ? " has-waiting" : ""}`}>
      <th scope="row">
        <button type="button" data-row aria-pressed={selected} onClick={() => onSelect({ kind: "service", id: service.id })}>
          <Mark marks={marks} kind="service" name={service.name} />
          {service.stack && <span class="stack">{service.stack}_</span>}
          <b>{short}</b>
        </button>
        <span class="facts">
          {place && service.endpoint === "dnsrr" && !lane.ingress ? "DNSRR" : place?.vip ? `VIP ${place.vip}` : place ? "no VIP" : ""} {service.mode}
          {service.ports.length > 0 && (lane.ingress || service.places.length === 0 || !service.places.some(({ network }) => network !== lane.id)) ? (
            <em> {service.ports.join(", ")}</em>
          ) : null}
        </span>
      </th>
      {nodes.map(({ id }) => (
        <Cell key={id} tasks={on.get(id) ?? []} lane={lane.id} />
      ))}
      <td class="unplaced">
        {unplaced.length > 0 && (
          <span class="waits">
            {unplaced.length} {unplaced.length === 1 ? "waits" : "wait"}: {unplaced[0]?.waits}
          </span>
        )}
      </td>
    </tr>
  );
}

function LaneHead({ lane, marks, selected, onSelect }: { lane: LanePicture; marks: Marks | undefined; selected: boolean; onSelect(one: Selection): void }) {
  if (lane.id === "") return <div class="lane-head">{lane.name}</div>;
  const flags = [lane.encrypted && "encrypted", lane.internal && "internal", lane.attachable && "attachable"].filter(Boolean);
  return (
    <div class="lane-head">
      <button type="button" data-row aria-pressed={selected} onClick={() => onSelect({ kind: "network", id: lane.id })}>
        <Mark marks={marks} kind="network" name={lane.name} />
        <b>{lane.name}</b>
      </button>
      <span class="facts">
        {lane.allocated ? (
          <>
            {lane.driver !== "overlay" && `${lane.driver} `}
            {lane.subnet && `${lane.subnet} · gateway ${lane.gateway || "none"}`}
            {lane.vxlan && ` · VXLAN ${lane.vxlan}`}
          </>
        ) : (
          <span class="waits">no subnet: it could not be allocated, and services on it wait</span>
        )}
        {flags.map((text) => (
          <span key={text} class={`flag ${text}`}>
            {text}
          </span>
        ))}
      </span>
      {lane.addresses && <AddressBar use={lane.addresses} />}
    </div>
  );
}

function Lane({
  shown: { lane, services },
  first,
  ...rest
}: { shown: ShownLane; first: number } & Omit<BoardProps, "lanes" | "label" | "picture"> & { nodes: readonly NodePicture[] }) {
  const [count, setCount] = useState(first);
  const { nodes, marks, selected, onSelect } = rest;
  const action = marks?.get(keyOf("network", lane.name));
  const isSelected = (kind: Selection["kind"], id: string): boolean => selected?.kind === kind && selected.id === id;
  const left = services.length - count;
  return (
    <tbody class={`lane${lane.ingress ? " ingress" : ""}${lane.allocated ? "" : " unallocated"}${action ? ` is-${action}` : ""}`}>
      <tr>
        <th scope="rowgroup" colSpan={nodes.length + 2}>
          <LaneHead lane={lane} marks={marks} selected={isSelected("network", lane.id)} onSelect={onSelect} />
        </th>
      </tr>
      {services.slice(0, count).map((service) => (
        <Row key={service.id} service={service} lane={lane} nodes={nodes} marks={marks} selected={isSelected("service", service.id)} onSelect={onSelect} />
      ))}
      {left > 0 && (
        <tr class="more">
          <td colSpan={nodes.length + 2}>
            <button type="button" data-row onClick={() => setCount(count + STEP)}>
              {left} more {left === 1 ? "service" : "services"} on {lane.name}: show {Math.min(left, STEP)}
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function NodeHead({ node, marks, selected, onSelect }: { node: NodePicture; marks: Marks | undefined; selected: boolean; onSelect(one: Selection): void }) {
  const labels = Object.entries(node.labels);
  return (
    <th scope="col" class={`node${node.ready ? "" : " is-off"}`}>
      <button type="button" aria-pressed={selected} onClick={() => onSelect({ kind: "node", id: node.id })}>
        <Mark marks={marks} kind="node" name={node.name} />
        <b>{node.name}</b>
      </button>
      <span class="facts">
        {node.role === "leader" ? "★ leader" : node.role} · <span class={node.ready ? "" : "waits"}>{node.state}</span>
      </span>
      {labels.length > 0 && <span class="facts">{labels.map(([name, value]) => (value ? `${name}=${value}` : name)).join(" ")}</span>}
    </th>
  );
}

/** Arrow keys go from one object to the next. */
function move(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** A swarm drawn as a table: nodes are columns, networks lanes, services rows in the lanes that they are on. */
export function Board({ picture, lanes, marks, selected, label, onSelect }: BoardProps) {
  const [page, setPage] = useState(0);
  const [most, setMost] = useState(LANES);
  const pages = Math.max(1, Math.ceil(picture.nodes.length / NODES));
  const at = Math.min(page, pages - 1);
  const nodes = picture.nodes.slice(at * NODES, (at + 1) * NODES);
  const first = lanes.reduce((sum, { services }) => sum + services.length, 0) > FROM_MANY ? MANY : FEW;
  return (
    <section class="board-box" aria-label={label}>
      {pages > 1 && (
        <p class="pager">
          <button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>
            ‹ before
          </button>
          nodes {at * NODES + 1} to {at * NODES + nodes.length} of {picture.nodes.length}
          <button type="button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            next ›
          </button>
        </p>
      )}
      <table class="board" onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col" class="corner">
              Networks and services
            </th>
            {nodes.map((node) => (
              <NodeHead key={node.id} node={node} marks={marks} selected={selected?.kind === "node" && selected.id === node.id} onSelect={onSelect} />
            ))}
            <th scope="col" class="unplaced">
              On no node
            </th>
          </tr>
        </thead>
        {lanes.slice(0, most).map((shown) => (
          <Lane key={`${shown.lane.id} ${first}`} shown={shown} first={first} nodes={nodes} marks={marks} selected={selected} onSelect={onSelect} />
        ))}
      </table>
      {lanes.length === 0 && <p class="nothing">Nothing is here that this shows.</p>}
      {lanes.length > most && (
        <p>
          <button type="button" onClick={() => setMost(most + LANES)}>
            {lanes.length - most} more networks: show {Math.min(LANES, lanes.length - most)}
          </button>
        </p>
      )}
    </section>
  );
}
