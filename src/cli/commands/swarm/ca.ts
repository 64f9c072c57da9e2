import { failure, type SwarmSpec } from "../../../api/index.ts";
import { defineCommand, type Flags, type ValuesOf } from "../../command.ts";
import { externalCA } from "../../options/external-ca.ts";
import { flag } from "../../options/flag.ts";
import { pemFile } from "../../options/pem-file.ts";
import { bool, duration } from "../../options/values.ts";
import { mergeSpec } from "../../swarm-spec.ts";

const FLAGS = [
  flag("ca-cert", pemFile(), "New root certificate (PEM file)"),
  flag("ca-key", pemFile(), "Key of the new root certificate (PEM file)"),
  flag("cert-expiry", duration(7_776_000_000_000_000), "How long the certificates of nodes hold"),
  flag("detach", bool(), "Do not wait for the rotation to end", { short: "d" }),
  flag("external-ca", externalCA(), "External certificate authority"),
  flag("quiet", bool(), "Show no progress", { short: "q" }),
  flag("rotate", bool(), "Make a new root certificate, or take the one given"),
];
const NEED_ROTATE = ["ca-cert", "ca-key", "cert-expiry", "external-ca"] as const;

function checkFlags(flags: Flags<ValuesOf<typeof FLAGS>>): void {
  if (!flags.get("rotate")) {
    const first = NEED_ROTATE.find((name) => flags.changed(name));
    if (first) throw failure("swarm-cli-ca-needs-rotate", { flag: first });
    return;
  }
  if (flags.changed("external-ca") && !flags.changed("ca-cert")) throw failure("swarm-cli-ca-external");
  if (flags.changed("ca-cert") && !flags.changed("ca-key") && !flags.changed("external-ca")) throw failure("swarm-cli-ca-cert-alone");
}

/** `docker swarm ca` */
export const command = defineCommand({
  use: "ca [OPTIONS]",
  short: "Show or rotate the root certificate",
  args: { exact: 0 },
  flags: FLAGS,
  async run({ client, streams }, _args, flags) {
    checkFlags(flags);
    const swarm = await client.swarmInspect();
    if (!flags.get("rotate")) {
      streams.out(`${(swarm.TLSInfo.TrustRoot ?? "").trim() || "No CA information available"}\n`);
      return;
    }
    const given = {
      ...(flags.changed("cert-expiry") && { "cert-expiry": flags.get("cert-expiry") }),
      ...(flags.changed("external-ca") && { "external-ca": flags.get("external-ca") }),
    };
    const merged = mergeSpec(swarm.Spec, given) as SwarmSpec;
    merged.CAConfig = {
      ...merged.CAConfig,
      SigningCACert: flags.get("ca-cert"),
      SigningCAKey: flags.get("ca-key"),
      ForceRotate: (swarm.Spec.CAConfig.ForceRotate ?? 0) + 1,
    };
    await client.swarmUpdate(swarm.Version.Index, merged);
    if (flags.get("detach") || flags.get("quiet")) return;
    const { TLSInfo } = await client.swarmInspect();
    const root = TLSInfo.TrustRoot ?? "";
    const { createHash } = await import("node:crypto");
    const digest = createHash("sha256").update(root).digest("hex");
    streams.out(`desired root digest: \n  rotated TLS certificates: \n  rotated CA certificates:  \ndesired root digest: sha256:${digest}\n${root.trim()}\n`);
  },
});
