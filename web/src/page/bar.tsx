import type { NetworkCapacity } from "../../../src/plan/capacity.ts";

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Who holds the addresses of a network, in words. */
export function addressesText({ size, vips, tasks, loadBalancers, surge, free, missing }: NetworkCapacity): string {
  const held = `${plural(vips, "VIP")}, ${plural(tasks, "task")}, ${plural(loadBalancers, "load balancer")}`;
  return `${plural(size, "address", "addresses")}: ${held}${surge > 0 ? `, surge ${surge}` : ""}, ${free} free${missing > 0 ? `, ${missing} missing` : ""}`;
}

/** The addresses of a network as a bar: what each kind of holder has, what updates would take beyond it, and what is free. */
export function AddressBar({ use }: { use: NetworkCapacity }) {
  const surge = Math.min(use.surge, use.free);
  const parts: [name: string, count: number][] = [
    ["vips", use.vips],
    ["tasks", use.tasks],
    ["balancers", use.loadBalancers],
    ["surge", surge],
    ["free", use.free - surge],
  ];
  const text = addressesText(use);
  return (
    <div class="addresses">
      <div class={`bar${use.free === 0 ? " is-full" : ""}`} role="img" aria-label={text} title={text}>
        {parts.map(([name, count]) => count > 0 && <i key={name} class={name} style={{ flexGrow: count }} />)}
      </div>
      <span class="bar-text">{text}</span>
    </div>
  );
}

/** What the colours of the bars mean. */
export function Legend() {
  return (
    <ul class="legend" aria-label="Colours of the bars of addresses">
      {[
        ["vips", "VIPs"],
        ["tasks", "tasks"],
        ["balancers", "load balancers"],
        ["surge", "surge of updates"],
        ["free", "free"],
      ].map(([name, text]) => (
        <li key={name}>
          <i class={name} /> {text}
        </li>
      ))}
    </ul>
  );
}
