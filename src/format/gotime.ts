/** A time of the API (RFC 3339, UTC) as Go's time.Time.String prints it: "2026-11-23 20:46:23.41470631 +0000 UTC". */
export function goTime(rfc3339: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(rfc3339);
  if (!match) return rfc3339;
  const fraction = (match[3] ?? "").replace(/\.?0+$/, "");
  return `${match[1]} ${match[2]}${fraction} +0000 UTC`;
}
