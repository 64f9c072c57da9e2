import { withoutUserInfo } from "./user-info.ts";

/** Parts of names whose values are hidden, where the environment file lists no others. */
export const SECRET_WORDS: readonly string[] = ["password", "passwd", "secret", "token", "key", "credential", "auth"];
/** What stands in the place of a hidden value. */
export const HIDDEN = "(hidden)";

/** Flags whose next word is hidden. */
const VALUE_FLAGS = new Set(["--password", "--token", "--registry-token", "--identity-token", "--unlock-key"]);
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/SWMTKN-1-[a-z0-9]+-[a-z0-9]+/g, `SWMTKN-1-${HIDDEN}`],
  [/SWMKEY-1-[A-Za-z0-9+/]+/g, `SWMKEY-1-${HIDDEN}`],
];

/** A text without user info in URLs, join tokens and unlock keys. */
export const withoutTokens = (text: string): string => PATTERNS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), withoutUserInfo(text));

/** The secret words as a part of a regular expression. */
export const anyOf = (words: readonly string[]): string => words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");

/** Hides the value of a whole word `NAME=VALUE` whose name has one of these words in it, whatever the value holds. */
export function wordRedactor(words: readonly string[]): (word: string) => string {
  const whole = words.length > 0 ? new RegExp(`^(.*?(?<![\\w.])[\\w.-]*(?:${anyOf(words)})[\\w.-]*=)(?!=).+$`, "is") : undefined;
  return (value) => withoutTokens(whole ? value.replace(whole, `$1${HIDDEN}`) : value);
}

/** The words of a command without its secrets: values of names with one of `words` in them, of `--password`, `--token` and `login -p`. */
export function redactedArgv(argv: readonly string[], words: readonly string[] = SECRET_WORDS): string[] {
  const word = wordRedactor(words);
  const isLogin = argv.includes("login");
  return argv.map((one, at) => {
    const before = argv[at - 1] ?? "";
    if (VALUE_FLAGS.has(before) || (isLogin && before === "-p")) return HIDDEN;
    if (isLogin && /^-p./.test(one)) return `-p${HIDDEN}`;
    return word(one);
  });
}
