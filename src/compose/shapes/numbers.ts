import { exactInteger } from "../../values/exact-json.ts";
import { goText } from "../scalars.ts";
import { goType, type Kind, laterUnlessZero, override } from "./kind.ts";

/** A number that is left out when zero. */
export const number: Kind = { load: (value) => value ?? undefined, show: (value) => value || undefined, merge: laterUnlessZero };

/** The 64 bits that Go makes of a number: a float that they cannot hold becomes the lowest of int64. */
function bits64(value: number | bigint): bigint {
  if (typeof value === "bigint") return value;
  return Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

const isNumber = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";

/** A float as Go's `%f` prints it: all digits before the point, six behind it. */
const fixedFloat = (value: number): string => (Number.isInteger(value) ? `${BigInt(value)}.000000` : value.toFixed(6));

/** A number as Go's int64: larger ones wrap. Everything that is no number stays as it is. */
export const int64 = (value: unknown): unknown => (isNumber(value) ? exactInteger(BigInt.asIntN(64, bits64(value))) : value);

/** A whole number of 64 bits that is left out when zero. */
export const integer: Kind = { load: (value) => int64(value) ?? undefined, show: (value) => value || undefined, merge: laterUnlessZero };

/** A whole number that is never negative; `pointer` keeps a zero that is set. One of more bits loses the upper ones. */
export const unsigned = (pointer: boolean, bits: 32 | 64 = 64): Kind => ({
  load(value, place, refuse) {
    if (value === null) return undefined;
    if (!isNumber(value)) return value;
    if (value < 0) {
      const shown = goType(value) === "float64" ? fixedFloat(value as number) : goText(value);
      refuse(place, { overflow: shown, bits });
      return undefined;
    }
    return exactInteger(BigInt.asUintN(bits, bits64(value)));
  },
  show: (value) => (pointer ? value : value || undefined),
  merge: pointer ? override : laterUnlessZero,
});
