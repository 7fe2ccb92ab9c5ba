// @ts-check
// The guide images of an entity in a row: those the chosen model takes, those it leaves out, and a + (R9, R11, R33).

import { form, save } from "../lib/api.js";
import { model, plural } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { doing, picture } from "../lib/ui.js";

const PHOTOS = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic";

export const words = { character: "characters", set: "sets", prop: "props" };

/** Bring photos for an entity; Generate waits until they are there. */
export async function bring(store, entity, files) {
  await doing(() => save(store.id, "POST", `/api/${words[entity.kind]}/${entity.id}/guide-images`, { form: form("images", files) }));
  store.soon();
}

export async function takeAway(store, guide) {
  await doing(() => save(store.id, "DELETE", `/api/guide-images/${guide.id}`));
  store.soon();
}

/** Put a photo first: models that take few look at the first (R9, R11). */
export async function toFront(store, entity, guide) {
  const ids = [guide.id, ...entity.guide_images.map((one) => one.id).filter((id) => id !== guide.id)];
  await doing(() => save(store.id, "PUT", `/api/${words[entity.kind]}/${entity.id}/guide-images`, { json: { ids } }));
  store.soon();
}

/** One photo; faded when the model does not take it. */
export function guideTile(store, entity, guide, index, unused, onfirst = null) {
  const left = unused?.includes(guide.id);
  return h("li", { key: guide.id, class: `tile ${left ? "unused" : ""}` },
    picture(guide.thumb_url, `Guide image ${index + 1} of ${entity.name}${left ? ", not sent to this model" : ""}`),
    left && h("span", { class: "tile-word" }, "Not sent"),
    onfirst && index > 0 && h("button", { type: "button", class: "first", "aria-label": `Put guide image ${index + 1} of ${entity.name} first`, onclick: onfirst }, icon("first")),
    h("button", { type: "button", class: "delete", "aria-label": `Remove guide image ${index + 1} of ${entity.name}`, onclick: () => takeAway(store, guide) }, icon("close")));
}

/** The + that uploads without opening anything. */
export function adder(store, entity, big = false) {
  return h("label", { class: `tile add chooser ${big ? "big" : ""}`, key: "add" },
    icon("plus"), big ? h("span", {}, "Add photos of ", entity.name) : h("span", { class: "said" }, `Add guide images for ${entity.name}`),
    h("input", { type: "file", accept: PHOTOS, multiple: true, class: "hidden", "aria-label": `Add guide images for ${entity.name}`,
      onchange: (event) => {
        const files = [...event.target.files];
        event.target.value = "";
        if (files.length) bring(store, entity, files);
      } }));
}

/** Which models take more, when some are left out. */
export function overflow(entity, sent, onmodel) {
  if (!sent?.unused.length) return null;
  const more = sent.more.filter((one) => one.ready).slice(0, 2);
  return h("p", { class: "hint", key: "overflow" },
    `${plural(sent.unused.length, "photo is", "photos are")} not sent: ${model(sent.title)} takes ${sent.guides}.`,
    more.length > 0 && " More with ",
    more.map((one, i) => [i > 0 && " or ", h("button", { type: "button", class: "link", onclick: () => onmodel(one.id) }, model(one.title))]),
    more.length > 0 && ".");
}
