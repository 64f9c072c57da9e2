import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { capacity } from "../../../src/plan/capacity.ts";
import { explain } from "../../../src/plan/explain.ts";
import type { LanePicture, NodePicture, Picture, ServicePicture } from "../../../src/plan/picture.ts";
import { resolveName, routePort } from "../../../src/plan/reach.ts";
import type { Snapshot } from "../../../src/plan/snapshot.ts";
import { AddressBar } from "./bar.tsx";
import type { Selection } from "./board.tsx";

/** Services that may be chosen to ask from. */
const ASKERS = 200;
/** Nodes and tasks of a list that are shown. */
const ROWS = 50;

function Explained({ snapshot, id }: { snapshot: Snapshot; id: string }) {
  const said = useMemo(() => explain(snapshot, id), [snapshot, id]);
  if (!said) return null;
  return (
    <>
      <h3>Explain</h3>
      <ul class="sentences">
        {said.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {said.commands.length > 0 && <pre>{said.commands.join("\n")}</pre>}
    </>
  );
}

function Resolve({ snapshot, picture, service }: { snapshot: Snapshot; picture: Picture; service: ServicePicture }) {
  const own = new Set(service.places.map(({ network }) => network));
  const askers = [...picture.services.values()]
    .filter(({ places, id }) => id !== service.id && places.some(({ network }) => own.has(network)))
    .slice(0, ASKERS);
  const [asker, setAsker] = useState("");
  const from = snapshot.services.find(({ ID }) => ID === (askers.some(({ id }) => id === asker) ? asker : service.id));
  const aliases = [...new Set(service.places.flatMap((place) => place.aliases))];
  const answers = useMemo(
    () => (from ? [service.name, ...aliases, `tasks.${service.name}`].map((name) => resolveName(snapshot, name, from)) : []),
    [snapshot, from, service],
  );
  return (
    <>
      <h3>Resolve</h3>
      <label>
        asked from{" "}
        <select value={from?.ID ?? ""} onChange={(event) => setAsker(event.currentTarget.value)}>
          <option value={service.id}>{service.name} itself</option>
          {askers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">On</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {answers.map(({ name, answers: found, collisions }) =>
            found.length === 0 ? (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td colSpan={2}>no answer</td>
              </tr>
            ) : (
              found.map((one) => (
                <tr key={`${name} ${one.network} ${one.service}`}>
                  <th scope="row">{name}</th>
                  <td>{one.network}</td>
                  <td>
                    {one.kind === "vip" ? "VIP " : "DNSRR "}
                    {one.addresses.slice(0, ROWS).join(", ") || "nothing"}
                    {one.addresses.length > ROWS && " …"}
                    {collisions.includes(one.network) && <span class="waits"> (of {one.service}: several services answer)</span>}
                  </td>
                </tr>
              ))
            ),
          )}
        </tbody>
      </table>
    </>
  );
}

function Route({ snapshot, service }: { snapshot: Snapshot; service: ServicePicture }) {
  const routes = useMemo(
    () =>
      service.ports.flatMap((text) => {
        const [, port, protocol] = /^(\d+)->.*\/(\w+)/.exec(text) ?? [];
        return port ? routePort(snapshot, Number(port), protocol).filter((route) => route.service === service.name) : [];
      }),
    [snapshot, service],
  );
  if (service.ports.length === 0) return null;
  return (
    <>
      <h3>Route</h3>
      {routes.map(({ port, protocol, mode, targetPort, nodes }) => (
        <section key={`${port}/${protocol}/${mode}`}>
          <p>
            <b>
              {port}/{protocol}
            </b>{" "}
            {mode === "ingress" ? "on every node, by the routing mesh" : "on the nodes of its tasks alone (host mode)"}
          </p>
          <ul class="sentences">
            {(mode === "ingress" ? nodes.slice(0, 1) : nodes.slice(0, ROWS)).map(({ node, address, tasks }) => (
              <li key={node}>
                {mode === "ingress"
                  ? nodes
                      .map((one) => `${one.node} ${one.address}:${port}`)
                      .slice(0, ROWS)
                      .join(", ")
                  : `${node} ${address}:${port}`}{" "}
                →{" "}
                {tasks.length === 0
                  ? "no task runs"
                  : tasks
                      .slice(0, ROWS)
                      .map((task) => `${task.task}${mode === "ingress" ? ` ${task.address}:${targetPort} on ${task.node}` : `:${targetPort}`}`)
                      .join(", ")}
              </li>
            ))}
            {nodes.length === 0 && <li class="waits">no node answers</li>}
          </ul>
        </section>
      ))}
    </>
  );
}

