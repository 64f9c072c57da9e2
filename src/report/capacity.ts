import type { Capacity, NetworkCapacity } from "../plan/capacity.ts";
import { markdownTable, type Paint, table } from "./paint.ts";

const WIDTH = 20;
const FULL = 0.9;
const NEAR = 0.75;

/** A bar of twenty cells; red from 90 %, yellow from 75 % on. */
export function bar(used: number, size: number, paint: Paint): string {
  const share = size > 0 ? Math.min(1, used / size) : 1;
  const cells = Math.round(share * WIDTH);
  const colour = share >= FULL ? paint.red : share >= NEAR ? paint.yellow : paint.green;
  return `${colour("█".repeat(cells))}${"░".repeat(WIDTH - cells)} ${Math.round(share * 100)}%`;
}

const HEAD = ["NETWORK", "SUBNET", "SIZE", "VIPS", "TASKS", "LBS", "FREE", "SURGE", "FITS"];
const fits = ({ fits: { replicas, services, nodes }, missing }: NetworkCapacity): string =>
  missing > 0 ? `${missing} too few` : `${replicas} replicas or ${services} services or ${nodes} nodes`;
const row = (one: NetworkCapacity): string[] => [
  one.network,
  one.range ? `${one.subnet} (range ${one.range})` : one.subnet,
  ...[one.size, one.vips, one.tasks, one.loadBalancers, one.free, one.surge].map(String),
  fits(one),
];

const poolText = ({ used, plan, free, assumed }: Capacity["pool"]): string =>
  assumed ? `Pool: ? nobody told it; of ${plan}, which is assumed, ${used} used, ${free} free` : `Pool: ${used} of ${plan} used, ${free} free`;

/** Capacity as a table; with a bar for each network where `bars` says so. */
export function capacityText({ pool, networks }: Capacity, paint: Paint, bars: boolean): string {
  const head = `${poolText(pool)}\n\n`;
  return (
    head +
    table(
      [...HEAD, ...(bars ? ["USE"] : [])],
      networks.map((one) => [...row(one), ...(bars ? [bar(one.used, one.size, paint)] : [])]),
    )
  );
}

/** Capacity as Markdown. */
export function capacityMarkdown({ pool, networks }: Capacity, paint: Paint): string {
  return `${poolText(pool)}\n\n${markdownTable(
    [...HEAD, "USE"],
    networks.map((one) => [...row(one), bar(one.used, one.size, paint)]),
  )}`;
}
