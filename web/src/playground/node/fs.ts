/** Stands in a browser for node:fs: there are no files, and who asks for one is told so as Node would. */
const none = (): never => {
  throw Object.assign(new Error("there are no files in a browser"), { code: "ENOENT" });
};

export const closeSync = none;
export const existsSync = (): boolean => false;
export const fstatSync = none;
export const openSync = none;
export const readFileSync = none;
export const readSync = none;
export const statSync = none;
export const writeSync = none;
