// @ts-check
// Small parts that many views are made of.

import { Problem } from "./api.js";
import { h, icon, show } from "./html.js";

/** A word for a person at the bottom of the page, said aloud too. */
export function say(words, { bad = false, hint = "" } = {}) {
  window.dispatchEvent(new CustomEvent("say", { detail: { words, bad, hint } }));
}

/** Do something a person asked for; what goes wrong is told where they look. */
export async function doing(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) say(error.message, { bad: true, hint: error.hint });
    else throw error;
    return undefined;
  }
}

export const button = (words, onclick, { kind = "", sign = "", ...more } = {}) =>
  h("button", { type: "button", class: `button ${kind}`, onclick, ...more }, sign && icon(sign), words && h("span", {}, words));

export const round = (label, sign, onclick, more = {}) =>
  h("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...more }, icon(sign));

/** A button that chooses files. */
export function chooser(words, { accept, multiple = false, onfiles, kind = "", sign = "upload", label = "", id = "" }) {
  return h(
    "label",
    { class: `button ${kind} chooser` },
    icon(sign),
    words && h("span", {}, words),
    h("input", {
      type: "file",
      accept,
      multiple,
      id: id || null,
      class: "hidden",
      "aria-label": label || words,
      onchange: (event) => {
        const files = [...event.target.files];
        event.target.value = "";
        if (files.length) onfiles(files);
      },
    }),
  );
}

export const pill = (words, kind = "") => h("span", { class: `pill ${kind}` }, words);

export const bar = (share, label) =>
  h("div", { class: "bar", role: "progressbar", "aria-label": label, "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": Math.round(share * 100) },
    h("div", { class: "bar-done", style: { inlineSize: `${Math.round(share * 1000) / 10}%`, "inline-size": `${Math.round(share * 1000) / 10}%` } }));

export function field(label, control, note = "") {
  return h("label", { class: "field" }, h("span", { class: "field-name" }, label), control, note && h("span", { class: "note" }, note));
}

/** A choice from [value, words] pairs. */
export function choice(value, options, onchange, more = {}) {
  return h("select", { value, onchange: (event) => onchange(event.target.value), ...more },
    options.map(([key, words, disabled]) => h("option", { value: key, disabled: Boolean(disabled), selected: key === value }, words)));
}

/** One of a few, all in sight. */
export function segmented(label, value, options, onchange) {
  return h("div", { class: "segmented", role: "radiogroup", "aria-label": label },
    options.map(([key, words, extra]) =>
      h("button", { type: "button", role: "radio", "aria-checked": String(key === value), class: key === value ? "on" : "", onclick: () => onchange(key) }, extra, words)));
}

export function empty(sign, title, words, ...more) {
  return h("div", { class: "empty" }, icon(sign), h("h3", {}, title), words && h("p", {}, words), ...more);
}

/** The newest job of a slot, as far as the jobs are known. */
export const jobOf = (store, kind, target) => store.jobs?.find((one) => one.kind === kind && one.target === target);

/** Over a picture that is being made: that it is, and how far. */
export function veil(waiting, job) {
  return h("span", { class: "veil", role: "status" }, h("span", { class: "spin small" }),
    h("span", { class: "veil-words" }, waiting ? "Waiting" : "In the making", job?.doing && !waiting && h("small", {}, job.doing)));
}

export const picture = (url, alt, more = {}) => h("img", { src: url, alt, loading: "lazy", decoding: "async", ...more });

/** What was seen in a picture, or why nobody could look (R19). */
export function seen(look) {
  if (!look) return null;
  if (look.needs_setup) return h("p", { class: "note seen" }, pill("Needs setup", "warn"), " ", look.needs_setup);
  const more = look.warnings.length ? ` ${look.warnings.join(" ")}` : "";
  return h("p", { class: "note seen" }, look.suits ? null : pill("Look again", "warn"), " ", look.shows + more);
}

/** What went wrong. After many attempts that is long; it scrolls in its own place then. */
export const wrong = (words) => (words.length < LONG ? h("p", { class: "wrong", role: "status" }, words) : h("p", { class: "wrong long", role: "status", tabindex: "0" }, words));

const LONG = 260;

/** A dialog of the browser's own, closed by Escape and by a tap beside it. */
export function ask(title, body, actions) {
  return new Promise((settle) => {
    const done = (value) => {
      dialog.close();
      dialog.remove();
      settle(value);
    };
    const dialog = h("dialog", { class: "ask", "aria-label": title, oncancel: () => done(null), onclick: (event) => event.target === dialog && done(null) },
      h("div", { class: "ask-body" },
        h("h2", {}, title),
        body,
        h("div", { class: "actions" },
          button("Cancel", () => done(null), { kind: "quiet", "data-second": true }),
          actions.map(([words, value, kind]) => button(words, () => done(value), { kind: kind || "primary", "data-main": actions.length === 1 })))));
    document.body.append(show(dialog));
    dialog.showModal();
  });
}
