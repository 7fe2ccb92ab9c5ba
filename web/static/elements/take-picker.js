// @ts-check
// Takes: every attempt is kept; look at one beside the one in use, and use it again (B11).

import { get, save } from "../lib/api.js";
import { ago, model, money } from "../lib/format.js";
import { h, icon, View } from "../lib/html.js";
import { doing, picture, pill } from "../lib/ui.js";

class TakePicker extends View {
  #takes = [];
  #seen = "";
  #open = "";

  given() {
    const { store, kind, target, now } = this.props;
    const key = `${kind}:${target}:${now}`;
    if (key === this.#seen) return;
    this.#seen = key;
    get(`/api/projects/${store.id}/takes?kind=${kind}&target=${target}`).then((takes) => {
      this.#takes = takes.filter((take) => take.url);
      this.update();
    }, () => {});
  }

  view() {
    if (this.#takes.length < 2) return [];
    const chosen = this.#takes.find((take) => take.id === this.#open);
    return [
      h("div", { class: "takes" },
        h("h3", {}, `${this.#takes.length} takes`),
        h("ul", { class: "tiles strip" }, this.#takes.map((take, i) =>
          h("li", { key: take.id, class: `tile ${take.selected ? "chosen" : ""}` },
            h("button", { type: "button", class: "tile-button", "aria-pressed": String(take.id === this.#open), "aria-label": `Take ${this.#takes.length - i}, ${ago(take.created_at)}${take.selected ? ", in use" : ""}: compare`, onclick: () => this.#toggle(take) },
              still(take), take.selected && h("span", { class: "tile-word" }, "In use")))))),
      chosen && !chosen.selected && this.#compare(chosen),
    ];
  }

  #toggle(take) {
    this.#open = this.#open === take.id || take.selected ? "" : take.id;
    this.update();
  }

  #compare(take) {
    const now = this.#takes.find((one) => one.selected);
    return h("div", { class: "compare", key: take.id },
      h("div", { class: "compare-two" },
        now && h("figure", {}, shown(now), h("figcaption", {}, pill("In use", "done"), " ", facts(now))),
        h("figure", {}, shown(take), h("figcaption", {}, pill("This take"), " ", facts(take)))),
      take.prompt && h("p", { class: "note prompt" }, take.prompt),
      h("button", { type: "button", class: "button primary wide", onclick: () => this.#use(take) }, icon("undo"), h("span", {}, "Use this take")));
  }

  async #use(take) {
    const { store } = this.props;
    const done = await doing(() => save(store.id, "POST", `/api/takes/${take.id}/select`));
    if (!done) return;
    this.#open = "";
    for (const one of this.#takes) one.selected = one.id === take.id;
    store.soon();
    this.update();
  }
}

const still = (take) => (take.mime.startsWith("image/") ? picture(take.thumb_url, "") : take.mime.startsWith("video/") ? h("video", { src: take.url, preload: "metadata", muted: true, playsinline: true }) : icon("clock"));

const shown = (take) => (take.mime.startsWith("video/") ? h("video", { src: take.url, controls: true, playsinline: true, preload: "metadata" }) : picture(take.thumb_url || take.url, "Take"));

const facts = (take) => [take.origin === "upload" ? "yours" : model(take.model), take.cost > 0 && money(take.cost), ago(take.created_at)].filter(Boolean).join(" · ");

customElements.define("take-picker", TakePicker);
