import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { failure } from "../api/index.ts";
import { executableFile } from "../support/executable.ts";

/** The page that shows a swarm, without its data, as it lies beside this program or in its executable. Rejects with plan-no-page. */
export async function readPage(): Promise<string> {
  const program = process.argv[1] ?? "";
  try {
    return (await executableFile("page.html")) ?? (await readFile(join(dirname(realpathSync(program)), "../dist/page.html"), "utf8"));
  } catch {
    throw failure("plan-no-page", { file: join(dirname(program), "../dist/page.html") });
  }
}
