/** Stands in a browser for what is used of node:path, on paths as Linux has them. */

/** The absolute form of paths, each relative to those before it. */
export function resolve(...paths: string[]): string {
  const parts: string[] = [];
  const whole = paths.reduce((before, path) => (path.startsWith("/") ? path : `${before}/${path}`), "/");
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The last part of a path. */
export const basename = (path: string): string => path.replace(/\/+$/, "").split("/").at(-1) ?? "";
/** A path without its last part. */
export const dirname = (path: string): string => path.replace(/\/[^/]*$/, "") || "/";
/** What stands from the last dot of a path's last part on. */
export const extname = (path: string): string => /[^.](\.[^.]*)$/.exec(basename(path))?.[1] ?? "";
/** Paths behind each other. */
export const join = (...paths: string[]): string => paths.join("/").replace(/\/+/g, "/");
