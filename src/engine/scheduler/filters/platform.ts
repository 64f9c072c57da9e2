import { own } from "../../../values/own.ts";
import type { Filter } from "./index.ts";

const ARCH: Record<string, string> = { x86_64: "amd64", aarch64: "arm64" };
const normal = (arch: string): string => own(ARCH, arch) ?? arch;

/** Nodes of a platform that the image is for, where the spec names platforms. */
export const platformFilter: Filter = {
  testFor(_cluster, task) {
    const platforms = task.Spec.Placement?.Platforms ?? [];
    if (platforms.length === 0) return undefined;
    return ({ node: { Description } }) =>
      platforms.some(
        ({ Architecture = "", OS = "" }) =>
          (!Architecture || normal(Architecture) === normal(Description.Platform.Architecture ?? "")) && (!OS || OS === Description.Platform.OS),
      );
  },
  explain: (nodes) => (nodes === 1 ? "unsupported platform on 1 node" : `unsupported platform on ${nodes} nodes`),
};
