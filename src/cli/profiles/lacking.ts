/** Flags by the words of their command. */
type Flags = Readonly<Record<string, readonly string[]>>;

/** Flags that come later than a version beside those that come later than the next one. */
function and(later: Flags, more: Flags): Flags {
  const commands = [...Object.keys(later), ...Object.keys(more)];
  return Object.fromEntries(commands.map((command) => [command, [...(later[command] ?? []), ...(more[command] ?? [])]]));
}

const SINCE_29 = ["memory-swap", "memory-swappiness"];
/** Flags that 28.5 does not have yet: they came with 29.0. */
export const LACKS_28_5: Flags = { "service create": SINCE_29, "service update": SINCE_29 };

/** Flags that 26.1 does not have yet: they came with 27.0 (`--oom-score-adj`) and 28.0. */
export const LACKS_26_1: Flags = and(LACKS_28_5, {
  "network connect": ["gw-priority"],
  "network create": ["ipv4"],
  "service create": ["oom-score-adj"],
  "service update": ["oom-score-adj"],
});

/** Flags that 20.10 does not have yet. */
export const LACKS_20_10: Flags = and(LACKS_26_1, {
  "network rm": ["force"],
  "service create": ["health-start-interval"],
  "service update": ["health-start-interval"],
  "stack deploy": ["detach", "quiet"],
  "stack rm": ["detach"],
});
