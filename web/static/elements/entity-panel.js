// @ts-check
// A character, place or thing in detail: photos, picture, fields, and one Generate button (R34, R35).

import "./slot-log.js";
import "./take-picker.js";
import { form, get, hold, save } from "../lib/api.js";
import { Advanced } from "../lib/advanced.js";
import { Drawer } from "../lib/drawer.js";
import { Generating } from "../lib/generating.js";
import { h, icon } from "../lib/html.js";
import { button, choice, chooser, doing, field, jobOf, picture, pill, seen, veil, wrong } from "../lib/ui.js";
import { adder, guideTile, overflow, toFront, words } from "./guide-strip.js";

const WORKING = ["waiting", "submitting", "running", "finishing"];
const WAIT = 700;

class EntityPanel extends Drawer {
  #making = null;
  #voices = null;
  #seen = "";
  #advanced = new Advanced(() => this.update());
  #release = () => {};
  #typed = new Map();
  #saving = () => this.update();

  opened() {
    window.addEventListener("saving", this.#saving);
    this.#release = this.props.store.watchJobs();
  }

  closed() {
    window.removeEventListener("saving", this.#saving);
    this.#release();
    for (const one of this.#typed.values()) one.now();
  }

  get #entity() {
    return this.props.project.entities.find((one) => one.id === this.props.id);
  }

  get #path() {
    return `/api/${words[this.#entity.kind]}/${this.#entity.id}`;
  }

  given() {
    const entity = this.#entity;
    if (!entity) return;
    this.#making ||= new Generating(this.#path, "refs", () => this.update());
    const key = JSON.stringify([entity.guide_images.map((one) => one.id), entity.appearance, entity.reference_image_prompt, entity.reference_take, entity.name, this.props.project.style]);
    if (key !== this.#seen) {
      this.#seen = key;
      this.#making.look();
    }
    if (!entity.speaks || this.#voices) return;
    this.#voices = [];
    get(`/api/voices?project=${this.props.project.id}`).then((voices) => ((this.#voices = voices), this.update()), () => {});
  }

  view() {
    const entity = this.#entity;
    if (!entity) return this.frame("Gone", h("p", {}, "It is no longer part of the story."));
    return this.frame(entity.name,
      this.#guides(entity),
      this.#reference(entity),
      this.#fields(entity),
      this.#generate(entity));
  }

  #guides(entity) {
    const { store } = this.props;
    const guides = entity.guide_images;
    return h("section", { class: "block", key: "guides" },
      h("h3", {}, "Guide images", guides.length > 0 && h("span", { class: "note" }, ` ${guides.length}`)),
      guides.length
        ? h("ul", { class: "tiles grid-tiles" }, guides.map((guide, i) => guideTile(store, entity, guide, i, this.#making?.sent?.unused, () => toFront(store, entity, guide))), h("li", { key: "add" }, adder(store, entity)))
        : adder(store, entity, true),
      overflow(entity, this.#making?.sent, (model) => this.#making.choose(model)),
      guides.map((guide) => guide.look && h("div", { key: guide.id }, seen(guide.look))).slice(0, 1));
  }

  #reference(entity) {
    const { store } = this.props;
    const working = WORKING.includes(entity.job);
    return h("section", { class: "block", key: "reference" },
      h("h3", { class: "with-pills" }, "Reference picture", entity.drawn && pill("Drawn"), entity.stale && pill("Out of date", "warn")),
      h("div", { class: `preview ${entity.kind === "character" ? "portrait" : ""}` },
        entity.reference_image_url ? picture(entity.reference_thumb_url.replace("w=640", "w=1280"), `Reference of ${entity.name}`) : h("span", { class: "blank" }, icon("photo")),
        working && veil(entity.job === "waiting", jobOf(store, "reference", entity.id))),
      entity.job === "failed" && wrong(jobOf(store, "reference", entity.id)?.error || "The last attempt failed."),
      seen(entity.look),
      h("div", { class: "row wrap" },
        chooser("Use my own picture", { accept: "image/*,.heic", onfiles: (files) => this.#bring(files), kind: "quiet" }),
        entity.reference_image_url && button("Clear", () => this.#clear(), { kind: "quiet", sign: "trash" })),
      h("slot-log", { key: "log", props: { store, kind: "reference", target: entity.id } }),
      h("take-picker", { key: "takes", props: { store, kind: "reference", target: entity.id, now: entity.reference_take } }));
  }

  #fields(entity) {
    const set = (name) => (event) => this.#type(name, event.target.value);
    const now = (name) => (event) => this.#type(name, event.target.value, 0);
    return h("section", { class: "block fields", key: "fields" },
      h("h3", {}, "Fields"),
      field("Name", h("input", { value: entity.name, oninput: set("name"), maxlength: "100" })),
      field("Looks", h("textarea", { rows: "3", value: entity.appearance, oninput: set("appearance"), placeholder: "Hair, clothes, build, age…" }), "Only here: the story never says how anybody looks."),
      entity.kind === "character" && h("div", { class: "two" },
        field("Gender", choice(entity.gender, [["", "Not said"], ["woman", "Woman"], ["man", "Man"]], (value) => this.#type("gender", value, 0))),
        field("Age", choice(entity.age, [["", "Not said"], ["child", "Child"], ["adult", "Adult"], ["old", "Old"]], (value) => this.#type("age", value, 0)))),
      entity.speaks && field("Voice", choice(entity.voice, [["", `Cast: ${entity.cast_voice.split(":").pop() || "not yet"}`], ...(this.#voices || []).map((one) => [one.id, `${one.name} · ${one.description}`])], (value) => this.#type("voice", value, 0))),
      field("Also called", h("input", { value: entity.aliases.join(", "), onchange: now("aliases") })));
  }

  #generate(entity) {
    return h("section", { class: "block last", key: "generate" },
      this.#advanced.view(this.props.project, { own: entity.prompt_is_own ? entity.reference_image_prompt : "", built: this.#making.sent?.prompt || entity.reference_image_prompt, present: Boolean(entity.reference_image_url), not: entity.id }),
      this.#making.controls(this.props.project, { onstart: () => this.#start(), verb: entity.reference_image_url ? "Regenerate" : "Generate" }));
  }

  async #start() {
    const own = this.#advanced.used;
    await this.#making.start(`${this.#path}/${own ? "generate-advanced" : "generate"}`, own ? this.#advanced.fields : {});
    this.props.store.soon();
  }

  // From the first letter on Generate waits; the field is saved when the typing rests.
  #type(name, value, wait = WAIT) {
    const path = this.#path;
    const { store } = this.props;
    const before = this.#typed.get(name);
    clearTimeout(before?.timer);
    const release = before?.release || hold(store.id);
    const now = async () => {
      clearTimeout(this.#typed.get(name)?.timer);
      this.#typed.delete(name);
      await doing(() => save(store.id, "PATCH", path, { json: { fields: { [name]: value } } }));
      release();
      store.soon();
    };
    this.#typed.set(name, { release, now, timer: setTimeout(now, wait) });
  }

  async #bring(files) {
    await doing(() => save(this.props.store.id, "POST", `${this.#path}/reference-image`, { form: form("image", files) }));
    this.props.store.soon();
  }

  async #clear() {
    await doing(() => save(this.props.store.id, "DELETE", `${this.#path}/reference-image`));
    this.props.store.soon();
  }
}

customElements.define("entity-panel", EntityPanel);
