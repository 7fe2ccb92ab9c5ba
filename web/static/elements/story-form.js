// @ts-check
// Story: the words it is made from, and the choices for the whole film.

import "./style-picture.js";
import { form, remove, save } from "../lib/api.js";
import { Edit } from "../lib/editing.js";
import { ASPECTS, money } from "../lib/format.js";
import { h, View } from "../lib/html.js";
import { go } from "../lib/router.js";
import { ask, button, choice, chooser, doing, field, segmented } from "../lib/ui.js";

const CAPTIONS = [["burned", "In the picture"], ["soft", "As a track"], ["off", "None"]];
const GATES = [["refs", "Before references"], ["frames", "Before frames"], ["videos", "Before clips"]];

class StoryForm extends View {
  #edit = null;
  #change = {};

  begin() {
    this.#edit = new Edit(this.props.store, () => this.update());
  }

  end() {
    this.#edit.forget();
  }

  #set(name, value) {
    if (JSON.stringify(this.props.project[name] ?? null) === JSON.stringify(value)) delete this.#change[name];
    else this.#change[name] = value;
    if (Object.keys(this.#change).length) this.#edit.think(this.#change);
    else this.#edit.forget();
    this.update();
  }

  #now(name) {
    return name in this.#change ? this.#change[name] : this.props.project[name];
  }

  view() {
    const { project } = this.props;
    const dirty = Object.keys(this.#change).length > 0;
    return [
      h("section", { class: "block", key: "look" },
        h("h2", {}, "The film"),
        field("Title", h("input", { value: project.title, maxlength: "200", oninput: (event) => this.#set("title", event.target.value) })),
        h("div", { class: "field" }, h("span", { class: "field-name" }, "Shape"),
          segmented("Shape of the film", this.#now("aspect"), Object.entries(ASPECTS).map(([key, words]) => [key, words, h("i", { class: `shape s${key.replace(":", "-")}`, "aria-hidden": "true" })]), (key) => this.#set("aspect", key))),
        field("Style", h("input", { value: project.style, maxlength: "300", placeholder: "Watercolour, soft light…", oninput: (event) => this.#set("style", event.target.value) })),
        h("style-picture", { key: "style-picture", props: this.props }),
        h("div", { class: "two" },
          field("Captions", choice(this.#now("captions"), CAPTIONS, (value) => this.#set("captions", value))),
          field("Wait for me", choice(this.#now("gates")?.[0] || "", [["", "Never"], ...GATES], (value) => this.#set("gates", value ? [value] : [])))),
        field("Most it may spend, in dollars", h("input", { type: "number", min: "0", step: "0.5", inputmode: "decimal", value: project.ceiling === null ? "" : String(project.ceiling / 1e6), placeholder: "No limit of its own", oninput: (event) => this.#ceiling(event.target.value) }),
          project.ceiling ? `Now ${money(project.ceiling)}. A run stops there and asks.` : "A run stops at a ceiling and asks."),
        dirty && this.#edit.foot(() => this.#save(), () => this.#cancel())),
      h("section", { class: "block", key: "music" },
        h("h2", {}, "Music"),
        h("p", { class: "note" }, project.music ? "Your own music lies under the film." : "None yet. It gives way to the voices by itself."),
        h("div", { class: "row wrap" },
          chooser(project.music ? "Another piece" : "Add music", { accept: "audio/*", onfiles: (files) => this.#music(files) }),
          project.music && button("Without music", () => this.#set("no_music", true), { kind: "quiet", sign: "trash" }))),
      h("article", { class: "block words", key: "text", lang: project.language || null },
        h("h2", {}, "The story"),
        (project.text || project.source).split(/\n{1,}/).map((words) => words.trim() && h("p", {}, words.replace(/^#+\s*/, "")))),
      h("section", { class: "block", key: "end" }, button("Delete this film", () => this.#delete(), { kind: "danger", sign: "trash" })),
    ];
  }

  #ceiling(words) {
    delete this.#change.no_ceiling;
    if (words === "") {
      delete this.#change.ceiling;
      if (this.props.project.ceiling !== null) this.#set("no_ceiling", true);
    } else this.#set("ceiling", Math.round(Number(words) * 1e6));
  }

  async #save() {
    const done = await this.#edit.save(this.#change);
    if (done) this.#change = {};
    this.update();
  }

  #cancel() {
    this.#change = {};
    this.#edit.forget();
    for (const input of this.querySelectorAll("input")) if (input._props && "value" in input._props) input.value = input._props.value;
    this.update();
  }

  async #music(files) {
    await doing(() => save(this.props.store.id, "PUT", `/api/projects/${this.props.store.id}/music`, { form: form("music", files) }));
    this.props.store.soon();
  }

  async #delete() {
    const yes = await ask("Delete this film?", h("p", {}, "All its takes go with it. What it cost stays in your account."), [["Delete", true, "danger"]]);
    if (yes && (await doing(() => remove(`/api/projects/${this.props.store.id}`).then(() => true)))) go("/", { replace: true });
  }
}

customElements.define("story-form", StoryForm);
