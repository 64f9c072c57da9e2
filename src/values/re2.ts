/** The engine for Go's regular expressions: a module of its own, so that it can be loaded when it is needed. */
export { RE2JS } from "re2js";
