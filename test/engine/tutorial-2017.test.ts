import { describe, expect, it } from "vitest";
import { session } from "../helpers/session.ts";

// Both states of `docker network inspect my-network` in the tutorial of 2017, field for field and in its order.
describe("the tutorial as engine 17.05 showed it", () => {
  it("shows a fresh overlay as the user asked for it, then what three redis tasks got", async () => {
    const { docker } = session("17.05");
    await docker(["swarm", "init", "--advertise-addr", "192.168.65.2"]);
    const created = await docker(["network", "create", "--driver", "overlay", "my-network"]);
    const fresh = JSON.parse((await docker(["network", "inspect", "my-network"])).stdout);
    expect(fresh).toEqual([
      {
        Name: "my-network",
        Id: created.stdout.trim(),
        Created: "0001-01-01T00:00:00Z",
        Scope: "swarm",
        Driver: "overlay",
        EnableIPv6: false,
        IPAM: { Driver: "default", Options: null, Config: [] },
        Internal: false,
        Attachable: false,
        Ingress: false,
        Containers: null,
        Options: { "com.docker.network.driver.overlay.vxlanid_list": "4097" },
        Labels: null,
      },
    ]);
    expect(Object.keys(fresh[0])).toEqual([
      "Name",
      "Id",
      "Created",
      "Scope",
      "Driver",
      "EnableIPv6",
      "IPAM",
      "Internal",
      "Attachable",
      "Ingress",
      "Containers",
      "Options",
      "Labels",
    ]);

    const service = await docker(["service", "create", "-q", "--name", "my-redis", "--replicas", "3", "--network", "my-network", "redis:3.0.6"]);
    const [used] = JSON.parse((await docker(["network", "inspect", "my-network"])).stdout);
    expect(used.IPAM).toEqual({ Driver: "default", Options: null, Config: [{ Subnet: "10.0.0.0/24", Gateway: "10.0.0.1" }] });
    expect(used.Created).toMatch(/^20\d\d-/);
    expect(used.Labels).toEqual({});
    expect(used.Peers).toEqual([{ Name: expect.stringMatching(/^[0-9a-f]{12}$/), IP: "192.168.65.2" }]);
    const containers = Object.values<{ Name: string; IPv4Address: string; MacAddress: string }>(used.Containers);
    expect(containers.map((one) => one.IPv4Address).sort()).toEqual(["10.0.0.3/24", "10.0.0.4/24", "10.0.0.5/24"]);
    expect(containers.map((one) => one.MacAddress).sort()).toEqual(["02:42:0a:00:00:03", "02:42:0a:00:00:04", "02:42:0a:00:00:05"]);
    expect(containers.every((one) => /^my-redis\.[123]\.[a-z0-9]{25}$/.test(one.Name))).toBe(true);
    expect(Object.keys(used.Containers).some((key) => key.startsWith("lb-"))).toBe(false);
    const inspected = await docker(["service", "inspect", service.stdout.trim(), "--format", "{{range .Endpoint.VirtualIPs}}{{.Addr}}{{end}}"]);
    expect(inspected.stdout).toBe("10.0.0.2/24\n");
  });

  it("has its ingress network at 10.255.0.0/16", async () => {
    const { docker } = session("17.05");
    await docker(["swarm", "init"]);
    const { stdout } = await docker(["network", "inspect", "ingress", "--format", "{{json .IPAM.Config}}"]);
    expect(stdout).toBe('[{"Subnet":"10.255.0.0/16","Gateway":"10.255.0.1"}]\n');
  });
});
