export { goDuration } from "../values/duration.ts";
export { humanDuration } from "../values/human-duration.ts";

/** A number with at most four significant digits, as Go's %.4g. */
function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Bytes as go-units' BytesSize: "23.54GiB". */
export function bytesSize(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];
  let at = 0;
  let size = Number(bytes);
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024;
    at++;
  }
  return fourDigits(size) + units[at];
}
