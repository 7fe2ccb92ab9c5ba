// @ts-check
// From animatic to film: what may be made next, each with its price on it; agreed to before it begins (R30, B2, B4).

import { get, post } from "../lib/api.js";
import { about, plural, range, STEPS } from "../lib/format.js";
import { h, icon, View } from "../lib/html.js";
import { ask, doing } from "../lib/ui.js";

const LEVELS = [
  ["pictures", "frames", "photo", "Generated pictures", "Every frame anew, moved by the camera"],
  ["clips", "videos", "film", "Moving clips", "Pictures that move, and lips that speak"],
];

class FilmUpgrade extends View {
  #seen = "";
  #prices = {};
  #talk = null;

  given() {
    const { project, status } = this.props;
    if (status.state === "running") return;
    const key = JSON.stringify([project.models, project.ceiling, project.aspect, project.shots.map((shot) => [shot.frame?.take, shot.video?.take, shot.lipsync?.take])]);
    if (key === this.#seen) return;
    this.#seen = key;
    this.#look(key);
  }

  async #look(key) {
    const base = `/api/projects/${this.props.project.id}`;
    const price = async ([level, step]) => {
      try {
        const models = await get(`/api/models?step=${step}`);
        return models.some((one) => one.ready && one.price !== "free") ? await post(`${base}/quote`, { level }) : { problem: { code: "no_key" } };
      } catch (problem) {
        return { problem };
      }
    };
    const found = await Promise.all([...LEVELS.map(price), get(`${base}/lipsync-status`).catch(() => null)]);
    if (key !== this.#seen) return;
    LEVELS.forEach(([level], i) => (this.#prices[level] = found[i]));
    this.#talk = found[LEVELS.length];
    this.update();
  }

  view() {
    const busy = this.props.status.state === "running";
    const missing = LEVELS.map(([level]) => this.#prices[level]?.problem).find(Boolean);
    const talk = this.#talk;
    return h("section", { class: "block upgrade" },
      h("div", {}, h("h2", {}, "From animatic to film"),
        h("p", { class: "note" }, busy ? "The film is in the making." : "The timeline stays; only the pictures change. Nothing begins before you agree to its price.")),
      h("div", { class: "choices" },
        LEVELS.map(([level, , sign, title, words]) => this.#choice(sign, title, words, this.#prices[level], busy, () => upgrade(this.props.store, this.props.project, level))),
        talk?.estimate_high > 0 &&
          this.#choice("words", "Lip sync", `${plural(talk.total - talk.done, "shot")} of ${talk.total} without it`, { low: talk.estimate_low, high: talk.estimate_high }, busy, () => lipsync(this.props.store, this.props.project, talk))),
      missing && h("p", { class: "hint" }, missing.code === "no_key" ? "These need a provider’s key, which is not set here. Your account on the first page shows which keys there are." : `${missing.message} ${missing.hint}`));
  }

  // What costs nothing more is there already: only what is paid for is offered here.
  #choice(sign, title, words, price, busy, onclick) {
    const made = price?.high === 0;
    const off = busy || made || Boolean(price?.problem);
    return h("button", { type: "button", class: "choice", key: title, disabled: off, onclick },
      icon(made ? "check" : sign),
      h("span", { class: "choice-words" }, h("strong", {}, title), h("span", { class: "note" }, words)),
      h("b", { class: "choice-price" }, made ? "made" : price?.problem ? "needs a key" : price ? range(price.low, price.high) : "…"));
  }
}

/** Ask for the price, show it, and begin only when the person agrees. */
export async function upgrade(store, project, to, shots = null) {
  const quote = await doing(() => post(`/api/projects/${project.id}/quote`, { level: to, shots }));
  if (!quote) return;
  const what = to === "clips" ? "moving clips" : "generated pictures";
  if (!(await agree(shots ? `Shot ${shots.join(", ")}: ${what}` : `The whole film: ${what}`, quote))) return;
  await doing(() => post(`/api/projects/${project.id}/upgrade`, { to, shots, quote: quote.id }));
  store.soon();
}

/** Make what is missing or out of date; what costs something begins only when the person agrees to its price. */
export async function begin(project, words) {
  const base = `/api/projects/${project.id}`;
  const quote = await post(`${base}/quote`, {});
  if (!quote.high) await post(`${base}/start`, {});
  else if (await agree(words, quote)) await post(`${base}/start`, { quote: quote.id });
}

/** Show a price; whether the person agrees to it. */
export function agree(title, quote) {
  const lines = quote.lines.filter((line) => line.high > 0);
  const body = [
    h("p", { class: "price" }, range(quote.low, quote.high)),
    lines.length
      ? h("ul", { class: "plain" }, lines.map((line) => h("li", {}, h("span", {}, `${STEPS[line.step]} × ${line.count_high}`), h("span", { class: "note" }, range(line.low, line.high)))))
      : h("p", { class: "note" }, "Nothing in it costs money."),
    quote.needed > 0 && h("p", { class: "wrong" }, `That is ${range(0, quote.needed)} over your ceiling; the run would stop and ask.`),
    h("p", { class: "note" }, ["The run never passes the upper figure.", quote.seconds && `It takes ${about(quote.seconds)}.`].filter(Boolean).join(" ")),
  ];
  return ask(title, body, [[quote.high ? `Make it for ${range(quote.low, quote.high)}` : "Make it, free", true]]);
}

async function lipsync(store, project, now) {
  const yes = await ask("Lip sync for all dialogue shots", [h("p", { class: "price" }, range(now.estimate_low, now.estimate_high)), h("p", { class: "note" }, `${now.done} of ${now.total} are there. One that fails leaves its shot with the plain clip.`)], [["Begin", true]]);
  if (!yes) return;
  await doing(() => post(`/api/projects/${project.id}/lipsync-all`, { max_cost: now.estimate_high }));
  store.soon();
}

customElements.define("film-upgrade", FilmUpgrade);
