import type { Streams } from "./command.ts";

/** Asks a question on stdout; true for "y" or "Y". End of input is a no. */
export async function confirm(streams: Streams, question: string): Promise<boolean> {
  streams.out(`${question} [y/N] `);
  const line = await streams.readLine();
  return line !== null && line.trim().toLowerCase() === "y";
}
