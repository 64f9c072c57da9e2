import { defineCommand } from "../../command.ts";
import { complete } from "../../dry/candidates.ts";

/** `dryswarm __complete WORD…`: what may stand for the last word, for the scripts of `dryswarm completion`. */
export const command = defineCommand({
  use: "__complete [WORD...]",
  short: "List what may stand for the last word",
  args: { min: 0 },
  flags: [],
  stopAtFirstArg: true,
  readOnly: true,
  async run(context, words) {
    const found = await complete(context, words);
    context.streams.out(found.map(({ word, text }) => `${word}\t${text}\n`).join(""));
  },
});
