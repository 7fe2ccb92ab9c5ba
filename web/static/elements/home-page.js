// @ts-check
// Home: the person's films with their posters, those that are put away, and a place to begin a new one.

import { get, post, save } from "../lib/api.js";
import { follow } from "../lib/events.js";
import { ago, ASPECTS } from "../lib/format.js";
import { h, icon, View } from "../lib/html.js";
import { go, open } from "../lib/router.js";
import { button, chooser, doing, empty, picture, pill, round, say, segmented } from "../lib/ui.js";
import { unsaved } from "../lib/unsaved.js";

const STATES = { running: "In the making", paused: "Waits for you", stopped: "Stopped", finished: "Ready" };
const PAGE = 100;
const APART = 250;
const ROOM = 30_000; // ms between two looks at the room on the disk, while anything happens
const MOVED = ["put_away", "taken_out", "project_deleted"];
const FORMATS = { md: "markdown", markdown: "markdown", fountain: "fountain", spmd: "fountain", txt: "text" };

class HomePage extends View {
  #films = null;
  #older = [];
  #full = true;
  #home = { films: 0, put_away: 0, little_room: "" };
  #looked = 0;
  #away = null;
  #awayFull = false;
  #moved = true;
  #story = "";
  #format = "";
  #aspect = "16:9";
  #keep = false;
  #busy = false;
  #key = "";
  #stop = () => {};
  #timer = 0;
  #free = 0;
  #count = 0;

