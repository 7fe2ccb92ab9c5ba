// @ts-check
// Inside Telegram: its theme, its Back button, its bottom buttons, and a question before something unsaved is closed.
// The page works without any of it; a button that says `data-main` is shown by Telegram instead of by us.

import { h } from "./html.js";
import { go } from "./router.js";

const SIGNED = "telegram";

/** What Telegram signed when it opened this tab: it outlives a reload, not the tab, and is good for an hour. */
export function signedBefore() {
  try {
    return sessionStorage.getItem(SIGNED) || "";
  } catch {
    return "";
  }
}

/** Keep it for a reload, or forget it; where nothing may be kept, a reload asks to open the page again. */
export function keepSigned(words) {
  try {
    if (words) sessionStorage.setItem(SIGNED, words);
    else sessionStorage.removeItem(SIGNED);
  } catch {
    // Some browsers keep nothing for a page inside another one.
  }
}

/** Telegram's own script, when it is there to be had. */
export function telegram() {
  document.documentElement.classList.add("telegram");
  const script = h("script", { src: "https://telegram.org/js/telegram-web-app.js" });
  script.onload = () => window.Telegram?.WebApp && settle(window.Telegram.WebApp);
  document.head.append(script);
}

function settle(app) {
  app.ready();
  app.expand();
  if (app.isVersionAtLeast("7.7")) app.disableVerticalSwipes();
  document.addEventListener("click", (event) => saveBy(app, event));
  const theme = () => (document.documentElement.style.colorScheme = app.colorScheme);
  theme();
  app.onEvent("themeChanged", theme);
  back(app);
  if (app.isVersionAtLeast("6.2")) window.addEventListener("unsaved", ({ detail }) => (detail ? app.enableClosingConfirmation() : app.disableClosingConfirmation()));
  new Bottom(app);
}

/** One step back inside the page; from a place that a link opened, home. */
function back(app) {
  if (!app.isVersionAtLeast("6.1")) return;
  const shown = () => (location.pathname === "/" && !location.search ? app.BackButton.hide() : app.BackButton.show());
  app.BackButton.onClick(() => (history.state?.inside ? history.back() : go("/", { replace: true })));
  window.addEventListener("went", shown);
  window.addEventListener("popstate", shown);
  shown();
}

/** Inside Telegram a link that saves a file does nothing by itself; the app saves it, or the browser does. */
function saveBy(app, event) {
  const link = event.target instanceof Element && event.target.closest("a[download]");
  if (!link) return;
  event.preventDefault();
  const name = new URL(link.href).searchParams.get("n") || link.getAttribute("download") || "film";
  if (app.isVersionAtLeast("8.0")) app.downloadFile({ url: link.href, file_name: name });
  else app.openLink(link.href);
}

/** Telegram's buttons at the bottom do what the page's own `data-main` and `data-second` would. */
class Bottom {
  #pairs;
  #asked = false;

  constructor(app) {
    this.#pairs = [[app.MainButton, "main"]];
    if (app.isVersionAtLeast("7.10")) this.#pairs.push([app.SecondaryButton, "second"]);
    for (const [shown, name] of this.#pairs) shown.onClick(() => found(name)?.click());
    new MutationObserver(() => this.#soon()).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["disabled", "open", "data-main", "data-second"] });
    this.#soon();
  }

  #soon() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      for (const [shown, name] of this.#pairs) mirror(shown, found(name));
    });
  }
}

/** The button that is meant: of what lies on top, else of the view, else of what stands below it. */
function found(name) {
  const marked = `[data-${name}]`;
  const last = (all) => [...all].filter((one) => one.parentElement?.getClientRects().length).pop();
  const top = last(document.querySelectorAll("dialog[open]")) || last(document.querySelectorAll(".drawer"));
  if (top) return last(top.querySelectorAll(marked));
  return last(document.querySelectorAll(`main ${marked}`)) || last(document.querySelectorAll(marked));
}

/** Let Telegram show a button, and not us. */
function mirror(shown, button) {
  for (const other of document.querySelectorAll("[data-shown]")) if (other !== button && other._shown === shown) other.removeAttribute("data-shown");
  if (!button) return shown.isVisible && shown.hide();
  button._shown = shown;
  button._own = new Set(["data-shown"]);
  button.setAttribute("data-shown", "");
  const parts = [...button.children].filter((one) => !(one instanceof SVGElement)).map((one) => one.textContent?.trim());
  const text = parts.filter(Boolean).join(" · ").slice(0, 64);
  if (text !== shown.text || !shown.isVisible || shown.isActive === button.disabled) shown.setParams({ text, is_visible: true, is_active: !button.disabled });
}
