/** The byte at which Go's decoder stops in a text that is no base64 (padded, line breaks allowed); undefined for one that is. */
export function illegalBase64(text: string): number | undefined {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === "\n" || char === "\r") continue;
    if (char === "=") return paddingFault(text, at, digits % 4);
    if (!/[A-Za-z0-9+/]/.test(char)) return at;
    digits++;
  }
  return digits % 4 === 0 ? undefined : text.length - (digits % 4);
}

/** Go's message for the padding that begins at `at`, after `digits` of a quantum; undefined where it is right. */
function paddingFault(text: string, at: number, digits: number): number | undefined {
  if (digits < 2) return at;
  const rest = /^=[\r\n]*(.?)/s.exec(text.slice(at));
  const next = at + (rest?.[0].length ?? 1) - (rest?.[1] ? 1 : 0);
  if (digits === 3) return next < text.length ? next : undefined;
  if (next >= text.length) return text.length;
  if (text[next] !== "=") return next - 1;
  const after = text.slice(next + 1).search(/[^\r\n]/);
  return after < 0 ? undefined : next + 1 + after;
}
