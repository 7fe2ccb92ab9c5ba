// @ts-check
// Before an edit is saved, what it would redo and what that would cost (B6).

import { post, save } from "./api.js";
import { list, plural, range } from "./format.js";
import { h } from "./html.js";
import { button, doing } from "./ui.js";
import { unsaved } from "./unsaved.js";

const WAIT = 450;

/** One edit that is being thought about. */
export class Edit {
  preview = null;
  busy = false;
  #timer = 0;
  #count = 0;
  #store;
  #told;

  constructor(store, told) {
    this.#store = store;
    this.#told = told;
  }

  /** Ask what this change would redo, when the typing rests; `look` asks it for what is no plain change. */
  think(change, look = () => post(`/api/projects/${this.#store.id}/preview-change`, change)) {
    clearTimeout(this.#timer);
    unsaved(this, true);
    this.preview = null;
    const mine = ++this.#count;
    this.#timer = setTimeout(async () => {
      const found = await look().catch((problem) => ({ problem }));
      if (mine !== this.#count) return;
      this.preview = found;
      this.#told();
    }, WAIT);
  }

  forget() {
    clearTimeout(this.#timer);
    unsaved(this, false);
    this.#count += 1;
    this.preview = null;
  }

  async save(change, put = () => save(this.#store.id, "PATCH", `/api/projects/${this.#store.id}`, { json: change })) {
    this.busy = true;
    this.#told();
    const done = await doing(put);
    this.busy = false;
    this.forget();
    this.#store.soon();
    this.#told();
    return done;
  }

  /** The foot of an editor: what follows, and the two buttons. */
  foot(onsave, oncancel) {
    const found = this.preview;
    return h("div", { class: "edit-foot", key: "foot" },
      h("p", { class: `consequence ${found?.problem ? "wrong" : ""}`, role: "status" }, this.#words(found)),
      h("div", { class: "actions" },
        button("Cancel", oncancel, { kind: "quiet", "data-second": true }),
        button(this.busy ? "Saving…" : found?.high ? `Save · ${range(found.low, found.high)}` : "Save", onsave, { kind: "primary", sign: "check", "data-main": true, disabled: this.busy || Boolean(found?.problem) })));
  }

  #words(found) {
    if (!found) return "Looking at what this redoes…";
    if (found.problem) return `${found.problem.message} ${found.problem.hint}`;
    if (!found.stale.length) return "Nothing has to be made again.";
    const shown = found.stale.slice(0, 4);
    const more = found.stale.length - shown.length;
    const rest = more > 0 ? [...shown, `${plural(more, "other thing")}`] : shown;
    return `Makes again: ${list(rest)}. ${found.high ? `Costs ${range(found.low, found.high)}.` : "It is free."}`;
  }
}
