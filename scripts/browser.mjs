// Opens the pages in a real browser (Debian's chromium, or what CHROMIUM names), as people do: looks for their texts, deploys a stack and
// drains a node before the live page, measures the page of 1,000 services. SCREENSHOTS names a folder for pictures of what it saw.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  process.stderr.write(`browser: ${executablePath} is not there (apt-get install chromium, or CHROMIUM=…)\n`);
  process.exit(1);
}
const program = fileURLToPath(new URL("../bin/dryswarm.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dryswarm-browser-"));
const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const env = { ...process.env, DRYSWARM_STATE: join(folder, "state.json"), NO_COLOR: "1" };

/** Milliseconds within which the first picture of 1,000 services is there, and a change of them. */
const FIRST = 2_000;
const CHANGE = 200;

let failures = 0;
/** Says whether something is as it should be. */
function check(what, isSo, found = "") {
  process.stdout.write(`${isSo ? "ok  " : "FAIL"} ${what}${isSo || !found ? "" : `: ${found}`}\n`);
  if (!isSo) failures++;
}

function dryswarm(args, more = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env: { ...env, ...more }, maxBuffer: 2 ** 28 });
  if (status > 3) throw new Error(`dryswarm ${args.join(" ")}: ${stderr}`);
  return stdout;
}
const commands = (text) => {
  for (const line of text.trim().split("\n")) dryswarm(line.trim().split(" "));
};
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const browser = await chromium.launch({
  executablePath,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** Opens a page; what it asks for beyond itself, and what goes wrong on it, are failures. */
async function open(url, { dark = false, width = 1280, height = 800 } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  const base = url.startsWith("file:") ? url : new URL(url).origin;
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) check(`${url} asks for nothing elsewhere`, false, request.url());
  });
  page.on("pageerror", (error) => check(`${url} runs`, false, error.stack));
  page.on("console", (message) => message.type() === "error" && check(`${url} is quiet`, false, message.text()));
  await page.goto(url);
  return page;
}
const shoot = (page, name, more = {}) => (shots ? page.screenshot({ path: join(shots, `${name}.png`), ...more }) : undefined);
const textOf = async (page, selector = "body") => (await page.locator(selector).first().allInnerTexts()).join(" ").replace(/\s+/g, " ");
const has = async (page, what, text, selector) => {
  const found = await textOf(page, selector);
  check(`${what}: ${text}`, found.includes(text), found.slice(0, 400));
};

async function swarmPage() {
  const path = file("swarm.html", dryswarm(["graph", "-o", "html"]));
  const page = await open(pathToFileURL(path).href);
  await has(page, "a swarm", "node-1 ★ leader · ready zone=a");
  await has(page, "a swarm", "app 10.0.1.0/24 · gateway 10.0.1.1 · VXLAN 4097");
  await has(page, "a swarm", "VIP 10.0.1.2 3 replicas");
  await has(page, "a swarm", "8080->80/tcp");
  await has(page, "what waits", "no node fits its constraints", ".waiting");
  await has(page, "what waits", "tight (10.9.0.0/29) is full", ".waiting");
  const bar = await page.getByRole("img", { name: /^5 addresses/ }).boundingBox();
  const vips = await page.locator(".bar.is-full .vips").first().boundingBox();
  check("a fifth of the bar of tight is its VIP", bar && vips && Math.abs(vips.width / bar.width - 0.2) < 0.05, `${vips?.width} of ${bar?.width}`);
  await page.getByRole("button", { name: "web" }).first().click();
  await has(page, "a service", "tasks.web app DNSRR 10.0.1.", ".details");
  await has(page, "a service", "on every node, by the routing mesh", ".details");
  await shoot(page, "swarm");
  await page.getByRole("button", { name: "tight" }).first().click();
  await has(page, "a network", "Still fit, each on its own: 0 replicas", ".details");
  await page.keyboard.press("Escape");
  check("Escape closes the details", (await page.locator(".details").count()) === 0);
  await page.keyboard.press("/");
  await page.keyboard.type("10.9.0");
  check("the search leaves what is found", (await page.locator("tr.service").count()) === 1);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.locator("[data-row]").first().focus();
  await page.keyboard.press("ArrowDown");
  check(
    "arrow keys go from row to row",
    await page.evaluate(() => document.activeElement?.textContent === "db"),
    await page.evaluate(() => document.activeElement?.textContent),
  );
  await page.getByRole("button", { name: "Dark" }).click();
  check("dark is dark", await page.evaluate(() => getComputedStyle(document.body).backgroundColor === "rgb(20, 23, 28)"));
  await page.emulateMedia({ media: "print" });
  check("it prints without its search box", !(await page.locator(".toolbar").isVisible()));
  await page.close();
}

