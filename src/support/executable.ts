/**
 * The program as one executable with Node inside (Node's single executable application, `npm run binary`).
 * @module
 */

/** Text of a file that the executable holds; undefined where this program is none, and lies beside its files. Rejects where it holds no such file. */
export async function executableFile(name: string): Promise<string | undefined> {
  // Node before 20.12 has no such module, and makes no such executables.
  const sea = await import("node:sea").catch(() => undefined);
  return sea?.isSea() ? sea.getAsset(name, "utf8") : undefined;
}
