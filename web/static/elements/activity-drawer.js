// @ts-check
// Activity: every job, live, as the server knows it (R20, R21, R22); also what was paid for and never arrived (B8).

import { get, post } from "../lib/api.js";
import { Drawer } from "../lib/drawer.js";
import { ago, capital, made, model, money } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { agree } from "./film-upgrade.js";
import { bar, button, doing, empty, pill, wrong } from "../lib/ui.js";

const OPEN = ["submitting", "running", "finishing", "waiting"];
const STATES = { waiting: "Waiting", submitting: "Sending", running: "Working", finishing: "Storing", done: "Done", failed: "Failed", cancelled: "Cancelled", unknown: "Unknown" };
const MOST = 60;

class ActivityDrawer extends Drawer {
  #release = () => {};
  #orphans = [];

  opened() {
    this.#release = this.props.store.watchJobs();
    this.#loadOrphans();
  }

  closed() {
    this.#release();
  }

  async #loadOrphans() {
    this.#orphans = (await get(`/api/projects/${this.props.store.id}/orphans`).catch(() => [])) || [];
    this.update();
  }

  view() {
    const { jobs, status } = this.props.store;
    if (!jobs || !status) return this.frame("Activity", h("div", { class: "spin" }));
    const now = jobs.filter((job) => OPEN.includes(job.state)).sort((a, b) => OPEN.indexOf(a.state) - OPEN.indexOf(b.state));
    const stuck = jobs.filter((job) => job.state === "unknown" || (job.state === "failed" && newest(jobs, job)));
    const past = jobs.filter((job) => !OPEN.includes(job.state) && !stuck.includes(job)).slice(0, MOST);
    return this.frame("Activity",
      this.#counts(status),
      stuck.length > 0 && h("section", {}, h("h3", {}, "Needs a look"), h("ul", { class: "jobs" }, stuck.map((job) => this.#job(job)))),
      this.#orphans.length > 0 && h("section", {}, h("h3", {}, "Paid for, never arrived"),
        h("ul", { class: "jobs" }, this.#orphans.map((one) => this.#orphan(one)))),
      h("section", {}, h("h3", {}, "Under way"),
        now.length ? h("ul", { class: "jobs" }, now.map((job) => this.#job(job))) : h("p", { class: "note" }, "Nothing right now.")),
      past.length > 0 && h("section", {}, h("h3", {}, "Recent"), h("ul", { class: "past" }, past.map(over))),
      status.log.length > 0 && h("details", { class: "log" }, h("summary", {}, "Log"),
        h("ol", {}, status.log.map((line) => h("li", { key: line.id }, h("span", { class: "note" }, line.slot), " ", line.words)))),
      !jobs.length && empty("activity", "Nothing happened yet"));
  }

  #counts(status) {
    const kinds = Object.entries(status.kinds);
    if (!kinds.length) return null;
    return h("ul", { class: "counts" }, kinds.map(([kind, one]) =>
      h("li", { key: kind }, h("strong", {}, capital(kind)),
        h("span", { class: "note" }, [
          one.active > 0 && `${one.active} active`,
          one.waiting > 0 && `${one.waiting} waiting`,
          one.halted > 0 && `${one.halted} failed`,
          one.limit > 0 && `up to ${one.limit} at once`,
        ].filter(Boolean).join(" · ")))));
  }

  #job(job) {
    const open = OPEN.includes(job.state);
    return h("li", { key: job.id, class: `job ${job.state}` },
      h("div", { class: "job-top" }, h("strong", {}, made(job)), pill(STATES[job.state] || job.state, job.state)),
      open && job.state !== "waiting" && bar(job.share || 0.02, job.words),
      h("p", { class: "note" }, [model(job.model), job.doing, job.cost > 0 && money(job.cost), job.attempt > 1 && `attempt ${job.attempt}`, !open && ago(job.finished_at)].filter(Boolean).join(" · ")),
      job.error && wrong(job.error),
      (job.state === "failed" || job.state === "unknown") && h("div", { class: "row" },
        job.state === "unknown" && button("It was made", () => this.#do(() => post(`/api/jobs/${job.id}/settle`, { happened: true })), { kind: "quiet" }),
        job.state === "unknown" && button("It was not", () => this.#do(() => post(`/api/jobs/${job.id}/settle`, { happened: false })), { kind: "quiet" }),
        button("Try again", () => this.#do(() => this.#again(job)), { sign: "undo" })));
  }

  #orphan(one) {
    return h("li", { key: one.job, class: "job" },
      h("div", { class: "job-top" }, h("strong", {}, capital(one.words)), pill(money(one.spent + one.held))),
      button("Collect, free", () => this.#do(() => post(`/api/jobs/${one.job}/collect`)), { sign: "download" }));
  }

  async #again({ kind, target, words }) {
    const base = `/api/projects/${this.props.store.id}`;
    const quote = await post(`${base}/quote`, { only: [`${kind}:${target}`] });
    if (!quote.high || (await agree(`${capital(words)} again`, quote))) await post(`${base}/retry`, { kind, target });
  }

  async #do(work) {
    await doing(work);
    this.props.store.soon();
    this.#loadOrphans();
  }
}

/** What is over takes one line. */
function over(job) {
  return h("li", { key: job.id, class: job.state },
    icon(job.state === "done" ? "check" : job.state === "failed" ? "alert" : "minus"),
    h("span", { class: "past-words" }, h("span", {}, made(job), job.state !== "done" && h("span", { class: "note" }, ` ${(STATES[job.state] || job.state).toLowerCase()}`)),
      h("span", { class: "note" }, [model(job.model).replace(/(:| \().*$/, ""), job.attempt > 1 && `attempt ${job.attempt}`].filter(Boolean).join(" · "))),
    h("span", { class: "past-side note" }, job.cost > 0 && h("b", {}, money(job.cost)), h("span", {}, ago(job.finished_at))));
}

function newest(jobs, job) {
  return jobs.find((other) => other.kind === job.kind && other.target === job.target) === job;
}

customElements.define("activity-drawer", ActivityDrawer);
