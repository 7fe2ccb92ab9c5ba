// @ts-check
// One film: the bar of its phases on top, the phase below, what is going on at the bottom.

import "./activity-drawer.js";
import "./entity-panel.js";
import "./shot-panel.js";
import { analysis } from "./phase-analysis.js";
import { begin } from "./film-upgrade.js";
import { exporting } from "./phase-export.js";
import { images } from "./phase-images.js";
import "./script-editor.js";
import "./story-form.js";
import "./film-timeline.js";
import { video } from "./phase-video.js";
import { post } from "../lib/api.js";
import { capital, left, money, spent, STEPS } from "../lib/format.js";
import { h, icon, keep, View } from "../lib/html.js";
import { go, open, PHASES } from "../lib/router.js";
import { Store } from "../lib/store.js";
import { bar, button, doing, empty, round } from "../lib/ui.js";

const NAMES = { story: "Story", analysis: "Analysis", script: "Script", timeline: "Timeline", images: "Images", video: "Video", export: "Export" };

class ProjectPage extends View {
  #store = null;
  #offers = null;
  #asked = "";
  #phase = "";
  #seen = [];

  begin() {
    this.#store = new Store(this.props.project);
    this.#store.addEventListener("change", () => this.#changed());
    this.#store.open();
  }

  end() {
    this.#store.close();
  }

