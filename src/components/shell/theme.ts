import {html} from "htl";

const themes = ["system", "light", "dark"] as const;
const faces = {system: "◐", light: "☀", dark: "☾"} as const;
type Theme = (typeof themes)[number];

const key = "theme";

/** A button that goes through the themes: the system's, light, dark. The choice is kept on this device. */
export function ThemeButton(): HTMLButtonElement {
  const button = html<HTMLButtonElement>`<button type="button" class="bar-button theme-button" onclick=${() => choose(themes[(themes.indexOf(chosen()) + 1) % themes.length] ?? "system")}></button>`;
  const show = (theme: Theme) => {
    button.textContent = faces[theme];
    button.title = `Theme: ${theme}`;
    button.setAttribute("aria-label", button.title);
  };
  const choose = (theme: Theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    // Without storage, as in a private window, the choice holds for this page.
    try {
      if (theme === "system") localStorage.removeItem(key);
      else localStorage.setItem(key, theme);
    } catch {}
    show(theme);
  };
  show(chosen());
  return button;
}

const chosen = (): Theme => themes.find((theme) => theme === document.documentElement.dataset.theme) ?? "system";