async function planPage() {
  const script = file(
    "change.sh",
    `docker network create -d overlay --subnet 10.50.0.0/24 new-net
docker service create -d --name api --network new-net --replicas 2 nginx
docker service update -d --image nginx:2 web
docker service scale -d db=3
docker service rm rr
docker network create -d overlay app
docker service create -d --name "<img/src=x>" nginx
`,
  );
  const path = file("plan.html", dryswarm(["plan", "-o", "html", script]));
  const page = await open(pathToFileURL(path).href, { height: 1100 });
  await has(page, "a plan", "restarts 3 tasks");
  await has(page, "a plan", "+ 2 added");
  await has(page, "a plan", "network with name app already exists", "section.is-failed");
  check("before and after stand beside each other", (await page.locator(".side").count()) === 2);
  check(
    "what is added is green, after alone",
    (await page.locator(".side").nth(1).locator("tr.is-add").count()) >= 1 && (await page.locator(".side").nth(0).locator("tr.is-add").count()) === 0,
  );
  check(
    "what is removed is red, before alone",
    (await page.locator(".side").nth(0).locator("tr.is-remove").count()) >= 1 && (await page.locator(".side").nth(1).locator("tr.is-remove").count()) === 0,
  );
  await shoot(page, "plan");
  await page.close();
}

async function checkPage() {
  const path = file("check.html", dryswarm(["check", "-o", "html", "--fail-on", "none"]));
  const page = await open(pathToFileURL(path).href);
  await has(page, "a check", "DS010");
  check("findings lead to their rules", (await page.locator('a[href$="docs/rules.md#ds010"]').count()) > 0);
  await has(page, "the swarm that was checked", "VIP 10.0.1.2 3 replicas", ".board");
  await page.getByRole("button", { name: "tight" }).first().click();
  await has(page, "a network of it", "Still fit, each on its own: 0 replicas", ".details");
  await shoot(page, "check");
  await page.close();
  const stack = file("checked.yml", "services:\n  web: {image: nginx, networks: [back], deploy: {replicas: 2}}\nnetworks: {back: {}}\n");
  const written = file("stack.html", dryswarm(["check", "-o", "html", "--fail-on", "none", "-c", stack, "shop"]));
  const deployed = await open(pathToFileURL(written).href);
  await has(deployed, "a stack that was checked, deployed", "shop_back", ".board");
  await deployed.close();
}

/** Starts a server with a page; gives its address and what stops it. */
async function serve(state, port) {
  const socket = join(folder, `${port}.sock`);
  const child = spawn(process.execPath, [program, "serve", "-H", `unix://${socket}`, "--ui", `127.0.0.1:${port}`], {
    env: { ...env, DRYSWARM_STATE: state },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise((resolve, reject) => {
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
      if (text.includes("the page is at")) resolve();
    });
    child.on("exit", () => reject(new Error(text)));
  });
  const server = (args) => dryswarm(["--server", `unix://${socket}`, ...args]);
  const stop = () => new Promise((resolve) => child.removeAllListeners("exit").on("exit", resolve) && child.kill());
  return { url: `http://127.0.0.1:${port}/`, server, stop };
}