  begin() {
    document.title = "Video Story";
    this.#load();
    this.#stop = follow("", "", {
      event: ({ kind }) => kind !== "progress" && this.#soon(MOVED.includes(kind)),
      look: () => this.#load(),
      live: () => {},
    });
  }

  end() {
    unsaved(this, false);
    this.#stop();
    clearTimeout(this.#timer);
  }

  // At once after what happened; while much happens, as often as the server answers with ease.
  #soon(moved) {
    this.#moved ||= moved;
    this.#timer ||= setTimeout(() => this.#load(), Math.max(0, this.#free - performance.now()));
  }

  async #load() {
    const began = performance.now();
    const mine = ++this.#count;
    this.#timer = 0;
    this.#free = began + APART;
    const moved = this.#moved || began - this.#looked > ROOM;
    if (moved) this.#looked = began;
    this.#moved = false;
    const [films, home, away] = await Promise.all([
      doing(() => get("/api/projects")),
      moved && doing(() => get("/api/home")),
      moved && this.#away && doing(() => get("/api/projects?away=true")),
    ]);
    this.#free = Math.max(this.#free, performance.now() + 2 * (performance.now() - began));
    if (home) this.#home = home;
    if (away) this.#awayIs(away);
    if (films && mine === this.#count) this.#films = films;
    if (moved && this.#older.length) await this.#olderAnew();
    this.update();
  }

  // As many older films as are shown: one that was moved is on another page now, or on none.
  async #olderAnew() {
    const shown = this.#older.length;
    const anew = [];
    while (anew.length < shown) {
      const page = await doing(() => get(`/api/projects?after=${(anew.at(-1) || this.#films.at(-1)).id}`));
      if (!page) return;
      anew.push(...page);
      this.#full = page.length === PAGE;
      if (!this.#full) break;
    }
    this.#older = anew;
  }

  #awayIs(films) {
    this.#away = films;
    this.#awayFull = films.length === PAGE;
  }

  async #more(last) {
    const older = await doing(() => get(`/api/projects?after=${last.id}`));
    if (older) this.#older = [...this.#older, ...older], (this.#full = older.length === PAGE);
    this.update();
  }

  async #shelf() {
    if (this.#away) this.#away = null;
    else {
      const films = await doing(() => get("/api/projects?away=true"));
      if (films) this.#awayIs(films);
    }
    this.update();
  }

  async #moreAway() {
    const older = await doing(() => get(`/api/projects?away=true&after=${this.#away.at(-1).id}`));
    if (older && this.#away) this.#away = [...this.#away, ...older], (this.#awayFull = older.length === PAGE);
    this.update();
  }

  async #put(film, away) {
    const done = await doing(() => save(film.id, "PUT", `/api/projects/${film.id}/put-away`, { json: { away } }));
    if (!done) return;
    this.#moved = true;
    say(away ? `“${film.title || "Untitled"}” is put away. It waits below your films.` : `“${film.title || "Untitled"}” is back.`);
    await this.#load();
  }

  async #create() {
    if (!this.#story.trim() || this.#busy) return;
    this.#busy = true;
    this.#key ||= crypto.randomUUID?.() || String(Math.random()).slice(2);
    this.update();
    const made = await doing(() =>
      post("/api/projects", { story: this.#story, format: this.#format, aspect: this.#aspect, keep_text: this.#keep, key: this.#key }),
    );
    this.#busy = false;
    this.update();
    if (!made) return;
    this.#story = this.#key = "";
    unsaved(this, false);
    go(`/p/${made.id}/timeline`);
  }

  #told(story) {
    this.#story = story;
    this.#key = "";
    unsaved(this, story.trim() !== "");
    this.update();
  }

  async #file([file]) {
    this.#format = FORMATS[file.name.split(".").pop().toLowerCase()] || "text";
    this.#told(await file.text());
  }

  view() {
    return [
      h("header", { class: "top" },
        h("div", { class: "brand" }, icon("film"), h("h1", {}, "Video Story")),
        button("Account", () => open("account"), { sign: "person", kind: "quiet" })),
      h("main", { id: "main", class: "home", tabindex: "-1" },
        this.#home.little_room && h("p", { class: "hint", key: "room", role: "status" }, this.#home.little_room),
        this.#composer(),
        h("section", { "aria-labelledby": "films" },
          h("h2", { id: "films" }, "Your films"),
          this.#list(),
          this.#putAway())),
    ];
  }

  #composer() {
    return h("form", { class: "composer", onsubmit: (event) => (event.preventDefault(), this.#create()) },
      h("label", { for: "new-story" }, h("h2", {}, "Tell a story")),
      h("textarea", {
        id: "new-story",
        rows: "6",
        value: this.#story,
        placeholder: "A lighthouse keeper’s daughter counts the lights at sea, and tonight one is missing…",
        oninput: (event) => this.#told(event.target.value),
      }),
      h("div", { class: "row wrap" },
        segmented("Shape of the film", this.#aspect, Object.entries(ASPECTS).map(([key, words]) =>
          [key, words, h("i", { class: `shape s${key.replace(":", "-")}`, "aria-hidden": "true" })]),
          (key) => ((this.#aspect = key), this.update())),
        h("label", { class: "check" },
          h("input", { type: "checkbox", checked: this.#keep, onchange: (event) => ((this.#keep = event.target.checked), this.update()) }),
          h("span", {}, "Keep my words exactly"))),
      h("div", { class: "row" },
        chooser("Story file", { accept: ".md,.markdown,.txt,.text,.fountain,.spmd,text/plain", onfiles: (files) => this.#file(files), kind: "quiet" }),
        h("button", { type: "submit", class: "button primary", "data-main": this.#story.trim() !== "", disabled: !this.#story.trim() || this.#busy },
          icon("spark"), h("span", {}, this.#busy ? "Beginning…" : "Make the animatic"), h("em", {}, "free"))),
      h("p", { class: "note" }, "The whole film with real voices, drawn panels and camera moves. Nothing is spent before you agree to a price."));
  }

  #list() {
    if (!this.#films) return h("div", { class: "grid" }, [1, 2, 3].map(() => h("div", { class: "card ghost" })));
    if (!this.#films.length && this.#home.put_away) return empty("box", "Every film is put away", "Take one back below, or write a story above.");
    if (!this.#films.length) return empty("film", "No film yet", "Write a story above, or bring one as a file.");
    const newest = new Set(this.#films.map((film) => film.id));
    const films = [...this.#films, ...this.#older.filter((film) => !newest.has(film.id))];
    return [
      h("ul", { class: "grid films" }, films.map((film) => this.#film(film))),
      this.#films.length === PAGE && this.#full && button("Older films", () => this.#more(films.at(-1)), { kind: "quiet", sign: "down" }),
    ];
  }

  #film(film) {
    return (
      h("li", { key: film.id },
        h("a", { class: "card film", href: `/p/${film.id}`, "data-go": true },
          h("div", { class: `poster a${film.aspect.replace(":", "-")}` },
            film.cover_url ? picture(film.cover_url, "") : icon("film"),
            STATES[film.state] && pill(STATES[film.state], film.state)),
          h("h3", {}, film.title || "Untitled"),
          h("p", { class: "note" }, ago(film.created_at), " · ", beginning(film))),
        round(`Put ${film.title || "Untitled"} away`, "box", () => this.#put(film, true))));
  }

  // Quiet, and only where there is something on it.
  #putAway() {
    if (!this.#home.put_away) return null;
    return h("div", { class: "shelf", key: "shelf" },
      button(`Put away · ${this.#home.put_away}`, () => this.#shelf(), { kind: "quiet", sign: "box", "aria-expanded": String(Boolean(this.#away)), "aria-controls": "away" }),
      h("ul", { id: "away", class: "rows", hidden: !this.#away }, (this.#away || []).map((film) =>
        h("li", { key: film.id, class: "line-row" },
          h("span", { class: "thumb" }, film.cover_url ? picture(film.cover_url, "") : icon("film")),
          h("span", { class: "line-words" },
            h("a", { class: "away-title", href: `/p/${film.id}`, "data-go": true }, film.title || "Untitled"),
            h("span", { class: "note" }, ago(film.created_at))),
          button("Take back", () => this.#put(film, false), { "aria-label": `Take ${film.title || "Untitled"} back` })))),
      this.#away && this.#awayFull && button("Older ones", () => this.#moreAway(), { kind: "quiet", sign: "down" }));
  }
}

/** The story's first words, without the marks of headings and without its title once more. */
function beginning(film) {
  const words = film.source.replace(/(^|\s)(#{1,6}|Title:)\s+/g, "$1");
  const rest = words.startsWith(film.title) ? words.slice(film.title.length) : words;
  return words !== film.source || /^[.!?]/.test(rest) ? rest.replace(/^[.!?\s]+/, "") || words : words;
}

customElements.define("home-page", HomePage);
