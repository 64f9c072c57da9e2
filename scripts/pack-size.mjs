// Says how large the package is that `npm publish` would send, and fails where it has grown over what it may be.
import { execFileSync } from "node:child_process";

/** Bytes that the package may have, packed. */
const LIMIT = 2_000_000;

const [{ size, unpackedSize, entryCount }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" }));
const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
process.stdout.write(`package: ${kB(size)} packed, ${kB(unpackedSize)} unpacked, ${entryCount} files\n`);
if (size > LIMIT) {
  process.stderr.write(`package: larger than the ${kB(LIMIT)} that it may be\n`);
  process.exitCode = 1;
}
