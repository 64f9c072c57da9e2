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
  jobs: true,
};
/** The loader of 26.1 (docker/cli v26.1.5, cli/compose). */
export const DIALECT_26_1: Dialect = { newest: 12, unnamed: "3.12", three: "3.12", wordBooleans: true, lastKeyWins: true, flatLists: true, jobs: true };
/** The loader of 20.10 (docker/cli v20.10.24, cli/compose): a file must name its version. */
export const DIALECT_20_10: Dialect = { newest: 9, unnamed: "1.0", three: "3.0", wordBooleans: true, lastKeyWins: true, flatLists: true, jobs: false };
