// The keys of every GET answer that the simulation makes, nested ones by path, each with the JSON type of its value.

/** What is made before the answers are looked at, in a swarm: one task that runs, on an overlay and with a port; and a container. */
const MADE = [
  ["/secrets/create", { Name: "keys-secret", Data: "eA==", Labels: { a: "b" } }],
  ["/configs/create", { Name: "keys-config", Data: "eA==", Labels: { a: "b" } }],
  ["/networks/create", { Name: "keys-net", Driver: "overlay", Attachable: true, Labels: { a: "b" }, IPAM: { Config: [{ Subnet: "10.77.0.0/24" }] } }],
  ["/networks/create", { Name: "keys-local", Driver: "bridge", IPAM: { Config: [{ Subnet: "10.78.0.0/24" }] } }],
  ["/volumes/create", { Name: "keys-volume", Labels: { a: "b" } }],
  [
    "/services/create",
    {
      Name: "keys-service",
      Labels: { a: "b" },
      TaskTemplate: { ContainerSpec: { Image: "nginx:latest" }, Networks: [{ Target: "keys-net" }] },
      Mode: { Replicated: { Replicas: 1 } },
      EndpointSpec: { Ports: [{ Protocol: "tcp", TargetPort: 80, PublishedPort: 8099 }] },
    },
  ],
  [
    "/containers/create?name=keys-box",
    { Image: "nginx:latest", ExposedPorts: { "80/tcp": {} }, HostConfig: { PortBindings: { "80/tcp": [{ HostPort: "8098" }] } } },
  ],
  ["/containers/keys-box/start", undefined],
];

const SERVICE_ONLY = encodeURIComponent(JSON.stringify({ service: ["keys-service"] }));
/** Routes, by what stands in the table. A list is looked at by its row of our own, where it has others'. */
const ROUTES = {
  "/info": "/info",
  "/version": "/version",
  "/system/df": "/system/df",
  "/swarm": "/swarm",
  "/swarm/unlockkey": "/swarm/unlockkey",
  "/nodes": "/nodes",
  "/networks": "/networks?filters=%7B%22name%22%3A%5B%22keys-net%22%5D%7D",
  "/networks/{overlay}": "/networks/keys-net",
  "/networks/{overlay}?verbose": "/networks/keys-net?verbose=true",
  "/networks/{bridge}": "/networks/bridge",
  "/networks/{gateway bridge}": "/networks/docker_gwbridge",
  "/networks/{ingress}": "/networks/ingress",
  "/services": "/services?status=true",
  "/services/{id}": "/services/keys-service",
  "/tasks": `/tasks?filters=${SERVICE_ONLY}`,
  "/configs": "/configs",
  "/configs/{id}": "/configs/keys-config",
  "/secrets": "/secrets",
  "/secrets/{id}": "/secrets/keys-secret",
  "/volumes": "/volumes",
  "/volumes/{name}": "/volumes/keys-volume",
  "/containers/json": "/containers/json?filters=%7B%22name%22%3A%5B%22keys-box%22%5D%7D",
  "/containers/{id}/json": "/containers/keys-box/json",
  "/containers/{task}/json": "/containers/{task}/json",
  "/images/json": "/images/json",
  "/images/{name}/json": "/images/nginx:latest/json",
};

/** Names in place of those that differ from run to run: IDs, networks' and nodes' addresses, numbered names. */
const plain = (key) =>
  key
    .replace(/^[0-9a-f]{64}$|^[0-9a-z]{25}$|^lb-[\w-]+$/, "<id>")
    .replace(/^(lb|gateway|ingress)[-_]\w+$/, "<endpoint>")
    .replace(/^\d+\/tcp$/, "<port>");

function keysOf(value, path, found) {
  if (Array.isArray(value)) {
    if (value.length === 0) found.add(`${path}: []`);
    for (const one of value) keysOf(one, `${path}[]`, found);
  } else if (value !== null && typeof value === "object") {
    if (Object.keys(value).length === 0) found.add(`${path}: {}`);
    for (const [key, inner] of Object.entries(value)) keysOf(inner, path === "" ? plain(key) : `${path}.${plain(key)}`, found);
  } else found.add(`${path}: ${value === null ? "null" : typeof value}`);
  return found;
}

/** Sorted keys of each route's answer on an engine, which is brought to a known state first. */
export async function keySets(engine) {
  await engine.prepare(true);
  for (const [path, body] of MADE) {
    const { status, text } = await engine.call("POST", `/v1.51${path}`, body === undefined ? undefined : JSON.stringify(body));
    if (status >= 400) throw new Error(`${path}: ${status} ${text}`);
  }
  const get = async (path) => JSON.parse((await engine.call("GET", `/v1.51${path}`)).text);
  let task;
  for (let tries = 0; tries < 100 && !task; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    task = (await get(`/tasks?filters=${SERVICE_ONLY}`)).find(({ Status }) => Status.State === "running")?.Status.ContainerStatus.ContainerID;
  }
  if (!task) throw new Error("the task does not run");
  // The engine notes what has changed on a network a moment after the task runs.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const sets = {};
  for (const [name, path] of Object.entries(ROUTES)) sets[name] = [...keysOf(await get(path.replace("{task}", task)), "", new Set())].sort();
  return sets;
}
