// @ts-check
// A shot in detail: what is seen, what is said, its framing, and making its frame, clip or lip sync anew.

import "./slot-log.js";
import "./take-picker.js";
import { form, hold, save } from "../lib/api.js";
import { Advanced } from "../lib/advanced.js";
import { Drawer } from "../lib/drawer.js";
import { ANGLES, clock, model, plural, seconds, SIZES } from "../lib/format.js";
import { Generating } from "../lib/generating.js";
import { h, icon } from "../lib/html.js";
import { go } from "../lib/router.js";
import { button, choice, chooser, doing, field, jobOf, picture, pill, round, seen, segmented, veil, wrong } from "../lib/ui.js";

const STEP = { frame: "frames", clip: "videos", lipsync: "lipsync" };
const PATH = { frame: "generate", clip: "video", lipsync: "lipsync" };
const CLEAR = { frame: "first-frame", clip: "video", lipsync: "lipsync" };
const WAIT = 700;

class ShotPanel extends Drawer {
  #what = "frame";
  #making = {};
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

  get #shot() {
    return this.props.project.shots.find((one) => one.id === this.props.id);
  }

  get #now() {
    return (this.#making[this.#what] ||= new Generating(`/api/shots/${this.props.id}`, STEP[this.#what], () => this.update()));
  }

  given() {
    const shot = this.#shot;
    if (!shot) return;
    const key = JSON.stringify([this.#what, shot.size, shot.angle, shot.action, shot.characters, shot.props, shot.prompt, shot.frame?.take, shot.video?.take, this.props.project.entities.map((one) => one.reference_take)]);
    if (key !== this.#seen) {
      this.#seen = key;
      this.#now.look(`?what=${this.#what}`);
    }
  }

  view() {
    const { project } = this.props;
    const shot = this.#shot;
    if (!shot) return this.frame("Gone", h("p", {}, "This shot is no longer part of the film."));
    return this.frame(`Shot ${shot.number}`,
      this.#steps(project, shot),
      this.#preview(project, shot),
      this.#said(project, shot),
      this.#framing(project, shot),
      this.#generate(project, shot));
  }

  #steps(project, shot) {
    const to = (by) => project.shots[shot.index + by];
    const link = (other, label, sign) => other && round(label, sign, () => go(`${location.pathname}?shot=${other.id}`, { replace: true }));
    return h("div", { class: "row between", key: "steps" },
      h("span", { class: "note" }, `${clock(shot.start_ms)} · ${seconds(shot.duration_ms)} · shot ${shot.number} of ${project.shots.length}`),
      h("span", { class: "row flip" }, link(to(-1), "The shot before", "back"), h("span", { class: "turned" }, link(to(1), "The next shot", "back"))));
  }

  #preview(project, shot) {
    const kinds = [["frame", "Frame"], ["clip", "Clip"], shot.wants_lipsync && ["lipsync", "Lip sync"]].filter(Boolean);
    const media = { frame: shot.frame, clip: shot.video, lipsync: shot.lipsync }[this.#what];
    const state = { frame: shot.frame_status, clip: shot.video_status, lipsync: shot.lipsync_status }[this.#what];
    const working = ["waiting", "generating"].includes(state);
    const film = media?.url && media.mime.startsWith("video/");
    const job = jobOf(this.props.store, this.#what, shot.id);
    return h("section", { class: "block", key: "preview" },
      segmented("What to look at", this.#what, kinds, (what) => ((this.#what = what), this.given(), this.update())),
      h("div", { class: `preview a${project.aspect.replace(":", "-")}` },
        film ? h("video", { key: media.url, src: media.url, controls: true, playsinline: true, loop: true, preload: "metadata", poster: shot.first_frame_url })
          : shot.first_frame_url ? picture(shot.first_frame_thumb_url.replace("w=640", "w=1280"), `Frame of shot ${shot.number}`) : h("span", { class: "blank" }, icon("photo")),
        working && veil(state === "waiting", job)),
      h("div", { class: "row wrap" },
        media ? pill(media.drawn ? "Drawn, free" : media.origin === "upload" ? "Yours" : model(media.model), media.drawn ? "" : "done") : pill("None yet"),
        media?.stale && pill("Out of date", "warn"),
        state === "failed" && pill("Failed", "failed"),
        !media?.drawn && this.#what === "clip" && !media && h("span", { class: "note" }, "The camera moves over the frame.")),
      state === "failed" && wrong(job?.error || "The last attempt failed."),
      seen(this.#what === "frame" ? shot.look : null),
      h("div", { class: "row wrap" },
        this.#what === "frame" && chooser("Use my own picture", { accept: "image/*,.heic", onfiles: (files) => this.#bring("POST", "first-frame", "image", files), kind: "quiet" }),
        this.#what === "clip" && chooser("Use my own clip", { accept: "video/*", onfiles: (files) => this.#bring("PUT", "video", "video", files), kind: "quiet" }),
        media && button("Clear", () => this.#clear(), { kind: "quiet", sign: "trash" })),
      h("slot-log", { key: "log", props: { store: this.props.store, kind: this.#what, target: shot.id } }),
      h("take-picker", { key: `takes-${this.#what}`, props: { store: this.props.store, kind: this.#what, target: shot.id, now: media?.take || "" } }));
  }

  #said(project, shot) {
    const lines = project.segments.filter((line) => shot.segments.includes(line.id));
    return h("section", { class: "block", key: "said" },
      h("h3", {}, "Said"),
      lines.map((line) => h("p", { key: line.id, class: "said-line" }, line.speaker_name && h("b", {}, line.speaker_name, " "), line.text, " ",
        line.speech_url && h("audio", { src: line.speech_url, controls: true, preload: "none", "aria-label": `Line ${line.index + 1}` }))),
      button("Edit the words", () => go(`/p/${project.id}/script?line=${lines[0]?.index + 1}`), { kind: "quiet", sign: "words" }));
  }

  #framing(project, shot) {
    return h("section", { class: "block fields", key: "framing" },
      h("h3", {}, "Framing"),
      h("div", { class: "two" },
        field("Size", choice(shot.size, Object.entries(SIZES), (value) => this.#type("size", value, 0))),
        field("Camera", choice(shot.angle, Object.entries(ANGLES), (value) => this.#type("angle", value, 0)))),
      field("What happens", h("textarea", { rows: "3", value: shot.action, oninput: (event) => this.#type("action", event.target.value) })),
      this.#cast("Who is in it", project, shot, "characters", "character"),
      this.#cast("Things in it", project, shot, "props", "prop"),
      shot.because && h("p", { class: "note" }, `Framed so because ${shot.because}.`));
  }

  #cast(title, project, shot, name, kind) {
    const all = project.entities.filter((one) => one.kind === kind);
    if (!all.length) return null;
    return h("fieldset", { class: "chips" }, h("legend", { class: "field-name" }, title),
      all.map((one) => {
        const on = shot[name].includes(one.id);
        const next = on ? shot[name].filter((id) => id !== one.id) : [...shot[name], one.id];
        return h("button", { type: "button", key: one.id, class: `chip ${on ? "on" : ""}`, "aria-pressed": String(on), onclick: () => this.#type(name, next.join(","), 0) }, one.name);
      }));
  }

  #generate(project, shot) {
    const making = this.#now;
    const sent = making.sent;
    const frame = this.#what === "frame";
    return h("section", { class: "block last", key: "generate" },
      frame && sent?.references?.length > 0 && h("div", { key: "sent" },
        h("h3", {}, "Sent with it ", h("span", { class: "note" }, plural(sent.references.length, "picture"))),
        h("ul", { class: "tiles strip" }, sent.references.map((one, i) => h("li", { class: "tile", key: one.sha }, picture(one.thumb_url, `Picture ${i + 1} that is sent`), h("span", { class: "tile-word" }, String(i + 1)))))),
      frame && this.#advanced.view(project, { own: shot.prompt_is_own ? shot.prompt : "", built: sent?.prompt || shot.prompt, present: Boolean(shot.first_frame_url), not: "" }),
      making.controls(project, { query: `?what=${this.#what}`, onstart: () => this.#start(), verb: { frame: shot.first_frame_url ? "Regenerate the frame" : "Generate the frame", clip: "Make the clip", lipsync: "Make the lip sync" }[this.#what] }));
  }

  async #start() {
    const own = this.#what === "frame" && this.#advanced.used;
    const path = own ? "generate-advanced" : PATH[this.#what];
    await this.#now.start(`/api/shots/${this.props.id}/${path}`, own ? this.#advanced.fields : {});
    this.props.store.soon();
  }

  #type(name, value, wait = WAIT) {
    const { store } = this.props;
    const path = `/api/shots/${this.props.id}`;
    const before = this.#typed.get(name);
    clearTimeout(before?.timer);
    const release = before?.release || hold(store.id);
    const now = async () => {
      clearTimeout(this.#typed.get(name)?.timer);
      this.#typed.delete(name);
      const fields = { [name]: ["characters", "props"].includes(name) ? this.#names(value) : value };
      await doing(() => save(store.id, "PATCH", path, { json: { fields } }));
      release();
      store.soon();
    };
    this.#typed.set(name, { release, now, timer: setTimeout(now, wait) });
  }

  #names(ids) {
    return ids.split(",").filter(Boolean).join(", ");
  }

  async #bring(method, path, name, files) {
    await doing(() => save(this.props.store.id, method, `/api/shots/${this.props.id}/${path}`, { form: form(name, files) }));
    this.props.store.soon();
  }

  async #clear() {
    await doing(() => save(this.props.store.id, "DELETE", `/api/shots/${this.props.id}/${CLEAR[this.#what]}`));
    this.props.store.soon();
  }
}

customElements.define("shot-panel", ShotPanel);
