import { own } from "../../../values/own.ts";
import type { Filter } from "./index.ts";

const ARCH: Record<string, string> = { x86_64: "amd64", aarch64: "arm64" };
const normal = (arch: string): string => own(ARCH, arch) ?? arch;

/** Nodes of a platform that the image is for, where the spec names platforms. */
export const platformFilter: Filter = {
  applies: (_cluster, task) => (task.Spec.Placement?.Platforms ?? []).length > 0,
  passes: (_cluster, task, { node }) =>
    (task.Spec.Placement?.Platforms ?? []).some(
      ({ Architecture = "", OS = "" }) =>
        (!Architecture || normal(Architecture) === normal(node.Description.Platform.Architecture ?? "")) && (!OS || OS === node.Description.Platform.OS),
    ),
  explain: (nodes) => (nodes === 1 ? "unsupported platform on 1 node" : `unsupported platform on ${nodes} nodes`),
};
