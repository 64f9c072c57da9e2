import { Agent, request } from "node:http";

/** Answers that differ from run to run by nature, as words. */
const RANDOM = [
  [/\b[0-9a-f]{64}\b/g, "<hex>"],
  [/\bSWM(TKN|KEY)-1-[\w+/-]+/g, "<token>"],
  [/\b[a-z0-9]{25}\b/g, "<id>"],
  [/\b[0-9a-f]{12}\b/g, "<short>"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"],
  [/"Index":\d+/g, '"Index":0'],
  [/"Addr":"10\.[\d.]+\/24"/g, '"Addr":"<address>"'],
  [/vxlanid_list\\?":\\?"\d+/g, 'vxlanid_list":"<id>'],
  [/-----BEGIN CERTIFICATE-----[^"]*/g, "<certificate>"],
];
const plain = (text) => RANDOM.reduce((so, [pattern, word]) => so.replace(pattern, word), text);

const BASE = "/v1.51";
const NETWORKS = ["bridge", "host", "none", "ingress", "docker_gwbridge"];
/** How long an engine takes to allocate what it has answered for, in milliseconds. */
const SETTLE = 60;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** An engine at a socket, brought to a known state, and asked. */
export class Engine {
  #ids = {};

  constructor(socketPath) {
    this.socketPath = socketPath;
    this.agent = new Agent({ keepAlive: true });
  }

  /** Sends one request; gives its status and text. A stream is read for as long as it comes at once. */
  call(method, path, body, stream = false) {
    return new Promise((resolve, reject) => {
      const headers = body ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) } : {};
      const sent = request({ socketPath: this.socketPath, agent: stream ? undefined : this.agent, method, path, headers }, (answer) => {
        let text = "";
        const end = () => resolve({ status: answer.statusCode, text });
        answer.on("data", (chunk) => (text += chunk)).on("end", end);
        if (!stream) return;
        const stop = () => {
          end();
          answer.destroy();
        };
        setTimeout(stop, 100);
      });
      sent.setTimeout(40_000, () => sent.destroy(new Error(`${method} ${path}: no answer`)));
      // An engine whose handler fails closes the connection without a word.
      sent.on("error", (error) => (error.code === "ECONNRESET" ? resolve({ status: 0, text: "" }) : reject(error))).end(body);
    });
  }

  async #json(method, path, body) {
    const { status, text } = await this.call(method, `${BASE}${path}`, body && JSON.stringify(body));
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Removes all there is, and makes a swarm with one of each kind of object where one is wanted. */
  async prepare(inside) {
    await this.call("POST", `${BASE}/swarm/leave?force=1`);
    for (const { Id } of await this.#json("GET", "/containers/json?all=1")) await this.call("DELETE", `${BASE}/containers/${Id}?force=1&v=1`);
    for (const { Name } of (await this.#json("GET", "/volumes")).Volumes ?? []) await this.call("DELETE", `${BASE}/volumes/${Name}?force=1`);
    for (const { Id, Name } of await this.#json("GET", "/networks")) if (!NETWORKS.includes(Name)) await this.call("DELETE", `${BASE}/networks/${Id}`);
    this.#ids = {};
    if (!inside) return;
    this.#ids.node = await this.#json("POST", "/swarm/init", { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "192.168.65.2" });
    const made = async (name, path, body) => {
      const { Id, ID } = await this.#json("POST", path, body);
      this.#ids[name] = Id ?? ID;
    };
    await sleep(1000);
    await made("over", "/networks/create", { Name: "over", Driver: "overlay", Attachable: true, Labels: { a: "b" } });
    await made("local", "/networks/create", { Name: "local", Driver: "bridge", IPAM: { Config: [{ Subnet: "10.99.0.0/24" }] }, Labels: { keep: "me" } });
    await made("sec", "/secrets/create", { Name: "sec", Data: "eA==", Labels: { a: "b" } });
    await made("con", "/configs/create", { Name: "con", Data: "eA==", Labels: { a: "b" } });
    await made("box", "/containers/create?name=box", { Image: "nginx:latest" });
    await made("web", "/services/create", {
      Name: "web",
      Labels: { a: "b" },
      TaskTemplate: { ContainerSpec: { Image: "nginx:latest" } },
      Mode: { Replicated: { Replicas: 0 } },
    });
    await sleep(500);
  }

  /** Fills `{name}` and `{name.version}` in. */
  async #filled(text) {
    let filled = text;
    for (const [name, path] of [
      ["web", "/services/web"],
      ["sec", "/secrets/sec"],
      ["con", "/configs/con"],
      ["node", `/nodes/${this.#ids.node}`],
      ["swarm", "/swarm"],
    ])
      if (filled.includes(`{${name}.version}`)) filled = filled.replaceAll(`{${name}.version}`, String((await this.#json("GET", path)).Version.Index));
    for (const [name, id] of Object.entries(this.#ids)) filled = filled.replaceAll(`{${name}}`, id).replaceAll(encodeURIComponent(`{${name}}`), id);
    return filled;
  }

  /** Tries one request: gives its status, its text, and what the object looks like then; what it made is removed again. */
  async tryCase({ method, path, body = "", made, look, pick, status: bare, stream, undo, leaves }) {
    const url = await this.#filled(
      path.startsWith("/v") && !path.startsWith("/volumes") ? path : `${path.startsWith("//") || path === "/" ? "" : BASE}${path}`,
    );
    const { status, text } = await this.call(method, url, await this.#filled(body), stream);
    const answer = [status, status < 300 && (bare || look || made || leaves) ? "" : plain(this.#picked(text, pick)).trimEnd()];
    if (status === 0 || status >= 300) {
      if (leaves) await this.call("POST", `${BASE}/swarm/leave?force=1`);
      return answer;
    }
    const where = made && text ? made(JSON.parse(text)) : look && (await this.#filled(look));
    if (made || leaves || (where && method === "POST")) await sleep(SETTLE);
    if (where) answer.push(plain(this.#picked((await this.call("GET", `${BASE}${where}`)).text, pick)).trimEnd());
    if (made) for (let tries = 0; tries < 20 && (await this.call("DELETE", `${BASE}${where}`)).status >= 400; tries++) await sleep(50);
    if (undo) await this.call(undo[0], `${BASE}${undo[1]}`, JSON.stringify(undo[2]));
    if (leaves) await this.call("POST", `${BASE}/swarm/leave?force=1`);
    return answer;
  }

  /** The keys that a case looks at, of an object or of each of a list. */
  #picked(text, pick) {
    let value;
    try {
      // Integers that a number does not hold stay as they are.
      value = JSON.parse(text.replace(/([:[,])(-?\d{16,})(?=[,}\]])/g, '$1"$2"'));
    } catch {
      return text;
    }
    const only = (one) => (pick ? Object.fromEntries(pick.map((key) => [key, one[key]])) : one);
    if (Array.isArray(value)) return JSON.stringify(value.map((one) => plain(JSON.stringify(only(one)))).sort());
    return pick && value && !value.message ? JSON.stringify(only(value)) : text;
  }
}
