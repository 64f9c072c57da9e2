// The playground: a swarm in the browser's memory, a terminal for each of its hosts, and its live page beside them.
import "@xterm/xterm/css/xterm.css";
import "../page/style.css";
import "./style.css";
import { render } from "preact";
import { App } from "./app.tsx";

render(<App />, document.getElementById("page") as HTMLElement);
