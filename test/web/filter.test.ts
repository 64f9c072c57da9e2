import { beforeAll, describe, expect, it } from "vitest";
import { type Picture, picture } from "../../src/plan/picture.ts";
import { takeSnapshot } from "../../src/plan/snapshot.ts";
import { ALL, type Filter, shownLanes } from "../../web/src/page/filter.ts";
import { keyOf, marksOf } from "../../web/src/page/marks.ts";
import { session } from "../helpers/session.ts";

let drawn: Picture;
beforeAll(async () => {
  const { docker, engine } = session();
  for (const command of [
    "swarm init",
    "network create -d overlay app",
    "network create -d overlay back",
    "service create -d --name web -l com.docker.stack.namespace=shop -l tier=front --network app -p 8080:80 nginx:1.27",
    "service create -d --name db --network app --network back postgres",
  ])
    expect(await docker(command.split(" "))).toMatchObject({ code: 0 });
  drawn = picture(await takeSnapshot(engine.on("node-1")));
});

/** Lanes with their services, as "lane: a b". */
const shown = (filter: Partial<Filter>, only?: Parameters<typeof shownLanes>[2]): string[] =>
  shownLanes(drawn, { ...ALL, ...filter }, only).map(({ lane, services }) => `${lane.name}: ${services.map(({ name }) => name).join(" ")}`);

describe("what is shown", () => {
  it("is all where nothing is asked", () => expect(shown({})).toEqual(["app: db web", "back: db", "ingress: web"]));
  it.each<[Partial<Filter>, string[]]>([
    [{ text: "postgres" }, ["app: db", "back: db"]],
    [{ text: "BACK" }, ["back: db"]],
    [{ text: "8080" }, ["app: web", "ingress: web"]],
    [{ text: "10.0.2." }, ["app: db", "back: db"]],
    [{ text: "node-1 web" }, ["app: web", "ingress: web"]],
    [{ text: "nowhere" }, []],
    [{ stack: "shop" }, ["app: web", "ingress: web"]],
    [{ label: "tier=front" }, ["app: web", "ingress: web"]],
  ])("%j", (filter, lanes) => expect(shown(filter)).toEqual(lanes));
  it("one network alone", () => expect(shown({ network: drawn.lanes[1]?.id ?? "" })).toEqual(["back: db"]));
  it("only what changes", () => {
    const marks = marksOf([{ action: "add", kind: "service", name: "db", facts: {}, fields: [] }]);
    expect(shown({}, (kind, name) => marks.has(keyOf(kind, name)))).toEqual(["app: db", "back: db"]);
  });
});