async function livePage() {
  const { url, server, stop } = await serve(join(folder, "state.json"), 18_741);
  const page = await open(url, { dark: true, height: 1000 });
  await page.waitForSelector(".board");
  await has(page, "a live page", "live", ".live");
  const stack = file(
    "shop.yml",
    "services:\n  cart: {image: nginx, networks: [back], deploy: {replicas: 4}}\n  pay: {image: nginx, networks: [back], ports: ['9090:80']}\nnetworks: {back: {}}\n",
  );
  server(["stack", "deploy", "--detach=true", "-c", stack, "shop"]);
  await page.waitForFunction(() => document.querySelector(".board")?.textContent?.includes("shop_cart"), undefined, { timeout: 5_000 });
  await has(page, "the stack", "shop_back");
  // Which one is the last depends on how fast the deploy is followed.
  const live = await textOf(page, ".live");
  check("the last event is one of the deploy", /^live · (network|service|container) shop_\S+: \w+$/.test(live), live);
  await page.getByLabel("Show one stack alone").selectOption("shop");
  check("a stack is shown alone", (await page.locator("tr.service").count()) === 3, String(await page.locator("tr.service").count()));
  await page.getByRole("button", { name: "Show all" }).click();
  server(["node", "update", "--availability", "drain", "node-3"]);
  await page.waitForFunction(() => document.querySelector("thead")?.textContent?.includes("drained"), undefined, { timeout: 5_000 });
  const column = await page.evaluate(() => [...document.querySelectorAll("thead th")].findIndex((head) => head.textContent.includes("node-3")));
  const left = await page.evaluate((at) => [...document.querySelectorAll("tr.service")].filter((row) => row.children[at]?.textContent).length, column);
  check("a drained node keeps no task", left === 0, String(left));
  await shoot(page, "live");
  await page.close();
  await stop();
}

