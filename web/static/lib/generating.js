// @ts-check
// The one Generate button: model, price, number of guides; it waits while anything is being saved (R30, R34).

import { get, post, saving } from "./api.js";
import { model, money, plural } from "./format.js";
import { h, icon } from "./html.js";
import { choice, doing, field } from "./ui.js";

/** What a generation would send now, asked for again whenever the project or the model changes. */
export class Generating {
  sent = null;
  model = "";
  models = [];
  busy = false;
  #path;
  #step;
  #told;
  #count = 0;
  #choosing = false;
  #saved = false;

  /** `path` of the thing; `step` whose models are offered; `told` draws again. */
  constructor(path, step, told) {
    this.#path = path;
    this.#step = step;
    this.#told = told;
    get(`/api/models?step=${step}`).then((models) => {
      this.models = models;
      told();
    }, () => {});
  }

  async look(query = "") {
    const mine = ++this.#count;
    const model = this.model ? `${query ? "&" : "?"}model=${encodeURIComponent(this.model)}` : "";
    const sent = await get(`${this.#path}/sent${query}${model}`).catch((problem) => ({ ready: false, reason: problem.message, unused: [], more: [], references: [], guides: 0 }));
    if (mine !== this.#count) return;
    this.#choosing = false;
    this.sent = sent;
    this.#told();
  }

  choose(chosen, query) {
    this.model = chosen;
    this.#choosing = true;
    this.look(query);
    this.#told();
  }

  async start(path, more = {}) {
    this.busy = true;
    this.#told();
    const done = await doing(() => post(path, { model: this.model, max_cost: this.sent?.high || 0, ...more }));
    this.busy = false;
    this.#told();
    return done;
  }

  /** The dropdown and the button, below the preview of what they change (R35). */
  controls(project, { query = "", onstart, verb = "Generate", standing = "" }) {
    const sent = this.sent;
    const waits = saving(project.id);
    if (!waits && this.#saved) this.#choosing = true, this.look(query);
    this.#saved = waits; // what was saved may have changed the price, so the button waits for today's
    const groups = this.models.filter((model) => model.steps.includes(this.#step));
    const name = model(sent?.title);
    return h("div", { class: "generate" },
      field("Model", choice(this.model, [
        ["", name && !this.model ? `Default (${name})` : standing ? `Default (${standing})` : "Default"],
        ...groups.map((one) => [one.id, `${model(one.title)} · ${one.price}${one.ready ? "" : ` · needs ${one.needs}`}`, !one.ready]),
      ], (chosen) => this.choose(chosen, query), { "aria-label": "Model" })),
      h("button", { type: "button", class: "button primary wide go", "data-main": true, disabled: waits || this.busy || this.#choosing || !sent?.ready, onclick: onstart },
        icon("spark"),
        h("span", {}, waits ? "Saving…" : this.busy ? "Beginning…" : verb),
        h("em", {}, [this.model || name ? name : "", sent?.ready && money(sent.high), sent?.guides > 0 && plural(sent.guides, "guide")].filter(Boolean).join(" · "))),
      sent?.reason && h("p", { class: "hint" }, sent.reason));
  }
}
