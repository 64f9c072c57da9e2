import type { EngineClient } from "../api/index.ts";

/** For how long the scheduler gathers changes before it places tasks, in milliseconds: swarmkit's own 50. */
const WINDOW = 50;

/**
 * Requests that follow each other at once are placed together, as an engine's scheduler does it: the swarm settles when
 * the last is {@link WINDOW} old, or when someone looks.
 */
export class Settling {
  readonly #open = new Map<EngineClient, { end(): void; readonly done: Promise<void>; timer: NodeJS.Timeout }>();

  /** Says that a request of a burst comes. */
  hold(client: EngineClient): void {
    const open = this.#open.get(client);
    if (open) {
      open.timer.refresh();
      return;
    }
    let end = (): void => undefined;
    const gate = new Promise<void>((resolve) => (end = resolve));
    const done = client.burst(() => gate).catch(() => undefined);
    this.#open.set(client, { end, done, timer: setTimeout(() => void this.settle(), WINDOW) });
  }

  /** Lets every burst end, and waits until the swarm has settled. */
  async settle(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { end, timer } of all) {
      clearTimeout(timer);
      end();
    }
    await Promise.all(all.map(({ done }) => done));
  }
}
