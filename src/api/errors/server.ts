import type { ErrorRow } from "../errors.ts";

/** What the Engine API says to a request before it reaches a room of the engine, and what keeps a server from starting. */
export const serverErrors = {
  "api-page": { http: 404, text: "page not found" },
  "api-not-simulated": {
    http: 501,
    text: "dryswarm does not simulate {method} {path}: it dry-runs swarm networking, with no images, no logs and no processes",
  },
  "api-too-old": {
    http: 400,
    text: "client version {version} is too old. Minimum supported API version is {min}, please upgrade your client to a newer version",
  },
  "api-too-new": { http: 400, text: "client version {version} is too new. Maximum supported API version is {max}" },
  "api-content-type": { http: 400, text: "unsupported Content-Type header ({type}): must be 'application/json'" },
  "api-body-empty": { http: 400, text: "invalid JSON: got EOF while reading request body" },
  "api-body": { http: 400, text: "invalid JSON: {problem}" },
  "api-body-more": { http: 400, text: "unexpected content after JSON" },
  "api-body-size": { http: 413, text: "request body too large: at most {limit} bytes are read" },
  "api-filters": { http: 400, text: "invalid filter" },
  "api-version-number": { http: 400, text: "invalid {kind} version '{value}': strconv.ParseUint: parsing \"{value}\": invalid syntax" },
  "api-number": { http: 400, text: 'strconv.ParseInt: parsing "{value}": invalid syntax' },
  "api-names-empty": { http: 400, text: "Neither old nor new names may be empty" },
  "api-container-empty": { http: 400, text: "config cannot be empty in order to create a container" },
  "api-streams-service": { http: 500, text: "Bad parameters: you must choose at least one stream" },
  "api-image-missing": { http: 404, text: "No such image: {ref}" },
  "api-registry": { http: 500, text: 'Get "https://registry-1.docker.io/v2/": dialing registry-1.docker.io:443: a dry run asks no registry' },
  "api-host-missing": { http: 400, text: "no simulated host is named {name}" },
  "api-defect": { http: 500, text: "this is a defect of dryswarm, please report it: {problem}" },
  "events-times": { http: 400, text: "`since` time cannot be after `until` time" },
  "serve-address": { text: "cannot listen on {address}: {cause}" },
  "serve-log-format": { exit: 125, text: 'invalid argument "{value}" for "--log-format" flag: text or json' },
  "serve-tls-files": { text: "cannot serve with --tlsverify: {cause}" },
  "serve-own-server": { text: "dryswarm serve keeps a state of its own: leave --server and DRYSWARM_SERVER out" },
  "remote-unreachable": { text: "Cannot connect to the dryswarm server at {url}. Is it running? ({cause})" },
  "remote-url": { text: "bad server address {url}: unix://PATH, tcp://HOST:PORT or http://HOST:PORT" },
  "remote-live": { text: "{url} is a live Docker Engine, no dryswarm server: nothing was sent to it. Give --live to work on it all the same" },
  "remote-answer": { text: "{message}" },
} as const satisfies Record<string, ErrorRow>;
