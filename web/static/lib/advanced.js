// @ts-check
// Advanced: the person's own words, further pictures, and changing the present one; nothing that exists elsewhere (R13, R14, R16, R34).

import { h } from "./html.js";
import { field, picture } from "./ui.js";

/** What a person asks for beyond the fields; empty until they do. */
export class Advanced {
  open = false;
  prompt = null;
  edit = false;
  pictures = [];
  #told;

  constructor(told) {
    this.#told = told;
  }

  /** Whether anything of it is asked for. */
  get used() {
    return this.open && (this.prompt !== null || this.edit || this.pictures.length > 0);
  }

  /** As the server takes it. */
  get fields() {
    return { prompt: this.prompt, edit_existing: this.edit, references: this.pictures };
  }

  /** The fold; `own` are the words in use, `built` what they would be, `present` whether there is a picture, `not` is left out. */
  view(project, { own, built, present, not }) {
    const others = project.entities.filter((one) => one.reference_sha && one.id !== not);
    return h("details", { class: "advanced", key: "advanced", open: this.open, ontoggle: (event) => this.#toggled(event.target.open) },
      h("summary", {}, "Advanced"),
      this.open && h("div", { class: "block" },
        field("Your own words for the picture", h("textarea", { rows: "5", value: this.prompt ?? own, placeholder: built, oninput: (event) => (this.prompt = event.target.value) }), "They are used exactly as they are; empty builds them from the fields."),
        others.length > 0 && h("fieldset", {}, h("legend", { class: "field-name" }, "Send these pictures too"),
          h("ul", { class: "tiles strip" }, others.map((one) => this.#tile(one))),
          h("p", { class: "note" }, "In the order you tap them, as far as the model takes them.")),
        present && h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.edit, onchange: (event) => ((this.edit = event.target.checked), this.#told()) }), h("span", {}, "Change the present picture instead of making a new one"))));
  }

  #tile(one) {
    const place = this.pictures.indexOf(one.reference_sha);
    return h("li", { key: one.id, class: `tile ${place >= 0 ? "chosen" : ""}` },
      h("button", { type: "button", class: "tile-button", "aria-pressed": String(place >= 0), "aria-label": `Reference of ${one.name}`, onclick: () => this.#toggle(one.reference_sha) },
        picture(one.reference_thumb_url.replace("w=640", "w=160"), ""),
        h("span", { class: "tile-word" }, place >= 0 ? `${place + 1} · ${one.name}` : one.name)));
  }

  #toggle(sha) {
    this.pictures = this.pictures.includes(sha) ? this.pictures.filter((other) => other !== sha) : [...this.pictures, sha];
    this.#told();
  }

  #toggled(open) {
    if (open === this.open) return;
    this.open = open;
    this.#told();
  }
}