async function thousand() {
  const state = join(folder, "thousand.json");
  const { url, server, stop } = await serve(state, 18_742);
  server(["swarm", "init"]);
  const names = ["a", "b", "c", "d", "e"];
  for (let stack = 0; stack < 4; stack++) {
    const services = Object.fromEntries(
      Array.from({ length: 250 }, (_, at) => [`svc${at}`, { image: "nginx", networks: [names[at % names.length]], deploy: { replicas: 3 } }]),
    );
    const path = file(`many${stack}.yml`, JSON.stringify({ services, networks: Object.fromEntries(names.map((name) => [name, {}])) }));
    server(["stack", "deploy", "--detach=true", "-c", path, `many${stack}`]);
  }
  // A look ends the wait for more of a burst: what is measured is a swarm that stands.
  server(["service", "ls", "-q"]);
  /** Milliseconds from when a page was gone to until its first rows are there. */
  const firstOf = async (shown) => {
    await shown.waitForSelector("tr.service");
    return shown.evaluate(() => performance.now());
  };
  const page = await open(url);
  const first = await firstOf(page);
  check(`1,000 services: the first picture of a server takes ${Math.round(first)} ms, at most ${FIRST}`, first <= FIRST);
  await page.evaluate(() => {
    const row = () => [...document.querySelectorAll("tr.service")].find((one) => one.querySelector("b")?.textContent === "svc0");
    new MutationObserver(() => {
      if (row()?.textContent.includes(window.wanted)) window.seen ??= performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    new EventSource("events").onmessage = () => {
      window.heard ??= performance.now();
    };
  });
  await page.waitForTimeout(1_000);
  const times = [];
  for (const replicas of [5, 6, 7, 8, 9]) {
    await page.evaluate((count) => {
      window.wanted = `${count} replicas`;
      window.seen = window.heard = undefined;
      performance.clearResourceTimings();
    }, replicas);
    server(["service", "scale", "-d", `many0_svc0=${replicas}`]);
    await page.waitForFunction(() => window.seen, undefined, { timeout: 10_000 });
    times.push(
      await page.evaluate(() => {
        const answered = performance.getEntriesByType("resource").findLast(({ name, responseEnd }) => name.endsWith("swarm.json") && responseEnd < window.seen);
        return { drawn: window.seen - answered.responseEnd, all: window.seen - window.heard };
      }),
    );
  }
  const middle = (key) => Math.round(times.map((one) => one[key]).sort((a, b) => a - b)[2]);
  check(`1,000 services: a change is drawn in ${middle("drawn")} ms, at most ${CHANGE} (${middle("all")} ms from its event on)`, middle("drawn") <= CHANGE);
  await shoot(page, "thousand");
  await page.close();
  await stop();
  const path = file("thousand.html", dryswarm(["graph", "-o", "html"], { DRYSWARM_STATE: state }));
  const still = await open(pathToFileURL(path).href);
  const opened = await firstOf(still);
  check(`1,000 services: the first picture of a file takes ${Math.round(opened)} ms, at most ${FIRST}`, opened <= FIRST);
  await still.close();
}

/** Serves a folder; gives its address and what stops it. */
async function serveFolder(from) {
  const types = { html: "text/html", js: "text/javascript", css: "text/css" };
  const server = createServer((request, response) => {
    const path = request.url === "/" ? "/index.html" : request.url;
    response.writeHead(200, { "Content-Type": types[path.split(".").at(-1)] }).end(readFileSync(join(from, path)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

async function playground() {
  const site = join(folder, "playground");
  execFileSync(process.execPath, [fileURLToPath(new URL("playground.mjs", import.meta.url)), site]);
  const { url, stop } = await serveFolder(site);
  const page = await open(url, { width: 1440, height: 960 });
  const steps = await page.locator(".tour progress").getAttribute("max");
  // Each command is typed into the terminal of its host, as the tour has it on its page.
  for (let step = 0; step < Number(steps); step++) {
    const typed = await page
      .locator(".commands li")
      .evaluateAll((items) => items.map((item) => [item.querySelector("button").textContent.replace(/^\W+/, ""), item.querySelector("code").textContent]));
    for (const [host, line] of typed) {
      await page.getByRole("tab", { name: host }).click();
      await page.locator(`#terminal-${host} textarea`).focus();
      await page.keyboard.type(line);
      await page.keyboard.press("Enter");
    }
    await page
      .waitForFunction((done) => document.querySelector(".tour progress").value > done, step, { timeout: 10_000 })
      .then(
        () => check(`step ${step + 1} of the tour is done`, true),
        async () => check(`step ${step + 1} of the tour is done`, false, await textOf(page, ".xterm-rows")),
      );
    if (step === 7) {
      await page.getByLabel("Language").selectOption("ko");
      await has(page, "the tour in Korean", "노드 비우기", ".tour");
      await shoot(page, "playground");
      await page.getByLabel("언어").selectOption("en");
    }
  }
  await has(page, "the swarm beside", "10.20.", ".eyes");
  await page.reload();
  await page.waitForSelector(".board");
  await has(page, "what the browser kept", "10.20.", ".eyes");
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export the state" }).click()]);
  const path = join(folder, "exported.json");
  await saved.saveAs(path);
  check("dryswarm reads what was exported", dryswarm(["--state", path, "network", "ls"]).includes("my-network"));
  await page.getByRole("button", { name: "Begin anew" }).click();
  await page.waitForFunction(() => document.querySelector(".eyes").textContent.includes("no swarm yet"));
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.waitForSelector(".board");
  await has(page, "what was imported", "10.20.", ".eyes");
  await page.close();
  stop();
}

try {
  commands(`swarm init
network create -d overlay --opt encrypted app
network create -d overlay --subnet 10.9.0.0/29 tight`);
  const token = dryswarm(["swarm", "join-token", "-q", "worker"]).trim();
  for (const node of ["node-2", "node-3"]) dryswarm(["-H", `ssh://${node}`, "swarm", "join", "--token", token, "192.168.65.2:2377"]);
  commands(`node update --label-add zone=a node-1
node update --label-add zone=b node-2
node update --label-add zone=c node-3
service create -d --name web --network name=app,alias=front --replicas 3 -p 8080:80 --update-order start-first nginx
service create -d --name db --network app postgres
service create -d --name rr --network app --endpoint-mode dnsrr --replicas 2 nginx
service create -d --name full --network tight --replicas 6 nginx
service create -d --name lost --constraint node.labels.rack==9 nginx
service create -d --name agent --mode global nginx`);
  const all = { swarm: swarmPage, plan: planPage, check: checkPage, live: livePage, playground, thousand };
  const asked = process.argv.slice(2);
  for (const [name, run] of Object.entries(all)) if (asked.length === 0 || asked.includes(name)) await run();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
if (failures > 0) {
  process.stderr.write(`browser: ${failures} ${failures === 1 ? "thing is" : "things are"} not as they should be\n`);
  process.exitCode = 1;
}
