import { LANGUAGES, type Language, TOUR } from "./tour.ts";

/** What the browser keeps of a playground. */
export interface Kept {
  readonly state: string;
  /** Files by name; absent where nothing was kept yet. */
  readonly files?: Readonly<Record<string, string>>;
  /** Step of the tour that is to be done next. */
  readonly step: number;
  readonly language: Language;
}

const KEY = "dryswarm-playground";

/** What was kept; a fresh playground in the browser's language where nothing was, or where it cannot be read. */
export function kept(): Kept {
  const language = navigator.language.startsWith("ko") ? "ko" : "en";
  try {
    const { state, files, step, language: chosen } = JSON.parse(localStorage.getItem(KEY) ?? "") as Partial<Kept>;
    return {
      state: typeof state === "string" ? state : "",
      ...(files && { files }),
      step: Math.min(Math.max(0, Number(step) || 0), TOUR.length),
      language: LANGUAGES.find((one) => one === chosen) ?? language,
    };
  } catch {
    return { state: "", step: 0, language };
  }
}

/** Keeps a playground. A browser that has no room, or keeps nothing, plays all the same. */
export function keep(what: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Export still has all of it.
  }
}