  #changed() {
    const { project, status } = this.#store;
    if (project) document.title = `${project.title || "New film"} · Video Story`;
    if (status?.state === "paused" && this.#asked !== status.question) {
      this.#asked = status.question;
      this.#loadOffers();
    }
    if (status?.state !== "paused") this.#asked = "", (this.#offers = null);
    this.update();
  }

  async #loadOffers() {
    const { get } = await import("../lib/api.js");
    this.#offers = await get(`/api/projects/${this.#store.id}/offers`).catch(() => []);
    this.update();
  }

  get #here() {
    const { project } = this.#store;
    return this.props.phase || (project?.film_ready ? "export" : project?.shots.length ? "timeline" : "story");
  }

  view() {
    const store = this.#store;
    if (store.problem) return this.#lost(store.problem);
    const { project, status } = store;
    return [
      this.#top(project, status),
      this.#phases(project, status),
      h("main", { id: "main", class: `phase ${this.#here}`, tabindex: "-1", "data-event": project?.last_event ?? "" },
        project ? this.#view(project, status) : h("div", { class: "spin", key: "spin", role: "status", "aria-label": "Loading" })),
      project && status && this.#now(project, status),
      this.#drawers(project),
    ];
  }

  #lost(problem) {
    return h("main", { id: "main", class: "alone" },
      empty("alert", "This film cannot be shown", problem.message,
        button("Your films", () => go("/"), { kind: "primary" })));
  }

  #top(project, status) {
    const busy = Object.values(status?.kinds || {}).reduce((sum, kind) => sum + kind.active + kind.waiting, 0);
    return h("header", { class: "top" },
      h("a", { class: "round", href: "/", "data-go": true, "aria-label": "Your films" }, icon("back")),
      h("h1", { class: "title" }, project?.title || "New film"),
      h("button", { type: "button", class: "button quiet badge-button", onclick: () => open("activity") },
        icon("activity"), h("span", { class: "wide-only" }, "Activity"), busy > 0 && h("b", { class: "count" }, String(busy), h("span", { class: "said" }, " under way"))));
  }

  #phases(project, status) {
    const states = project ? phaseStates(project, status) : {};
    return h("nav", { class: "phases", "aria-label": "Phases of the film" },
      h("ul", {}, PHASES.map((phase) =>
        h("li", { key: phase },
          h("a", {
            href: `/p/${this.props.project}/${phase}`,
            "data-go": true,
            class: `phase-link ${states[phase] || ""}`,
            "aria-current": phase === this.#here ? "page" : false,
          }, h("i", { class: "dot", "aria-hidden": "true" }), NAMES[phase],
            states[phase] === "busy" && h("span", { class: "said" }, " (in the making)"))))));
  }

  #view(project, status) {
    const store = this.#store;
    const given = { store, project, status };
    if (this.#phase !== this.#here) {
      this.#phase = this.#here;
      requestAnimationFrame(() => {
        this.querySelector('[aria-current="page"]')?.scrollIntoView({ inline: "center", block: "nearest" });
        window.scrollTo(0, 0);
      });
    }
    const seen = [this.#here, project, store.wave, this.#here === "video" && JSON.stringify([status?.state, status?.kinds.clip]), this.#here === "export" && Math.random()];
    if (seen.every((one, i) => one === this.#seen[i])) return keep(this.#here);
    this.#seen = seen;
    switch (this.#here) {
      case "story": return h("story-form", { key: "story", props: given });
      case "script": return h("script-editor", { key: "script", props: given });
      case "timeline": return h("film-timeline", { key: "timeline", props: given });
      case "analysis": return h("div", { key: "analysis" }, analysis(given));
      case "images": return h("div", { key: "images" }, images(given));
      case "video": return h("div", { key: "video" }, video(given));
      default: return h("div", { key: "export" }, exporting(given, this));
    }
  }

  // What is going on, always in sight.

  #now(project, status) {
    const base = `/api/projects/${project.id}`;
    const running = status.state === "running";
    const question = status.state === "paused" && status.question;
    return h("section", { class: `now ${status.state}`, "aria-label": "What is going on" },
      running ? bar(status.share, "How far the film is") : h("div", { class: "bar still" }),
      h("div", { class: `now-row ${question ? "asks" : ""}` },
        h("div", { class: "now-words", "aria-live": "polite" },
          h("strong", {}, headline(project, status)),
          h("span", { class: "note" }, running ? [capital(status.now) || "Working", status.seconds_left != null && ` · ${left(status.seconds_left)}`] : this.#below(project, status))),
        this.#actions(project, status, base)),
      status.notices.length > 0 && h("ul", { class: "notices" }, status.notices.map((words, i) =>
        h("li", { key: words }, h("span", {}, words), i === 0 && status.unsettled.length > 0 && button("See it", () => open("activity"), { kind: "quiet" })))),
      question && this.#offers?.length > 0 && h("ul", { class: "offers" }, helpful(this.#offers).map((offer) =>
        h("li", { key: offer.key }, offered(offer, () => this.#take(offer))))));
  }

  #below(project, status) {
    if (status.state === "paused") return status.question;
    if (status.problems.length) return status.problems[0];
    if (!this.#store.live) return "The line is down; looking every 3 s.";
    return `${spent(project.spent)} spent${project.ceiling ? ` of ${money(project.ceiling)}` : ""}`;
  }

  #actions(project, status, base) {
    const start = (words) => button(words, () => this.#do(() => begin(project, words)), { kind: "primary", sign: "play", "data-main": true });
    if (status.state === "running") return round("Pause", "pause", () => this.#do(() => post(`${base}/pause`)));
    if (status.state === "paused")
      return h("div", { class: "row" },
        button("Cancel", () => this.#do(() => post(`${base}/cancel`)), { kind: "quiet" }),
        status.question.startsWith("Paused") || !status.question
          ? button("Go on", () => this.#do(() => post(`${base}/resume`)), { kind: "primary", sign: "play", "data-main": true })
          : this.#gate(status, base));
    if (status.state === "stopped") return start("Try again");
    const open_ = status.steps.some((step) => step.done < step.total);
    if (project.film_ready && !open_) return this.#here === "export" ? null : button("Watch", () => go(`/p/${project.id}/export`), { kind: "primary", sign: "play" });
    return start(project.film_stale || project.film_url ? "Renew the film" : "Make the animatic");
  }

  #gate(status, base) {
    if (/ceiling|\$/.test(status.question)) return button("Go on", () => this.#do(() => post(`${base}/resume`)), { kind: "quiet" });
    return button("Approve", () => this.#do(() => post(`${base}/approve`, {})), { kind: "primary", sign: "check", "data-main": true });
  }

  async #take(offer) {
    const base = `/api/projects/${this.#store.id}`;
    await this.#do(async () => {
      await post(`${base}/offers`, { key: offer.key });
      await post(`${base}/resume`);
    });
  }

  async #do(work) {
    await doing(work);
    this.#store.soon();
  }

  #drawers(project) {
    const { query, session } = this.props;
    const props = { store: this.#store, project, session };
    return h("div", { class: "drawers", key: "drawers" },
      query.has("activity") && h("activity-drawer", { key: "activity", props }),
      project && query.get("entity") && h("entity-panel", { key: query.get("entity"), props: { ...props, id: query.get("entity") } }),
      project && query.get("shot") && h("shot-panel", { key: query.get("shot"), props: { ...props, id: query.get("shot") } }));
  }
}

/** Ways on that are enough by themselves; all of them when there are hardly any. */
function helpful(offers) {
  const fit = offers.filter((offer) => offer.fits);
  return fit.length > 1 ? fit : offers;
}

/** A way on at a ceiling: what it does, and what it saves (B2). */
function offered(offer, onclick) {
  const [what] = offer.words.split(": saves");
  const none = what.match(/^none of the (\d+) shots/);
  const words = none ? `Leave ${none[1] === "1" ? "the last shot" : `the other ${none[1]} shots`} as the animatic` : capital(what);
  const rest = offer.saves > 0 ? `saves ${money(offer.saves)}, ${offer.left ? `${money(offer.left)} at most to go` : "the rest is free"}` : offer.left ? `${money(offer.left)} at most to go` : "";
  return h("button", { type: "button", class: "choice", onclick },
    icon(offer.saves > 0 ? "minus" : "plus"),
    h("span", { class: "choice-words" }, h("strong", {}, words), h("span", { class: "note" }, rest, !offer.fits && ", still too much")));
}

function headline(project, status) {
  if (status.state === "running") return status.yoloStep ? `Making the film · ${STEPS[status.yoloStep]}` : "Making the film";
  if (status.state === "paused") return status.question.startsWith("Paused") ? "Paused" : "Waits for your word";
  if (status.state === "stopped") return "It could not be finished";
  if (status.state === "cancelled") return "Cancelled; what was made is kept";
  if (project.film_stale) return "Not up to date";
  return project.film_ready ? "The film is ready" : "Not made yet";
}

/** Per phase: nothing yet, under way, done, or something for a person to see. */
function phaseStates(project, status) {
  const step = Object.fromEntries((status?.steps || []).map((one) => [one.name, one]));
  const of = (...names) => {
    const mine = names.map((name) => step[name]).filter((one) => one && one.total);
    if (!mine.length) return "";
    if (mine.some((one) => one.failed)) return "failed";
    if (mine.some((one) => one.active)) return "busy";
    return mine.every((one) => one.done === one.total) ? "done" : "";
  };
  return {
    story: of("story"),
    analysis: of("analysis", "refs"),
    script: of("script", "audio", "voices"),
    timeline: of("scenes", "shots"),
    images: of("frames"),
    video: of("videos", "lipsync"),
    export: project.film_stale ? "" : of("export"),
  };
}

customElements.define("project-page", ProjectPage);
