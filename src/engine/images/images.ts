import { type Filters, failure, type ImageInspect, type ImageRemoved, type ImageSummary } from "../../api/index.ts";
import { markHost } from "../../store/changes.ts";
import type { Host, Settings } from "../../store/schema.ts";
import { imageId, taggedReference } from "../../values/image-id.ts";
import { put } from "../../values/own.ts";
import { referenceProblem } from "../../values/reference.ts";
import { anyOf, validateFilters } from "../filters.ts";

/** A reference as the engine shows it: without Docker Hub's domain and `library/`, with a tag. */
function familiar(ref: string): string {
  return taggedReference(ref.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, ""));
}

/** Refuses what is no reference. */
function checkReference(ref: string): void {
  const problem = referenceProblem(ref);
  if (problem !== undefined) throw failure("api-image-reference", { problem });
}

/**
 * Whether an image is none that can be had: an environment file names those. A reference without a tag stands for all of its tags.
 */
export function isMissingImage(settings: Settings | undefined, ref: string): boolean {
  const tagged = familiar(ref);
  return (settings?.MissingImages ?? []).some(
    (one) => familiar(one) === tagged || tagged.replace(/:[^/:]*$/, "") === one.replace(/^(?:docker\.io\/)?(?:library\/)?/, ""),
  );
}

/** Refuses an image that cannot be had. */
export function checkImage(settings: Settings | undefined, ref: string): void {
  if (isMissingImage(settings, ref)) throw failure("api-image-missing", { ref: familiar(ref) });
}

/** The images that a host has, with their IDs by reference: those that were pulled or tagged, and those that its containers name. */
function imagesOf(host: Host): Map<string, string> {
  const images = new Map(Object.values(host.Containers).map(({ Image }) => [familiar(Image), imageId(familiar(Image))]));
  for (const [ref, id] of Object.entries(host.Images ?? {})) images.set(ref, id);
  return images;
}

/** The rows of a list: one an image, with its references in order. */
function rows(host: Host): ImageSummary[] {
  const refs = new Map<string, string[]>();
  for (const [ref, id] of imagesOf(host)) refs.set(id, [...(refs.get(id) ?? []), ref]);
  return [...refs].map(([Id, tags]) => ({
    Containers: -1,
    Created: 0,
    Id,
    Labels: null,
    ParentId: "",
    RepoDigests: [],
    RepoTags: tags.sort(),
    SharedSize: -1,
    Size: 0,
  }));
}

const FILTERS = ["before", "dangling", "label", "reference", "since", "until"];

/** Whether a reference fits a pattern of the `reference` filter: a name with or without its tag, `*` for a part of it. */
function fits(pattern: string, ref: string): boolean {
  const [name = ""] = /^.*?(?=:[^/:]*$)/.exec(ref) ?? [];
  const parts = pattern.split("*");
  const covers = (text: string): boolean => {
    let at = 0;
    return parts.every((part, index) => {
      const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : index === parts.length - 1 ? text.lastIndexOf(part) : text.indexOf(part, at);
      const end = index === parts.length - 1 && found >= 0 && found + part.length !== text.length;
      if (found < at || end) return false;
      at = found + part.length;
      return true;
    });
  };
  return covers(ref) || covers(name);
}

/** Images of a host that pass the filters (`GET /images/json`). */
export function listImages(host: Host, filters: Filters): ImageSummary[] {
  validateFilters(filters, FILTERS);
  if (filters.dangling?.some((value) => ["true", "1"].includes(value)) || (filters.label ?? []).length > 0) return [];
  return rows(host)
    .map((row) => ({ ...row, RepoTags: row.RepoTags.filter((ref) => anyOf(filters.reference, (pattern) => fits(pattern, ref))) }))
    .filter((row) => row.RepoTags.length > 0);
}

/** The ID that a reference, an ID or the beginning of one has; undefined where no image of the host has it. */
function idOf(host: Host, ref: string): string | undefined {
  const images = imagesOf(host);
  const digits = ref.replace(/^sha256:/, "");
  const byId = /^[a-f0-9]+$/.test(digits) ? [...images.values()].find((id) => id.startsWith(`sha256:${digits}`)) : undefined;
  return images.get(familiar(ref)) ?? byId;
}

/**
 * An image (`GET /images/{name}/json`). Every reference means one in a dry run, unless `known` asks for those alone that the host has.
 */
export function inspectImage(host: Host, settings: Settings | undefined, ref: string, known: boolean): ImageInspect {
  const found = idOf(host, ref);
  if (!found) {
    const isId = /^(?:sha256:[a-f0-9]+|[a-f0-9]{64})$/.test(ref);
    if (isId) throw failure("api-image-missing", { ref });
    checkReference(ref);
    if (known) throw failure("api-image-missing", { ref: familiar(ref) });
    checkImage(settings, ref);
  }
  const Id = found ?? imageId(familiar(ref));
  const tags = rows(host).find((row) => row.Id === Id)?.RepoTags ?? [familiar(ref)];
  return {
    Id,
    RepoTags: tags,
    RepoDigests: [],
    Parent: "",
    Comment: "",
    Created: "1970-01-01T00:00:00Z",
    DockerVersion: "",
    Author: "",
    Architecture: "amd64",
    Os: "linux",
    Size: 0,
    GraphDriver: { Data: null, Name: "overlay2" },
    RootFS: { Type: "layers" },
    Metadata: { LastTagTime: "0001-01-01T00:00:00Z" },
    Config: { Cmd: null, Entrypoint: null, Env: null, Labels: null, OnBuild: null, User: "", Volumes: null, WorkingDir: "" },
  };
}

/** Notes an image that a client has pulled (`POST /images/create`); gives its reference. */
export function pullImage(host: Host, settings: Settings | undefined, ref: string): string {
  checkReference(ref);
  if (isMissingImage(settings, ref)) throw failure("api-image-denied", { name: familiar(ref).replace(/:[^/:]*$/, "") });
  const name = familiar(ref);
  host.Images ??= {};
  markHost(host);
  put(host.Images, name, imageId(name));
  return name;
}

/** Gives an image another name (`POST /images/{name}/tag`). */
export function tagImage(host: Host, settings: Settings | undefined, ref: string, target: string): void {
  const { Id } = inspectImage(host, settings, ref, false);
  if (target === "") return;
  checkReference(target);
  host.Images ??= {};
  markHost(host);
  put(host.Images, familiar(target), Id);
}

/** Takes a name off an image, and the image with its last one (`DELETE /images/{name}`). A container's image stays unless `force` is given. */
export function removeImage(host: Host, ref: string, force: boolean): ImageRemoved[] {
  const id = idOf(host, ref);
  if (!id) throw failure("api-image-missing", { ref: /^sha256:/.test(ref) ? ref : familiar(ref) });
  const names = [...imagesOf(host)].filter(([, one]) => one === id).map(([name]) => name);
  const gone = names.includes(familiar(ref)) ? [familiar(ref)] : names;
  const user = Object.values(host.Containers).find(({ Image }) => gone.includes(familiar(Image)));
  if (user && names.length === gone.length && !(force && user.State !== "running"))
    throw failure("api-image-in-use", {
      ref,
      verb: user.State === "running" ? "cannot be forced" : "must be forced",
      state: user.State === "running" ? "running container" : "container",
      container: user.Id.slice(0, 12),
      id: id.slice(7, 19),
    });
  for (const name of gone) delete host.Images?.[name];
  markHost(host);
  return [...gone.map((name) => ({ Untagged: name })), ...(names.length === gone.length ? [{ Deleted: id }] : [])];
}
