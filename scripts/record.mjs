// Records transcripts anew on a real Docker Engine: `npm run record -- FILE...`. Opt-in: it needs a `docker` on PATH that
// reaches an engine of version 28.5 which may be wiped (every file starts with a fresh swarm), and bash. Reads the commands of
// each file, runs them in one bash, and writes the answers into the file.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Blocks of comments, command and (old) answer. */
function blocks(text) {
  const list = [];
  let comment = [];
  let current;
  for (const line of text.split("\n")) {
    if (line.startsWith("# ")) comment.push(line);
    else if (line.startsWith("$ ")) {
      current = { comment, command: line.slice(2), open: true };
      comment = [];
      list.push(current);
    } else if (current?.open && line.startsWith("> ")) current.command += `\n${line.slice(2)}`;
    else if (current) current.open = false;
  }
  return list;
}

for (const file of process.argv.slice(2)) {
  const folder = mkdtempSync(join(tmpdir(), "dryswarm-record-"));
  const steps = blocks(readFileSync(file, "utf8"));
  spawnSync("bash", ["-c", "docker swarm leave --force; docker network prune -f"], { stdio: "ignore" });
  const script = steps.map(({ command }, at) => `{ ${command}\n} >${folder}/${at}.out 2>${folder}/${at}.err </dev/null; echo $? >${folder}/${at}.rc; sleep 3`);
  spawnSync("bash", ["-c", `cd ${folder}\n${script.join("\n")}`], { stdio: "inherit" });
  const read = (at, kind) => readFileSync(join(folder, `${at}.${kind}`), "utf8");
  const text = steps.map(({ comment, command }, at) => {
    const out = read(at, "out");
    const lines =
      out === ""
        ? []
        : out
            .replace(/\n$/, "")
            .split("\n")
            .map((line) => line.replace(/^(?=\$ |> |# |=> |2>|\\)/, "\\"));
    if (out !== "" && !out.endsWith("\n")) lines.push("\\c");
    const err = read(at, "err").replace(/\n$/, "");
    const code = Number(read(at, "rc"));
    return [
      ...comment,
      `$ ${command.split("\n").join("\n> ")}`,
      ...lines,
      ...(err === "" ? [] : err.split("\n").map((line) => `2> ${line}`.trimEnd())),
      ...(code ? [`=> ${code}`] : []),
      "",
    ].join("\n");
  });
  writeFileSync(file, text.join("\n"));
  rmSync(folder, { recursive: true, force: true });
  console.log(`recorded ${file}: ${steps.length} steps`);
}
