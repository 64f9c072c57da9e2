/** The Go types of docker's api/types/container (v28.5.2), as far as a network dry run shows them. */
import { any, flag, int, labels, map, ptr, slice, struct, text, texts } from "./define.ts";

const endpointSettings = struct(
  "network.EndpointSettings",
  ["IPAMConfig", ptr(struct("network.EndpointIPAMConfig", ["IPv4Address?", text], ["IPv6Address?", text], ["LinkLocalIPs?", texts]))],
  ["Links", texts],
  ["Aliases", texts],
  ["MacAddress", text],
  ["DriverOpts", labels],
  ["GwPriority", int],
  ["NetworkID", text],
  ["EndpointID", text],
  ["Gateway", text],
  ["IPAddress", text],
  ["IPPrefixLen", int],
  ["IPv6Gateway", text],
  ["GlobalIPv6Address", text],
  ["GlobalIPv6PrefixLen", int],
  ["DNSNames", texts],
);

/** container.InspectResponse */
export const containerInspectType = struct(
  "container.InspectResponse",
  ["ID=Id", text],
  ["Created", text],
  ["Path", text],
  ["Args", texts],
  [
    "State",
    ptr(
      struct(
        "container.State",
        ["Status", text],
        ["Running", flag],
        ["Paused", flag],
        ["Restarting", flag],
        ["OOMKilled", flag],
        ["Dead", flag],
        ["Pid", int],
        ["ExitCode", int],
        ["Error", text],
        ["StartedAt", text],
        ["FinishedAt", text],
      ),
    ),
  ],
  ["Image", text],
  ["Name", text],
  ["RestartCount", int],
  ["Driver", text],
  ["Platform", text],
  ["HostConfig", any],
  [
    "Mounts",
    slice(
      struct(
        "container.MountPoint",
        ["Type?", text],
        ["Name?", text],
        ["Source", text],
        ["Destination", text],
        ["Driver?", text],
        ["Mode", text],
        ["RW", flag],
        ["Propagation", text],
      ),
    ),
  ],
  ["Config", ptr(struct("container.Config", ["Hostname", text], ["Env", texts], ["Cmd", texts], ["Image", text], ["Labels", labels]))],
  [
    "NetworkSettings",
    ptr(
      struct(
        "container.NetworkSettings",
        ["Bridge", text],
        ["SandboxID", text],
        ["SandboxKey", text],
        ["Ports", map(slice(struct("nat.PortBinding", ["HostIP=HostIp", text], ["HostPort", text])))],
        ["EndpointID", text],
        ["Gateway", text],
        ["GlobalIPv6Address", text],
        ["GlobalIPv6PrefixLen", int],
        ["IPAddress", text],
        ["IPPrefixLen", int],
        ["IPv6Gateway", text],
        ["MacAddress", text],
        ["Networks", map(ptr(endpointSettings))],
      ),
    ),
  ],
);
