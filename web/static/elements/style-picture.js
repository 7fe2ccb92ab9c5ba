// @ts-check
// The film's style as a picture: chosen, looked at with what it redoes and costs, kept, and taken away again.

import { form, get, post, save } from "../lib/api.js";
import { Edit } from "../lib/editing.js";
import { h, icon, View } from "../lib/html.js";
import { button, chooser, picture } from "../lib/ui.js";

class StylePicture extends View {
  #edit = null;
  #file = null;
  #shown = "";
  #gone = false;
  #uses = [];
  #of = "";

  begin() {
    this.#edit = new Edit(this.props.store, () => this.update());
  }

  end() {
    this.#edit.forget();
    this.#drop();
  }

  given() {
    const now = this.props.project.style_picture?.sha || "";
    if (now === this.#of) return;
    this.#of = now;
    this.#uses = [];
    if (now) get(`${this.#path}`).then((found) => ((this.#uses = found.uses), this.update()), () => {});
  }

  get #path() {
    return `/api/projects/${this.props.store.id}/style-picture`;
  }

  #chosen([file]) {
    this.#drop();
    this.#file = file;
    this.#shown = URL.createObjectURL(file);
    this.#gone = false;
    this.#edit.think(null, () => post(`${this.#path}/preview`, undefined, { form: form("picture", [file]) }));
    this.update();
  }

  #remove() {
    this.#drop();
    this.#gone = true;
    this.#edit.think({ no_style_picture: true });
    this.update();
  }

  #drop() {
    if (this.#shown) URL.revokeObjectURL(this.#shown);
    this.#shown = "";
    this.#file = null;
  }

  #cancel() {
    this.#drop();
    this.#gone = false;
    this.#edit.forget();
    this.update();
  }

  async #save() {
    const file = this.#file;
    const put = file && (() => save(this.props.store.id, "PUT", this.#path, { form: form("picture", [file]) }));
    if (await (file ? this.#edit.save(null, put) : this.#edit.save({ no_style_picture: true }))) this.#cancel();
  }

  view() {
    const now = this.props.project.style_picture;
    const shown = this.#gone ? "" : this.#shown || now?.thumb_url || "";
    return h("div", { class: "field", role: "group", "aria-labelledby": "style-picture" },
      h("span", { class: "field-name", id: "style-picture" }, "Style as a picture"),
      h("div", { class: "style-row" },
        h("span", { class: "thumb" }, shown ? picture(shown, "The picture of the film’s style") : icon("photo")),
        h("div", { class: "row wrap" },
          chooser(shown ? "Another picture" : "Choose a picture", { accept: "image/*,.heic,.heif", onfiles: (files) => this.#chosen(files), kind: "" }),
          now && !this.#file && !this.#gone && button("Remove", () => this.#remove(), { kind: "quiet", sign: "trash" }))),
      h("p", { class: "note" }, "Only its manner counts, not what it shows.", now && !this.#gone && this.#uses.map((words) => ` ${words}`)),
      (this.#file || this.#gone) && this.#edit.foot(() => this.#save(), () => this.#cancel()));
  }
}

customElements.define("style-picture", StylePicture);
