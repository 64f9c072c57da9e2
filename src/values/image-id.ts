/** A reference with its tag, without a digest: "nginx" is "nginx:latest". */
export function taggedReference(ref: string): string {
  const bare = ref.replace(/@.*$/, "");
  return /:[^/]+$/.test(bare) ? bare : `${bare}:latest`;
}

/** A reference in full: "nginx" is "docker.io/library/nginx:latest". */
export function fullReference(ref: string): string {
  const tagged = taggedReference(ref);
  const [first = "", ...rest] = tagged.split("/");
  const hasDomain = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hasDomain) return tagged;
  return `docker.io/${rest.length > 0 ? "" : "library/"}${tagged}`;
}

/** 64 hexadecimal digits that follow from a text (FNV-1a, over and over): an ID of the right shape, with nothing behind it. */
export function derivedHex(text: string): string {
  let hash = 0xcbf29ce484222325n;
  let id = "";
  for (let round = 0; id.length < 64; round++) {
    for (const char of `${round}${text}`) hash = ((hash ^ BigInt(char.codePointAt(0) as number)) * 0x100000001b3n) & 0xffffffffffffffffn;
    id += hash.toString(16).padStart(16, "0");
  }
  return id.slice(0, 64);
}

/** The ID of the image that a reference means in a dry run: the same for the same name and tag. An ID is its own. */
export function imageId(ref: string): string {
  const hex = /^(?:sha256:)?([a-f0-9]{64})$/.exec(ref)?.[1];
  return `sha256:${hex ?? derivedHex(taggedReference(ref))}`;
}
