import { fstatSync, readSync, statSync, writeSync } from "node:fs";
import type { Streams } from "./command.ts";

const CHUNK = 65_536;

/** Reads once from standard input; an input that is closed or not ready counts as its end. */
function read(buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, buffer);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") return 0;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** All of standard input. */
function readAll(): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const buffer = new Uint8Array(CHUNK);
    const count = read(buffer);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, count));
  }
}

/** Writes all of a text; a reader that has gone away ends the output, not the program. */
function write(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Whether a descriptor may be a terminal; one that is closed, or goes nowhere, is none. */
function isDevice(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isCharacterDevice() && stat.rdev !== statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}

/**
 * The standard streams of this process, written at once and in order. What kind they are is found out when it is asked for:
 * Node's own streams, which know, take milliseconds to load.
 */
export function standardStreams(): Streams {
  let input: Uint8Array | undefined;
  return {
    readStdin: async () => {
      input ??= readAll();
      return input;
    },
    readLine: async () => {
      const bytes: number[] = [];
      const one = new Uint8Array(1);
      for (;;) {
        if (read(one) === 0) return bytes.length > 0 ? Buffer.from(bytes).toString() : null;
        if (one[0] === 10) return Buffer.from(bytes).toString();
        bytes.push(one[0] as number);
      }
    },
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    get stdoutIsTTY() {
      return isDevice(1) && (process.stdout.isTTY ?? false);
    },
    get stdinIsTTY() {
      return isDevice(0) && (process.stdin.isTTY ?? false);
    },
    get columns() {
      return this.stdinIsTTY ? (process.stdout.columns ?? 0) : 0;
    },
    get stderrColumns() {
      return isDevice(2) && process.stderr.isTTY ? process.stderr.columns || 80 : 0;
    },
  };
}
