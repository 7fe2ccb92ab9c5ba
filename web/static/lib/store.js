// @ts-check
// What is known of one project, renewed as things happen. The server is the state; this is a copy to draw from.

import { get } from "./api.js";
import { follow } from "./events.js";

// Milliseconds between two looks; a busy server, or a slow device, is asked less often.
const APART = 250;
const LONGEST = 2500;

/** One project: its whole view, its status, and its jobs while somebody looks at them. */
export class Store extends EventTarget {
  project = null;
  status = null;
  jobs = null;
  wave = null;
  problem = null;
  live = true;
  #id;
  #stop = () => {};
  #timer = 0;
  #moved = 0;
  #last = 0;
  #apart = APART;
  #busy = false;
  #again = false;
  #wantsJobs = 0;
  #waveOf = "";
  #waving = false;
  #rest = 0;

  constructor(id) {
    super();
    this.#id = id;
  }

  get id() {
    return this.#id;
  }

  async open() {
    try {
      await this.load();
      this.#stop = follow(this.#id, this.project.last_event, {
        event: (told) => this.#happened(told),
        look: () => this.load().catch(() => {}),
        live: (is) => this.#set({ live: is }),
      });
    } catch (problem) {
      this.#set({ problem });
    }
  }

  close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#moved);
    clearTimeout(this.#rest);
    this.#stop();
  }

  /** Somebody looks at the jobs, until the function that is returned is called. */
  watchJobs() {
    this.#wantsJobs += 1;
    this.soon();
    return () => (this.#wantsJobs -= 1);
  }

  async load() {
    const base = `/api/projects/${this.#id}`;
    const began = performance.now();
    const [project, status, jobs] = await Promise.all([
      get(base),
      get(`${base}/status`),
      this.#wantsJobs ? get(`${base}/jobs`) : this.jobs,
    ]);
    this.#set({ project, status, jobs, problem: null });
    this.#last = performance.now();
    this.#apart = Math.min(LONGEST, Math.max(APART, 2 * (this.#last - began)));
  }

  /** The waveform, asked for once for each state of the lines, and not for every line while they are spoken. */
  async loadWave() {
    const now = this.project.segments.map((line) => `${line.speech_url}${line.duration_ms}`).join();
    if (now === this.#waveOf || this.#waving) return;
    this.#waving = true;
    this.#waveOf = now;
    const wave = await get(`/api/projects/${this.#id}/waveform`).catch(() => this.wave);
    this.#set({ wave });
    this.#rest = setTimeout(() => {
      this.#waving = false;
      this.loadWave();
    }, LONGEST);
  }

  entity(id) {
    return this.project?.entities.find((one) => one.id === id);
  }

  shot(id) {
    return this.project?.shots.find((one) => one.id === id);
  }

  #happened(told) {
    if (told.kind === "progress") {
      const job = this.jobs?.find((one) => one.id === told.data.job);
      if (job) job.share = told.data.share, job.doing = told.data.words;
      if (this.status) this.status = { ...this.status, now: told.data.words || this.status.now };
      this.#moved ||= setTimeout(() => ((this.#moved = 0), this.#set({})), APART);
      return;
    }
    this.dispatchEvent(new CustomEvent("told", { detail: told }));
    this.soon();
  }

  /** Load at once, or soon when that was just done. */
  soon() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#apart - (performance.now() - this.#last));
    this.#timer = setTimeout(async () => {
      this.#busy = true;
      await this.load().catch(() => {});
      this.#busy = false;
      if (this.#again) this.#again = false, this.soon();
    }, wait);
  }

  #set(fields) {
    Object.assign(this, fields);
    this.dispatchEvent(new Event("change"));
  }
}
