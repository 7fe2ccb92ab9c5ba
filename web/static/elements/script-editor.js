// @ts-check
// Script: every line with its speaker; an edit shows what it redoes and costs before it is saved (B6).

import { get, save } from "../lib/api.js";
import { Edit } from "../lib/editing.js";
import { clock, seconds } from "../lib/format.js";
import { h, icon, View } from "../lib/html.js";
import { choice, doing, empty, pill, round } from "../lib/ui.js";

class ScriptEditor extends View {
  #edit = null;
  #open = 0;
  #words = "";
  #voices = [];
  #sound = null;
  #playing = "";

  begin() {
    this.#edit = new Edit(this.props.store, () => this.update());
    this.#sound = new Audio();
    this.#sound.addEventListener("ended", () => ((this.#playing = ""), this.update()));
    get(`/api/voices?project=${this.props.project.id}`).then((voices) => ((this.#voices = voices), this.update()), () => {});
    const asked = Number(new URLSearchParams(location.search).get("line"));
    if (asked) this.#begin(asked);
  }

  end() {
    this.#edit.forget();
    this.#sound.pause();
  }

  #begin(number) {
    this.#open = number;
    this.#words = this.props.project.segments[number - 1]?.text || "";
    this.#edit.forget();
    this.update();
    requestAnimationFrame(() => {
      const area = this.querySelector("textarea");
      area?.focus();
      area?.closest("li")?.scrollIntoView({ block: "center" });
    });
  }

  view() {
    const { project } = this.props;
    if (!project.segments.length) return empty("words", "No lines yet", "The script comes from the story as soon as its cast is known.");
    const first = new Map(project.scenes.map((scene) => [scene.segments[0], scene]));
    return [
      this.#casting(project),
      h("ol", { class: "script", lang: project.language || null, key: "lines" }, project.segments.map((line) => [
        first.has(line.id) && h("li", { key: `scene-${line.id}`, class: "slug" }, first.get(line.id).title),
        this.#line(line),
      ])),
    ];
  }

  #casting(project) {
    const voices = [["", "Cast for me"], ...this.#voices.map((one) => [one.id, `${one.name} · ${one.description}`])];
    const speakers = [["narrator", "Narrator", project.voices.narrator || "", project.narrator], ...project.entities.filter((one) => one.speaks).map((one) => [one.id, one.name, one.voice, one.cast_voice])];
    return h("section", { class: "block voices", key: "voices" }, h("h2", {}, "Voices"),
      h("div", { class: "two" }, speakers.map(([id, name, voice, cast]) =>
        h("label", { class: "field", key: id }, h("span", { class: "field-name" }, name),
          choice(voice || "", [["", `Cast: ${(cast || "").split(":").pop() || "not yet"}`], ...voices.slice(1)], (value) => this.#voice(id, value))))));
  }

  #line(line) {
    const number = line.index + 1;
    const open = this.#open === number;
    return h("li", { key: line.id, class: `line ${line.kind} ${open ? "open" : ""} ${line.stale ? "stale" : ""}`, value: String(number) },
      h("div", { class: "line-side" },
        line.speech_url ? round(this.#playing === line.id ? `Stop line ${number}` : `Hear line ${number}`, this.#playing === line.id ? "pause" : "play", () => this.#hear(line)) : h("span", { class: "round still" }, icon("clock")),
        h("span", { class: "note" }, clock(line.start_ms))),
      h("div", { class: "line-main" },
        line.speaker_name && h("b", { class: "speaker" }, line.speaker_name, line.manner && h("i", {}, ` ${line.manner}`)),
        open ? this.#editor(line, number) : h("button", { type: "button", class: "line-text", onclick: () => this.#begin(number), "aria-label": `Edit line ${number}: ${line.text}` }, line.text),
        !open && h("span", { class: "note" }, seconds(line.duration_ms), line.stale && [" ", pill("Out of date", "warn")])));
  }

  #editor(line, number) {
    const changed = this.#words.trim() !== line.text;
    return h("div", { class: "editor" },
      h("textarea", { rows: "3", value: this.#words, "aria-label": `Line ${number}`, oninput: (event) => this.#typed(event.target.value, number),
        onkeydown: (event) => event.key === "Escape" && (event.preventDefault(), this.#close()) }),
      changed ? this.#edit.foot(() => this.#save(number), () => this.#close())
        : h("div", { class: "edit-foot", key: "foot" }, h("button", { type: "button", class: "button quiet", onclick: () => this.#close() }, "Done")));
  }

  #typed(words, number) {
    this.#words = words;
    this.#edit.think({ lines: [{ number, text: words }] });
    this.update();
  }

  async #save(number) {
    const done = await this.#edit.save({ lines: [{ number, text: this.#words }] });
    if (done) this.#close();
  }

  #close() {
    this.#open = 0;
    this.#edit.forget();
    this.update();
  }

  #hear(line) {
    if (this.#playing === line.id) {
      this.#sound.pause();
      this.#playing = "";
    } else {
      this.#sound.src = line.speech_url;
      this.#sound.play().catch(() => {});
      this.#playing = line.id;
    }
    this.update();
  }

  async #voice(of, voice) {
    const { store } = this.props;
    const change = of === "narrator" ? { voices: { narrator: voice } } : { entities: [{ of, field: "voice", value: voice }] };
    await doing(() => save(store.id, "PATCH", `/api/projects/${store.id}`, { json: change }));
    store.soon();
  }
}

customElements.define("script-editor", ScriptEditor);
