import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { EMPTY_SNAPSHOT, type Snapshot } from "../../../src/plan/snapshot.ts";
import { SwarmView } from "../page/swarm-view.tsx";
import { ThemeButton } from "../page/theme.tsx";
import { createMachine, type Machine } from "./machine.ts";
import { type Kept, keep, kept } from "./storage.ts";
import { HostTerminal } from "./terminal.ts";
import { FILES, LANGUAGES, type Language, TOUR, WORDS } from "./tour.ts";

const HOSTS = ["node-1", "node-2", "node-3"];

/** The tour: the step that is to be done next, its commands, and the steps that were done. */
function Tour({ step, language, onType, onAgain }: { step: number; language: Language; onType(host: string, line: string): void; onAgain(): void }) {
  const current = TOUR[step];
  return (
    <section class="box tour" aria-label={WORDS.tour[language]} lang={language}>
      <h2>{WORDS.tour[language]}</h2>
      <progress max={TOUR.length} value={step} aria-label={`${WORDS.step[language]} ${Math.min(step + 1, TOUR.length)} / ${TOUR.length}`} />
      <div aria-live="polite">
        {current ? (
          <>
            <h3>
              {step + 1}/{TOUR.length} {current.title[language]}
            </h3>
            <p>{current.text[language]}</p>
            <ol class="commands">
              {current.commands.map(({ host, line }) => (
                <li key={`${host} ${line}`}>
                  <button type="button" onClick={() => onType(host, line)} title={WORDS.run[language]}>
                    ▶ {host}
                  </button>
                  <code>{line}</code>
                </li>
              ))}
            </ol>
          </>
        ) : (
          <p>{WORDS.end[language]}</p>
        )}
      </div>
      {step > 0 && (
        <button type="button" onClick={onAgain}>
          {WORDS.again[language]}
        </button>
      )}
    </section>
  );
}

/** The files that commands may name, to be changed. */
function Files({ machine, language, onChange }: { machine: Machine; language: Language; onChange(): void }) {
  const names = [...machine.files.keys()];
  const [name, setName] = useState(names[0] ?? "");
  return (
    <details class="box">
      <summary>{WORDS.files[language]}</summary>
      <select aria-label={WORDS.files[language]} value={name} onChange={(event) => setName(event.currentTarget.value)}>
        {names.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <textarea
        aria-label={name}
        rows={12}
        spellcheck={false}
        value={machine.files.get(name) ?? ""}
        onInput={(event) => {
          machine.files.set(name, event.currentTarget.value);
          onChange();
        }}
      />
    </details>
  );
}

/** Hands a text to the user as a file. */
function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The playground: the tour and a terminal for each host on one side, the live page of the swarm on the other. */
export function App() {
  const before = useMemo<Kept>(kept, []);
  const machine = useMemo(() => createMachine({ state: before.state, files: before.files ?? FILES }), []);
  const [snapshot, setSnapshot] = useState<Snapshot>(EMPTY_SNAPSHOT);
  const [step, setStep] = useState(before.step);
  const [language, setLanguage] = useState<Language>(before.language);
  const [host, setHost] = useState(HOSTS[0] as string);
  const [problem, setProblem] = useState("");
  const boxes = useRef<(HTMLDivElement | null)[]>([]);
  const [terminals] = useState(() => new Map<string, HostTerminal>());

  const look = async (): Promise<void> => setSnapshot(await machine.snapshot());
  useEffect(() => {
    for (const [at, name] of HOSTS.entries()) {
      const terminal = new HostTerminal(name, async (line, screen) => {
        const status = await machine.run(name, line, screen);
        await look();
        return status;
      });
      terminals.set(name, terminal);
      const box = boxes.current[at];
      if (box) terminal.open(box);
    }
    const fit = (): void => {
      for (const terminal of terminals.values()) terminal.fit();
    };
    addEventListener("resize", fit);
    void look();
    return () => removeEventListener("resize", fit);
  }, []);
  // A host that is shown for the first time learns its size then.
  useEffect(() => terminals.get(host)?.fit(), [host]);
  useEffect(() => {
    if (TOUR[step]?.done(snapshot)) setStep(step + 1);
    keep({ state: machine.save(), files: Object.fromEntries(machine.files), step, language });
  }, [snapshot, step, language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const load = (text: string): void => {
    try {
      machine.load(text);
      setProblem("");
      void look();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const type = (name: string, line: string): void => {
    setHost(name);
    terminals.get(name)?.type(line);
    terminals.get(name)?.focus();
  };
  return (
    <>
      <header class="top">
        <h1>
          dryswarm <span>playground</span>
        </h1>
        <div class="toolbar">
          <select aria-label={WORDS.language[language]} value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {one === "en" ? "English" : "한국어"}
              </option>
            ))}
          </select>
          <button type="button" onClick={() => download("dryswarm-state.json", machine.save())}>
            {WORDS.export[language]}
          </button>
          <label class="button">
            {WORDS.import[language]}
            <input
              type="file"
              class="heard"
              accept=".json,application/json"
              onChange={async (event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) load(await file.text());
              }}
            />
          </label>
          <button
            type="button"
            onClick={() => {
              setStep(0);
              load("");
            }}
          >
            {WORDS.reset[language]}
          </button>
          <ThemeButton />
        </div>
      </header>
      <main class="play">
        <div class="hands">
          {problem && (
            <p class="waits" role="alert">
              {problem}
            </p>
          )}
          <Tour
            step={step}
            language={language}
            onType={type}
            onAgain={() => {
              setStep(0);
              load("");
            }}
          />
          <div class="tabs" role="tablist" aria-label={WORDS.terminals[language]}>
            {HOSTS.map((name) => (
              <button key={name} type="button" role="tab" aria-selected={host === name} aria-controls={`terminal-${name}`} onClick={() => setHost(name)}>
                {name}
              </button>
            ))}
          </div>
          {HOSTS.map((name, at) => (
            <div
              key={name}
              id={`terminal-${name}`}
              role="tabpanel"
              aria-label={name}
              class={`terminal${host === name ? "" : " is-away"}`}
              ref={(element) => {
                boxes.current[at] = element;
              }}
            />
          ))}
          <Files
            machine={machine}
            language={language}
            onChange={() => keep({ state: machine.save(), files: Object.fromEntries(machine.files), step, language })}
          />
        </div>
        <div class="eyes">
          <SwarmView snapshot={snapshot} />
        </div>
      </main>
    </>
  );
}
