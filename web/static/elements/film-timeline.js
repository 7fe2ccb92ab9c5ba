// @ts-check
// Timeline: the film as it stands, played live; sound, lines and shots to scale below, one playhead over all.

import { clock, seconds, SIZES } from "../lib/format.js";
import { h, icon, View } from "../lib/html.js";
import { camera, Player } from "../lib/player.js";
import { go, open } from "../lib/router.js";
import { button, empty, pill, round } from "../lib/ui.js";

const ZOOMS = [12, 24, 48, 96];

class FilmTimeline extends View {
  #player = new Player();
  #zoom = 1;
  #wave = null;
  #held = false;
  #fitted = false;
  #reduced = matchMedia("(prefers-reduced-motion: reduce)");

  begin() {
    this.#player.addEventListener("time", () => this.#tick());
    this._resized = new ResizeObserver(() => this.#paint());
    this._resized.observe(this);
    this._keys = (event) => this.#key(event);
    document.addEventListener("keydown", this._keys);
  }

  end() {
    this.#player.close();
    this._resized.disconnect();
    document.removeEventListener("keydown", this._keys);
  }

  given() {
    this.#player.project = this.props.project;
    if (this.props.project.segments.length) this.props.store.loadWave();
    if (this.props.store.wave !== this.#wave) {
      this.#wave = this.props.store.wave;
      requestAnimationFrame(() => this.#paint());
    }
    requestAnimationFrame(() => (this.#fit(), this.#tick()));
  }

  // A short film fills the window from the start.
  #fit() {
    const length = this.props.project.length_ms;
    if (this.#fitted || !length || !this.clientWidth) return;
    this.#fitted = true;
    while (this.#zoom < ZOOMS.length - 1 && (length / 1000) * ZOOMS[this.#zoom + 1] <= this.clientWidth) this.#zoom += 1;
    this.update();
    requestAnimationFrame(() => this.#paint());
  }

  #key(event) {
    if (event.target instanceof Element && event.target.closest("input, textarea, select, button, dialog, .drawer")) return;
    if (event.key === " ") event.preventDefault(), this.#player.toggle();
    if (event.key === "ArrowLeft") this.#player.seek(this.#player.t - 1000);
    if (event.key === "ArrowRight") this.#player.seek(this.#player.t + 1000);
  }

  view() {
    const { project } = this.props;
    if (!project.segments.length) return empty("film", "Nothing to play yet", "Lines and shots appear here as they are made.");
    const shot = this.#player.shot;
    return [
      h("div", { class: "stage-wrap", key: "stage" },
        h("button", { type: "button", class: `stage a${project.aspect.replace(":", "-")}`, onclick: () => this.#player.toggle(), "aria-label": this.#player.playing ? "Pause" : "Play the film as it is" },
          h("span", { class: "camera" }, this.#frames(shot)),
          h("span", { class: "caption", "aria-hidden": "true" }),
          h("span", { class: `big-play ${this.#player.playing ? "off" : ""}` }, this.#player.waiting ? h("span", { class: "spin small" }) : icon("play"))),
        h("div", { class: "transport" },
          round(this.#player.playing ? "Pause" : "Play", this.#player.playing ? "pause" : "play", () => this.#player.toggle(), { class: "round primary" }),
          h("span", { class: "time", role: "timer", "aria-live": "off" }, h("b", { class: "at" }, "0:00"), ` / ${clock(project.length_ms)}`),
          !project.exact && h("span", { class: "note" }, "Lengths are guesses until every line is spoken"),
          h("span", { class: "grow" }),
          round("Smaller", "minus", () => this.#scale(-1), { disabled: this.#zoom === 0 }),
          round("Larger", "plus", () => this.#scale(1), { disabled: this.#zoom === ZOOMS.length - 1 }))),
      shot && this.#now(project, shot),
      h("div", { class: "tracks", key: "tracks", role: "group", "aria-label": "Timeline", onpointerdown: (event) => this.#grab(event) },
        h("div", { class: "tracks-in", style: { "inline-size": `${this.#px(project.length_ms)}px` } },
          h("div", { class: "ruler", "aria-hidden": "true" }, this.#ticks(project)),
          h("div", { class: "track shots-track" }, project.shots.map((one) => this.#shot(one))),
          h("div", { class: "track sound-track" }, h("canvas", { class: "wave", key: "wave", "aria-hidden": "true" })),
          h("div", { class: "track lines-track" }, project.segments.map((line) => this.#line(line))),
          h("div", { class: "playhead", key: "playhead", "aria-hidden": "true" }))),
      h("p", { class: "note keys", key: "keys" }, "Space plays, the arrow keys step by a second. Tap a shot or a line to change it."),
    ];
  }

  // What is on screen now, and the way to change it.
  #now(project, shot) {
    const lines = project.segments.filter((line) => shot.segments.includes(line.id));
    const names = project.entities.filter((one) => shot.characters.includes(one.id) || shot.props.includes(one.id)).map((one) => one.name);
    const clip = shot.video_status === "done" ? "Clip" : shot.frame?.drawn === false ? "Picture" : "Drawn";
    return h("section", { class: "at-now", key: "now", "aria-label": "On screen now" },
      h("div", { class: "row wrap" }, h("strong", {}, `Shot ${shot.number}`), h("span", { class: "note" }, `${SIZES[shot.size]} · ${seconds(shot.duration_ms)}`),
        ["waiting", "generating"].includes(shot.frame_status) || ["waiting", "generating"].includes(shot.video_status) ? pill("In the making", "running") : pill(clip), shot.frame?.stale && pill("Out of date", "warn")),
      h("p", { class: "at-now-words" }, lines.length ? lines.map((line) => [line.speaker_name && h("b", { class: "speaker" }, line.speaker_name, " "), line.text, " "]) : shot.action),
      names.length > 0 && h("p", { class: "note wide" }, names.join(", ")),
      h("div", { class: "row wrap" },
        button("Edit the shot", () => open("shot", shot.id), { sign: "photo" }),
        lines.length > 0 && button("The words", () => go(`/p/${project.id}/script?line=${lines[0].index + 1}`), { sign: "words", kind: "quiet" })));
  }

  #frames(shot) {
    if (!shot) return null;
    if (shot.video_url && shot.video?.mime.startsWith("video/"))
      return h("video", { key: shot.video_url, src: shot.video_url, muted: true, playsinline: true, preload: "auto" });
    return shot.first_frame_thumb_url ? h("img", { key: shot.id, src: shot.first_frame_thumb_url.replace("w=640", "w=1280"), alt: `Shot ${shot.number}` }) : h("span", { class: "blank", key: shot.id }, icon("photo"));
  }

  #ticks(project) {
    const every = [10000, 5000, 2000, 1000][this.#zoom];
    const marks = [];
    for (let ms = 0; ms <= project.length_ms; ms += every) marks.push(h("i", { key: ms, style: { "inset-inline-start": `${this.#px(ms)}px` } }, clock(ms)));
    return marks;
  }

  #shot(shot) {
    const wide = this.#px(shot.duration_ms);
    return h("button", { type: "button", key: shot.id, class: `clip ${shot.video_status} ${shot.frame?.stale ? "stale" : ""}`, style: { "inset-inline-start": `${this.#px(shot.start_ms)}px`, "inline-size": `${Math.max(2, wide - 2)}px` }, "data-at": shot.start_ms, onclick: () => open("shot", shot.id), "aria-label": `Shot ${shot.number}, ${seconds(shot.duration_ms)}` },
      shot.first_frame_thumb_url && h("img", { src: shot.first_frame_thumb_url.replace("w=640", "w=160"), alt: "", loading: "lazy", decoding: "async" }),
      wide > 26 && h("b", {}, String(shot.number)));
  }

  #line(line) {
    const wide = this.#px(line.duration_ms);
    return h("button", { type: "button", key: line.id, class: `clip line-clip ${line.kind} ${line.stale ? "stale" : ""} ${line.spoken ? "" : "guess"}`, style: { "inset-inline-start": `${this.#px(line.start_ms)}px`, "inline-size": `${Math.max(2, wide - 1)}px` }, onclick: () => go(`/p/${this.props.project.id}/script?line=${line.index + 1}`), "aria-label": `Line ${line.index + 1}, ${line.speaker_name ? `${line.speaker_name}: ` : ""}${line.text}` },
      wide > 40 && h("span", {}, line.speaker_name ? `${line.speaker_name}: ` : "", line.text));
  }

  #px(ms) {
    return (ms / 1000) * ZOOMS[this.#zoom];
  }

  #scale(by) {
    this.#zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.#zoom + by));
    this.update();
    requestAnimationFrame(() => (this.#paint(), this.#tick(true)));
  }

  // A tap on the ruler or the sound moves the playhead; on a shot it opens it.
  #grab(event) {
    if (event.target.closest("button")) return;
    const inside = this.querySelector(".tracks-in");
    const move = (at) => this.#player.seek(((at.clientX - inside.getBoundingClientRect().left) / ZOOMS[this.#zoom]) * 1000);
    if (event.pointerType === "touch") {
      const click = (at) => move(at);
      inside.addEventListener("click", click, { once: true });
      setTimeout(() => inside.removeEventListener("click", click), 400);
      return;
    }
    this.#held = true;
    move(event);
    const drag = (at) => move(at);
    const drop = () => {
      this.#held = false;
      window.removeEventListener("pointermove", drag);
    };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop, { once: true });
  }

  #shown = "";

  #tick(still = false) {
    const { t, playing, shot, line } = this.#player;
    const state = `${shot?.id}:${playing}:${this.#player.waiting}`;
    if (state !== this.#shown) {
      this.#shown = state;
      this.update();
    }
    const head = this.querySelector(".playhead");
    if (!head) return;
    head.style.transform = `translateX(${this.#px(t)}px)`;
    this.querySelector(".at").textContent = clock(t);
    const caption = this.querySelector(".caption");
    const words = line && (playing || t > 0) ? line.text : "";
    if (caption.textContent !== words) caption.textContent = words;
    this.#move(shot, t);
    if (playing || still) this.#follow(this.#px(t));
  }

  #move(shot, t) {
    const film = this.querySelector(".camera video");
    if (film && shot) {
      const at = (t - shot.start_ms) / 1000;
      if (this.#player.playing && film.paused) film.play().catch(() => {});
      if (!this.#player.playing && !film.paused) film.pause();
      if (Math.abs(film.currentTime - at) > 0.3 && film.readyState > 0) film.currentTime = Math.min(at, film.duration || at);
      return;
    }
    const picture = this.querySelector(".camera img");
    if (!picture || !shot) return;
    const share = this.#reduced.matches ? 0 : Math.max(0, Math.min(1, (t - shot.start_ms) / Math.max(1, shot.duration_ms)));
    picture.style.transform = camera(shot.move, share);
  }

  #follow(x) {
    const box = this.querySelector(".tracks");
    if (this.#held || !box) return;
    const [left, wide] = [box.scrollLeft, box.clientWidth];
    if (x < left + 20 || x > left + wide * 0.75) box.scrollLeft = Math.max(0, x - wide * 0.25);
  }

  #paint() {
    const canvas = this.querySelector("canvas");
    const wave = this.#wave;
    if (!canvas || !wave) return;
    const wide = Math.min(8000, Math.ceil(this.#px(this.props.project.length_ms)));
    const high = canvas.parentElement.clientHeight;
    const dense = wide > 4000 ? 1 : Math.min(2, devicePixelRatio);
    canvas.width = wide * dense;
    canvas.height = high * dense;
    canvas.style.inlineSize = `${wide}px`;
    const pen = canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(canvas).color;
    const step = ZOOMS[this.#zoom] / wave.per_second;
    for (let x = 0; x < wide; x += Math.max(2, step)) {
      const [from, to] = [Math.floor(x / step), Math.max(Math.floor(x / step) + 1, Math.floor((x + 2) / step))];
      let loud = 0;
      for (let i = from; i < to; i += 1) loud = Math.max(loud, wave.peaks[i] || 0);
      const tall = Math.max(1, (loud / 100) * (high - 6));
      pen.fillRect(x * dense, ((high - tall) / 2) * dense, Math.max(1, Math.min(step, 3) - 1) * dense, tall * dense);
    }
  }
}

customElements.define("film-timeline", FilmTimeline);
