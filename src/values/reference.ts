const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const DOMAIN =
  "(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
const TAG = "\\w[\\w.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(`^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const LONGEST_NAME = 255;

/** An image's name with Docker Hub's domain and `library/` written out where they are meant. */
function normalized(text: string): { domain: string; rest: string } {
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(slash, 0));
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  const [domain, rest] = isDomain ? [first === "index.docker.io" ? "docker.io" : first, text.slice(slash + 1)] : ["docker.io", text];
  return { domain, rest: domain === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest };
}

/** What is wrong with an image reference, in docker's words (distribution/reference); undefined where nothing is. */
export function referenceProblem(text: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(text) || /^sha256:[a-f0-9]{64}$/.test(text)) return undefined;
  const { domain, rest } = normalized(text);
  const name = rest.replace(/:[^/]*$/, "").replace(/@.*$/, "");
  if (name.toLowerCase() !== name) return `invalid reference format: repository name (${name}) must be lowercase`;
  const whole = `${domain}/${rest}`;
  const match = REFERENCE.exec(whole);
  if (!match) return REFERENCE.test(whole.toLowerCase()) ? "repository name must be lowercase" : "invalid reference format";
  return (match[1]?.length ?? 0) > LONGEST_NAME ? `repository name must not be more than ${LONGEST_NAME} characters` : undefined;
}
