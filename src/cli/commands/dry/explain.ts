import { failure } from "../../../api/index.ts";
import { explain } from "../../../plan/explain.ts";
import { OUTPUT_VERSION } from "../../../plan/plan.ts";
import { defineCommand } from "../../command.ts";
import { jsonText, OUTPUTS, outputFlag, outputOf, SOURCES, subjectOf } from "../../dry/common.ts";

/** `dryswarm explain SERVICE|TASK|NETWORK` */
export const command = defineCommand({
  use: "explain [OPTIONS] SERVICE|TASK|NETWORK",
  short: "Say in plain words why something is as it is, and what mends it (dryswarm's own)",
  examples: [
    { what: "Why a service is as it is", line: "dryswarm explain web" },
    { what: "Why a task waits", line: "dryswarm explain web.1" },
    { what: "Why a network has no subnet", line: "dryswarm explain my-network" },
  ],
  args: { exact: 1 },
  flags: [...SOURCES, outputFlag()],
  readOnly: true,
  async run(context, [ref = ""], flags) {
    const output = outputOf(flags, OUTPUTS);
    const said = explain(await subjectOf(context, flags), ref);
    if (!said) throw failure("plan-object", { ref });
    const { sentences, commands } = said;
    if (output === "json") context.streams.out(jsonText({ version: OUTPUT_VERSION, ...said, kind: "explain", object: said.kind }));
    else if (output === "markdown") {
      context.streams.out(
        `${sentences.map((sentence) => `- ${sentence}\n`).join("")}${commands.length > 0 ? `\n\`\`\`\n${commands.join("\n")}\n\`\`\`\n` : ""}`,
      );
    } else
      context.streams.out(`${sentences.join("\n")}\n${commands.length > 0 ? `\nWhat would mend it:\n${commands.map((one) => `  ${one}\n`).join("")}` : ""}`);
    return 0;
  },
});
