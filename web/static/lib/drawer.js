// @ts-check
// The drawer from the right: activity, details and the account are all this one (R36).

import { h, View } from "./html.js";
import { shut } from "./router.js";
import { round } from "./ui.js";

const REST = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])';

export class Drawer extends View {
  #before = null;

  begin() {
    this.#before = document.activeElement;
    this._own = new Set(["role", "aria-modal", "aria-label", "class", "tabindex"]);
    this.setAttribute("role", "dialog");
    this.setAttribute("aria-modal", "true");
    this.setAttribute("class", "drawer");
    this.tabIndex = -1;
    document.documentElement.classList.add("behind");
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", (event) => event.target === this && shut());
    requestAnimationFrame(() => this.focus({ preventScroll: true }));
    this.opened();
  }

  end() {
    document.documentElement.classList.remove("behind");
    this.#before?.focus?.({ preventScroll: true });
    this.closed();
  }

  opened() {}
  closed() {}

  #key(event) {
    if (event.key === "Escape" && !event.defaultPrevented) return shut();
    if (event.key !== "Tab") return;
    const all = [...this.querySelectorAll(REST)].filter((el) => el.offsetParent);
    const [first, last] = [all[0], all.at(-1)];
    if (event.shiftKey && (document.activeElement === first || document.activeElement === this)) event.preventDefault(), last?.focus();
    else if (!event.shiftKey && document.activeElement === last) event.preventDefault(), first?.focus();
  }

  frame(title, ...body) {
    this.setAttribute("aria-label", title);
    return h("div", { class: "sheet" },
      h("div", { class: "sheet-top" }, h("h2", {}, title), round("Close", "close", () => shut())),
      h("div", { class: "sheet-body" }, ...body));
  }
}
