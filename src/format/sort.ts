/**
 * Compares names as docker sorts lists (fvbommel/sortorder's natural order): byte by byte, runs of digits as numbers, and
 * for equal numbers the one with fewer leading zeros first. Negative, 0 or positive.
 */
export function naturalCompare(a: string, b: string): number {
  const digit = (char: string | undefined): boolean => char !== undefined && char >= "0" && char <= "9";
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (digit(a[i]) && digit(b[j])) {
      const [x, y] = [/^\d+/.exec(a.slice(i))?.[0] as string, /^\d+/.exec(b.slice(j))?.[0] as string];
      const [m, n] = [x.replace(/^0+/, ""), y.replace(/^0+/, "")];
      if (m.length !== n.length) return m.length - n.length;
      if (m !== n) return m < n ? -1 : 1;
      if (x.length !== y.length) return x.length - y.length;
      i += x.length;
      j += y.length;
    } else {
      if (a[i] !== b[j]) return (a[i] as string) < (b[j] as string) ? -1 : 1;
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j);
}
