// @ts-check
// The log of one picture or clip, near what it is about, folded away until somebody wants it (R22, R35).

import { get } from "../lib/api.js";
import { h, View } from "../lib/html.js";

const REST = 400;

class SlotLog extends View {
  #lines = null;
  #open = false;
  #slot = "";
  #timer = 0;
  #told = () => this.#soon();

  begin() {
    this.props.store.addEventListener("told", this.#told);
  }

  end() {
    clearTimeout(this.#timer);
    this.props.store.removeEventListener("told", this.#told);
  }

  given() {
    const slot = `kind=${this.props.kind}&target=${this.props.target}`;
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#lines = null;
    if (this.#open) this.#look();
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.#open) this.#timer = setTimeout(() => this.#look(), REST);
  }

  async #look() {
    const slot = this.#slot;
    const lines = await get(`/api/projects/${this.props.store.id}/log?${slot}`).catch(() => []);
    if (slot !== this.#slot) return;
    this.#lines = lines;
    this.update();
  }

  view() {
    return h("details", { class: "log", ontoggle: (event) => this.#toggled(event.target.open) },
      h("summary", {}, "Log"),
      this.#open && (!this.#lines ? h("p", { class: "note" }, "Looking…")
        : this.#lines.length ? h("ol", {}, this.#lines.map((line) => h("li", { key: line.id }, h("time", { class: "note", datetime: line.at }, at(line.at)), h("span", {}, line.words))))
          : h("p", { class: "note" }, "Nothing was done here yet.")));
  }

  #toggled(open) {
    this.#open = open;
    if (open) this.#look();
    this.update();
  }
}

function at(when) {
  if (!when) return "";
  const time = new Date(when);
  return Date.now() - time.getTime() < 86_400_000 ? time.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" }) : time.toLocaleDateString();
}

customElements.define("slot-log", SlotLog);
