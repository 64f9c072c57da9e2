// The page of a swarm: shows what stands in its element "data", or follows the server that it came from.
import "./style.css";
import { render } from "preact";
import { useMemo, useState } from "preact/hooks";
import { expand } from "../../../src/plan/outline.ts";
import type { PageData } from "../../../src/report/page.ts";
import { DrillPage } from "./drill-page.tsx";
import { Findings, severityCounts } from "./findings.tsx";
import { LivePage } from "./live-page.tsx";
import { PlanPage } from "./plan-page.tsx";
import { SwarmView } from "./swarm-view.tsx";
import { ThemeButton } from "./theme.tsx";

const TITLES: Readonly<Record<PageData["kind"], string>> = { swarm: "Swarm", plan: "Plan", check: "Check", drill: "Drill", live: "Swarm" };

function Content({ data }: { data: PageData }) {
  if (data.kind === "plan") return <PlanPage data={data} />;
  if (data.kind === "live") return <LivePage />;
  if (data.kind === "swarm") return <SwarmView snapshot={expand(data.swarm)} />;
  if (data.kind === "drill") return <DrillPage drill={data.drill} />;
  return <CheckPage data={data} />;
}

function CheckPage({ data: { findings, rules, swarm } }: { data: Extract<PageData, { kind: "check" }> }) {
  const snapshot = useMemo(() => swarm && expand(swarm), [swarm]);
  const [text, setText] = useState("");
  const words = text.toLowerCase();
  const shown = findings.filter((one) =>
    `${one.rule} ${one.name} ${one.severity} ${one.subject.name} ${one.message} ${one.file ?? ""}`.toLowerCase().includes(words),
  );
  return (
    <>
      <p class="counts">{severityCounts(findings)}</p>
      <search class="toolbar">
        <input type="search" placeholder="Search findings" aria-label="Search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </search>
      <Findings findings={shown} rules={rules} />
      {snapshot && (
        <section>
          <h2>The swarm that was checked</h2>
          <SwarmView snapshot={snapshot} />
        </section>
      )}
    </>
  );
}

const data = JSON.parse(document.getElementById("data")?.textContent ?? "") as PageData;
const title = TITLES[data.kind];
document.title = `${title} · dryswarm`;
const root = document.getElementById("page") as HTMLElement;
root.textContent = "";
render(
  <>
    <header class="top">
      <h1>
        dryswarm <span>{title.toLowerCase()}</span>
      </h1>
      <ThemeButton />
    </header>
    <main>
      <Content data={data} />
    </main>
  </>,
  root,
);
