import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { failure } from "../api/errors.ts";

/** Reads values of a YAML file, and says of a bad one in which line, at which key, and why. */
export class Reader {
  readonly #lines: LineCounter;
  readonly #file: string;
  readonly #node: Node | null;
  readonly #key: string;

  private constructor(lines: LineCounter, file: string, node: Node | null, key: string) {
    [this.#lines, this.#file, this.#node, this.#key] = [lines, file, node, key];
  }

  /** The whole of a file. Throws environment-invalid for what is no YAML. */
  static of(text: string, file: string): Reader {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const [error] = document.errors;
    if (error) throw failure("environment-invalid", { place: `${file}:${lines.linePos(error.pos[0]).line}`, key: "", problem: error.message });
    return new Reader(lines, file, document.contents, "");
  }

  /** Refuses this value. */
  refuse(problem: string, at: Node | null = this.#node): never {
    const { line, col } = this.#lines.linePos(at?.range?.[0] ?? 0);
    throw failure("environment-invalid", { place: `${this.#file}:${line}:${col}`, key: this.#key === "" ? "" : `${this.#key}: `, problem });
  }

  /** Whether nothing is said here. */
  get empty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  /** The values of a mapping by key; a key that is not in `known` is refused. */
  keys<K extends string>(known?: readonly K[]): Record<K, Reader | undefined> {
    const readers: Record<string, Reader> = {};
    if (this.empty) return readers as Record<K, Reader | undefined>;
    if (!isMap(this.#node)) this.refuse("must be a mapping");
    for (const { key, value } of this.#node.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const own = this.#key === "" ? name : `${this.#key}.${name}`;
      if (known && !known.includes(name as K)) this.refuse(`knows no key "${name}"; known are ${known.join(", ")}`, key as Node);
      readers[name] = new Reader(this.#lines, this.#file, value as Node | null, own);
    }
    return readers as Record<K, Reader | undefined>;
  }

  /** The values of a list. */
  items(): Reader[] {
    if (this.empty) return [];
    if (isAlias(this.#node) || !isSeq(this.#node)) this.refuse("must be a list");
    return this.#node.items.map((item, at) => new Reader(this.#lines, this.#file, item as Node, `${this.#key}[${at}]`));
  }

  /** A text or a number as text. */
  text(): string {
    if (!isScalar(this.#node) || this.#node.value === null || typeof this.#node.value === "object") this.refuse("must be a text");
    return String((this.#node as { value: unknown }).value);
  }

  /** A value that `parse` reads from the text; undefined from it refuses the value as no `what`. */
  parsed<T>(what: string, parse: (text: string) => T | undefined): T {
    const text = this.text();
    let value: T | undefined;
    try {
      value = parse(text);
    } catch {
      value = undefined;
    }
    return value ?? this.refuse(`"${text}" is no ${what}`);
  }
}
