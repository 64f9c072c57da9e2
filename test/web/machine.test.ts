import { describe, expect, it } from "vitest";
import { createMachine, type Machine } from "../../web/src/playground/machine.ts";
import { FILES, LANGUAGES, TOUR, WORDS } from "../../web/src/playground/tour.ts";

/** Runs a line; gives what it printed and its status. */
async function run(machine: Machine, line: string, host = "node-1"): Promise<{ text: string; status: number }> {
  let text = "";
  const status = await machine.run(host, line, { columns: 80, print: (said) => void (text += said) });
  return { text, status };
}

describe("the machine of the playground", () => {
  it("runs docker and dryswarm on hosts in memory", async () => {
    const machine = createMachine();
    expect((await run(machine, "docker swarm init")).text).toMatch(/^Swarm initialized/);
    expect((await run(machine, "docker swarm join --token $(docker -H ssh://node-1 swarm join-token -q worker) 192.168.65.2:2377", "node-2")).text).toBe(
      "This node joined a swarm as a worker.\n",
    );
    expect((await run(machine, "docker network create --label 'a=b c' -d overlay app")).status).toBe(0);
    expect((await run(machine, "docker node ls", "node-2")).text).toMatch(/not a swarm manager/);
    expect((await machine.snapshot()).nodes.length).toBe(2);
  });

  it("plans stack files, which can be seen and changed, and leaves the swarm alone", async () => {
    const machine = createMachine({ files: FILES });
    await run(machine, "docker swarm init");
    expect((await run(machine, "ls")).text).toBe("shop.yml\n");
    expect((await run(machine, "cat shop.yml")).text).toContain("encrypted");
    expect((await run(machine, "dryswarm plan -c shop.yml shop")).text).toContain("Plan: 4 to add");
    expect((await machine.snapshot()).services).toEqual([]);
    expect((await run(machine, "dryswarm check --fail-on none -c shop.yml shop")).text).toContain("DS040");
    expect((await run(machine, "dryswarm plan --save -c shop.yml shop")).status).toBe(0);
    expect((await machine.snapshot()).services.length).toBe(2);
  });

  it("says what a browser has not", async () => {
    const machine = createMachine();
    expect(await run(machine, "dryswarm plan deploy.sh")).toEqual({ text: "a script needs a machine of its own: there is none in a playground\n", status: 1 });
    expect(await run(machine, "dryswarm serve")).toMatchObject({ status: 1 });
    expect(await run(machine, "rm -rf /")).toMatchObject({ status: 127 });
    expect(await run(machine, "docker 'network")).toMatchObject({ status: 2 });
    expect(await run(machine, "  # nothing")).toEqual({ text: "", status: 0 });
    expect((await run(machine, "docker stack deploy -c none.yml x")).text).toContain("no such file");
  });

  it("gives its state, and takes another", async () => {
    const machine = createMachine();
    await run(machine, "docker swarm init");
    const other = createMachine({ state: machine.save() });
    expect((await other.snapshot()).nodes.length).toBe(1);
    other.load("");
    expect((await other.snapshot()).nodes.length).toBe(0);
    expect(() => other.load("{}")).toThrow(/no state of dryswarm|state\.json/);
    await run(machine, "dryswarm state reset --force");
    expect(machine.save()).toBe("");
  });
});

describe("the tour", () => {
  it("is done step by step, and no step before its commands were run", async () => {
    const machine = createMachine({ files: FILES });
    for (const { title, commands, done } of TOUR) {
      expect([title.en, done(await machine.snapshot())]).toEqual([title.en, false]);
      for (const { host, line } of commands) {
        const { text, status } = await run(machine, line, host);
        const mayFail = line === "docker network rm my-network";
        expect({ line, text, ok: status === 0 || mayFail }).toEqual({ line, text, ok: true });
      }
      expect([title.en, done(await machine.snapshot())]).toEqual([title.en, true]);
    }
  });

  it.each(LANGUAGES)("is told in %s", (language) => {
    const texts = [...TOUR.flatMap(({ title, text }) => [title[language], text[language]]), ...Object.values(WORDS).map((word) => word[language])];
    for (const text of texts) expect(text).toMatch(language === "ko" ? /[가-힣]/ : /^[\x20-\x7e]+$/);
  });
});
