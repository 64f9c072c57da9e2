import { exactInteger } from "../../values/exact-json.ts";

/** The 64 bits that Go makes of a number: a float that they cannot hold becomes the lowest of int64. */
export function bits64(value: number | bigint): bigint {
  if (typeof value === "bigint") return value;
  return Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

/** Whether a value of a file is a number. */
export const isNumber = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";

/** A float as Go's `%f` prints it: all digits before the point, six behind it. */
export const fixedFloat = (value: number): string => (Number.isInteger(value) ? `${BigInt(value)}.000000` : value.toFixed(6));

/** A number as Go's int64: larger ones wrap. Everything that is no number stays as it is. */
export const int64 = (value: unknown): unknown => (isNumber(value) ? exactInteger(BigInt.asIntN(64, bits64(value))) : value);
