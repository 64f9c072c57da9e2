import type { PortWords } from "../values/ports.ts";
import { NEWEST_MINOR } from "./schema/definition.ts";

/** How a version of docker's loader reads stack files. */
export interface Dialect {
  /** Newest minor version of schema 3 that it knows. */
  readonly newest: number;
  /** Version of a file that names none. */
  readonly unnamed: string;
  /** Version that "3" alone means. */
  readonly three: string;
  /** Plain words such as yes and off are booleans (gopkg.in/yaml.v2), not texts (yaml.v3, since 28.0). */
  readonly wordBooleans: boolean;
  /** A key may stand in a mapping twice, the last one wins, and so may `<<` (yaml.v2). */
  readonly lastKeyWins: boolean;
  /** `stack config` does not indent the lists of a mapping (yaml.v2). */
  readonly flatLists: boolean;
  /** What cannot be read is told with the line in which it was found (yaml.v2), not with that in which what it stands in began (yaml.v3). */
  readonly linesWhereFound: boolean;
  /** Short ports are held against the schema (docker/cli since 28, seen on 28.5 and not on 26.1); else what is wrong with them is found when they are decoded. */
  readonly checksPorts: boolean;
  /** Values are decoded, and refused, by mapstructure 1.5 (seen on 26.1; 2.x on 28.5). */
  readonly oldDecoder: boolean;
  /** Sizes in bytes are read by go-units until 0.4 (docker/cli v20.10.24, vendor.conf; 26.1.5 has 0.5). */
  readonly oldSizes: boolean;
  /** How wrong ports are refused. */
  readonly portWords: PortWords;
  /** Services may be jobs (since 23.0). */
  readonly jobs: boolean;
}

const NEWEST = `3.${NEWEST_MINOR}`;

/** The loader of 28.5 and newer. */
export const NEWEST_DIALECT: Dialect = {
  newest: NEWEST_MINOR,
  unnamed: NEWEST,
  three: NEWEST,
  wordBooleans: false,
  lastKeyWins: false,
  flatLists: false,
  linesWhereFound: false,
  checksPorts: true,
  oldDecoder: false,
  oldSizes: false,
  portWords: "new",
  jobs: true,
};
/** The loader of 26.1 (docker/cli v26.1.5, cli/compose). */
export const DIALECT_26_1: Dialect = {
  newest: 12,
  unnamed: "3.12",
  three: "3.12",
  wordBooleans: true,
  lastKeyWins: true,
  flatLists: true,
  linesWhereFound: true,
  checksPorts: false,
  oldDecoder: true,
  oldSizes: false,
  portWords: "old",
  jobs: true,
};
/** The loader of 20.10 (docker/cli v20.10.24, cli/compose): a file must name its version. */
export const DIALECT_20_10: Dialect = { ...DIALECT_26_1, newest: 9, unnamed: "1.0", three: "3.0", oldSizes: true, jobs: false };
