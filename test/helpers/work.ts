/** Milliseconds that this process has worked: what others do on the machine does not count. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of work that one small step never takes unless it hangs: thirty times what the slowest needs on a busy machine. */
export const HANG = 60_000;
