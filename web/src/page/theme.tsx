import { useState } from "preact/hooks";

/** Goes from light to dark and back; at first the page is as the system asks. */
export function ThemeButton() {
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const toggle = (): void => {
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    setDark(!dark);
  };
  return (
    <button type="button" class="theme" onClick={toggle}>
      {dark ? "Light" : "Dark"}
    </button>
  );
}
