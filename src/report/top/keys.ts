import type { Picture } from "../../plan/picture.ts";
import { rowsOf, VIEWS, type View } from "./views.ts";

/** A key that was pressed: `name` as "j", "up", "return" or "escape", `text` what it types, "" for none. */
export interface Key {
  readonly name: string;
  readonly text: string;
  readonly ctrl: boolean;
}

/** What the user has chosen to see. */
export interface TopChoice {
  readonly view: View;
  /** Index of the selected row. */
  readonly selected: number;
  /** Rows have this in one of their cells; "" for all. */
  readonly filter: string;
  /** What is being typed at the bottom: a filter, the name of a view, or nothing. */
  readonly typing: "filter" | "view" | undefined;
  readonly typed: string;
  /** Name of the object that is explained in the place of the rows; undefined for none. */
  readonly explained: string | undefined;
  readonly help: boolean;
}

/** What is seen at the start. */
export const START: TopChoice = { view: "services", selected: 0, filter: "", typing: undefined, typed: "", explained: undefined, help: false };

/** A value between 0 and `most`, the nearest to it. */
export const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

function typed(choice: TopChoice, { name, text, ctrl }: Key): TopChoice {
  const done = { ...choice, typing: undefined, typed: "" };
  if (name === "escape") return { ...done, filter: choice.typing === "filter" ? "" : choice.filter, selected: 0 };
  if (name === "return" || name === "enter") {
    const view = choice.typing === "view" ? VIEWS.find((one) => choice.typed !== "" && one.startsWith(choice.typed.toLowerCase())) : undefined;
    return view ? { ...done, view, selected: 0 } : done;
  }
  const next = name === "backspace" ? choice.typed.slice(0, -1) : ctrl ? choice.typed : choice.typed + text;
  return { ...choice, typed: next, ...(choice.typing === "filter" && { filter: next, selected: 0 }) };
}

/** What a key leads to, with `page` rows on the screen; undefined where it ends the view. */
export function press(choice: TopChoice, key: Key, picture: Picture, page: number): TopChoice | undefined {
  const { name, text, ctrl } = key;
  if (ctrl && name === "c") return undefined;
  if (choice.typing) return typed(choice, key);
  if (text === "q") return choice.help || choice.explained !== undefined ? { ...choice, help: false, explained: undefined } : undefined;
  if (name === "escape") return { ...choice, help: false, explained: undefined, filter: choice.explained === undefined && !choice.help ? "" : choice.filter };
  if (text === "?") return { ...choice, help: !choice.help };
  const view = VIEWS[Number(text) - 1];
  const shown = { ...choice, help: false, explained: undefined };
  if (text !== "" && view) return { ...shown, view, selected: 0 };
  if (name === "tab") return { ...shown, view: VIEWS[(VIEWS.indexOf(choice.view) + 1) % VIEWS.length] as View, selected: 0 };
  if (text === "/") return { ...shown, typing: "filter", typed: "", filter: "", selected: 0 };
  if (text === ":") return { ...shown, typing: "view", typed: "" };
  const rows = rowsOf(picture, choice);
  const move = (by: number): TopChoice => ({ ...choice, selected: clamp(clamp(choice.selected, rows.length - 1) + by, rows.length - 1) });
  if (name === "down" || text === "j") return move(1);
  if (name === "up" || text === "k") return move(-1);
  if (name === "pagedown" || (ctrl && name === "d")) return move(Math.ceil(page / 2));
  if (name === "pageup" || (ctrl && name === "u")) return move(-Math.ceil(page / 2));
  if (name === "home" || text === "g") return move(-rows.length);
  if (name === "end" || text === "G") return move(rows.length);
  const ref = rows[clamp(choice.selected, rows.length - 1)]?.ref;
  if ((name === "return" || name === "enter") && ref) return { ...choice, explained: ref };
  return choice;
}