function Facts({ rows }: { rows: readonly (readonly [label: string, text: ComponentChildren])[] }) {
  return (
    <dl>
      {rows
        .filter(([, text]) => text !== "" && text !== undefined)
        .map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

function ServiceDetails({ snapshot, picture, service }: { snapshot: Snapshot; picture: Picture; service: ServicePicture }) {
  const laneName = (id: string): string => picture.lanes.find((lane) => lane.id === id)?.name ?? id;
  return (
    <>
      <Facts
        rows={[
          ["image", service.image],
          ["mode", `${service.mode}, ${service.running} running`],
          ["stack", service.stack],
          [
            "networks",
            service.places
              .map(({ network, vip, aliases }) =>
                [laneName(network), service.endpoint === "dnsrr" ? "DNSRR" : vip && `VIP ${vip}`, aliases.length > 0 && `alias ${aliases.join(", ")}`]
                  .filter(Boolean)
                  .join(" "),
              )
              .join("; "),
          ],
          ["ports", service.ports.join(", ")],
          ["labels", labelsText(service.labels)],
        ]}
      />
      <Explained snapshot={snapshot} id={service.id} />
      {service.places.length > 0 && <Resolve snapshot={snapshot} picture={picture} service={service} />}
      <Route snapshot={snapshot} service={service} />
    </>
  );
}

function NetworkDetails({ snapshot, lane }: { snapshot: Snapshot; lane: LanePicture }) {
  const [replicas, setReplicas] = useState(0);
  const [nodes, setNodes] = useState(0);
  const first = lane.services[0];
  const service = snapshot.services.find(({ ID }) => ID === first);
  const name = service?.Spec.Name ?? "";
  const now = service?.Spec.Mode.Replicated?.Replicas;
  const asked = useMemo(() => {
    const whatIf = { nodes, replicas: now !== undefined && replicas !== 0 ? { [name]: now + replicas } : {} };
    return capacity(snapshot, whatIf).networks.find(({ network }) => network === lane.name);
  }, [snapshot, lane.name, name, now, replicas, nodes]);
  return (
    <>
      <Facts
        rows={[
          ["subnet", lane.subnet || "none"],
          ["gateway", lane.gateway],
          ["VXLAN ID", lane.vxlan],
          ["encrypted", lane.encrypted ? "yes" : "no"],
          ["stack", lane.stack],
          ["services", String(lane.services.length)],
          ["labels", labelsText(lane.labels)],
        ]}
      />
      <Explained snapshot={snapshot} id={lane.id} />
      {asked && (
        <>
          <h3>Capacity</h3>
          <AddressBar use={asked} />
          <p>
            Still fit, each on its own: {asked.fits.replicas} replicas, {asked.fits.services} services or {asked.fits.nodes} nodes.
          </p>
          <fieldset>
            <legend>What if</legend>
            <label>
              nodes more <input type="number" value={nodes} onInput={(event) => setNodes(Number(event.currentTarget.value) || 0)} />
            </label>
            {now !== undefined && (
              <label>
                replicas of {name} more <input type="number" value={replicas} onInput={(event) => setReplicas(Number(event.currentTarget.value) || 0)} />
              </label>
            )}
          </fieldset>
        </>
      )}
    </>
  );
}

function NodeDetails({ picture, node }: { picture: Picture; node: NodePicture }) {
  const tasks = [...picture.services.values()].flatMap((service) => service.tasks.filter((task) => task.node === node.id));
  return (
    <>
      <Facts
        rows={[
          ["role", node.role],
          ["state", node.state],
          ["address", node.address],
          ["labels", labelsText(node.labels)],
          ["tasks", String(tasks.length)],
        ]}
      />
      <ul class="sentences">
        {tasks.slice(0, ROWS).map((task) => (
          <li key={task.id} class={task.waits === undefined ? "" : "waits"}>
            {task.name} {Object.values(task.addresses).join(", ")} {task.waits}
          </li>
        ))}
        {tasks.length > ROWS && <li>and {tasks.length - ROWS} more</li>}
      </ul>
    </>
  );
}

/** What there is to say of the object that is selected. */
export function Details({ snapshot, picture, selected, onClose }: { snapshot: Snapshot; picture: Picture; selected: Selection; onClose(): void }) {
  const service = selected.kind === "service" ? picture.services.get(selected.id) : undefined;
  const lane = selected.kind === "network" ? picture.lanes.find(({ id }) => id === selected.id) : undefined;
  const node = selected.kind === "node" ? picture.nodes.find(({ id }) => id === selected.id) : undefined;
  const name = (service ?? lane ?? node)?.name;
  return (
    <aside class="details" aria-label={name ? `${selected.kind} ${name}` : selected.kind} tabIndex={-1}>
      <header>
        <h2>
          <span>{selected.kind}</span> {name ?? "is gone"}
        </h2>
        <button type="button" onClick={onClose} aria-label="Close">
          ✕
        </button>
      </header>
      {service && <ServiceDetails key={service.id} snapshot={snapshot} picture={picture} service={service} />}
      {lane && <NetworkDetails key={lane.id} snapshot={snapshot} lane={lane} />}
      {node && <NodeDetails picture={picture} node={node} />}
    </aside>
  );
}
