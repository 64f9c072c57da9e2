import type { Drill } from "../plan/drill.ts";
import type { Outline } from "../plan/outline.ts";
import type { Plan } from "../plan/plan.ts";

import type { PlacedFinding } from "./check.ts";

/** What a page says of a rule: why it matters, and where more of it stands. */
export interface ShownRule {
  readonly explanation: string;
  readonly link: string;
}

/** What a page shows: a swarm, a plan, findings, a drill, or the swarm of the server that it came from. */
export type PageData =
  | { readonly kind: "swarm"; readonly swarm: Outline }
  | {
      readonly kind: "plan";
      readonly plan: Omit<Plan, "after">;
      /** The swarm before; absent of a saved plan, which holds none. */
      readonly before?: Outline;
      readonly after: Outline;
      readonly rules: Readonly<Record<string, ShownRule>>;
    }
  | {
      readonly kind: "check";
      readonly findings: readonly PlacedFinding[];
      readonly rules: Readonly<Record<string, ShownRule>>;
      /** The swarm that was checked; absent of several engines, which may differ. */
      readonly swarm?: Outline;
    }
  | { readonly kind: "drill"; readonly drill: Drill }
  | { readonly kind: "live" };

/** Where the data goes in the page that the build makes: between these. */
const OPEN = '<script type="application/json" id="data">';
const CLOSE = "</script>";
/** What the page that the build makes says of connections. */
const NO_CONNECTION = "connect-src 'none'";

/** JSON that stands in HTML: nothing in it ends its element, opens another one, or ends a line of a script. */
export const embeddedJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The page with its data in it: one file that asks for nothing. A live one may ask the server that it came from. */
export function pageHtml(page: string, data: PageData): string {
  const at = page.indexOf(OPEN + CLOSE) + OPEN.length;
  const head = page.slice(0, at);
  return `${data.kind === "live" ? head.replace(NO_CONNECTION, "connect-src 'self'") : head}${embeddedJson(data)}${page.slice(at)}`;
}
