import type { GoType } from "../../format/gotype.ts";
import type { Answer, Call } from "../http.ts";

/** An endpoint of the Engine API. */
export interface Route {
  readonly method: string;
  /** Path without its version; `*` stands for the part that names an object, `**` for one that may hold slashes or be empty. */
  readonly path: string;
  /** Type of the body, where it takes one. */
  readonly body?: GoType;
  /** A body there must be; without this an empty one stands for the zero value. */
  readonly bodyNeeded?: boolean;
  /** Belongs to a burst of requests that are placed together (`stack deploy`), or does not end one. */
  readonly burst?: "part" | "aside";
  handle(call: Call): Promise<Answer> | Answer;
}
