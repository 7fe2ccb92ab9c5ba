// @ts-check
// Analysis: one column of cards, a picture first, photos added without opening anything (R33).

import { h, icon } from "../lib/html.js";
import { open } from "../lib/router.js";
import { button, empty, picture, pill, seen } from "../lib/ui.js";
import { adder, guideTile } from "./guide-strip.js";

const KINDS = [["character", "Characters"], ["set", "Places"], ["prop", "Things"]];
const BADGES = { reference: "Reference", guides: "Guides added", none: "No images" };
const WORKING = ["waiting", "submitting", "running", "finishing"];

export function analysis({ store, project }) {
  if (!project.entities.length)
    return empty("person", "Nobody found yet", "The analysis finds characters, places and things as soon as the story is there.");
  return KINDS.map(([kind, title]) => {
    const mine = project.entities.filter((one) => one.kind === kind);
    return mine.length > 0 && h("section", { key: kind, "aria-labelledby": `kind-${kind}` },
      h("h2", { id: `kind-${kind}` }, title),
      h("ul", { class: "column" }, mine.map((one) => card(store, one))));
  });
}

function card(store, entity) {
  const working = WORKING.includes(entity.job);
  const drawnOnly = entity.drawn && entity.badge === "reference";
  return h("li", { key: entity.id, class: `card entity ${working ? "working" : ""}` },
    h("button", { type: "button", class: "hero", onclick: () => open("entity", entity.id), "aria-label": `${entity.name}: open` },
      entity.reference_thumb_url
        ? picture(entity.reference_thumb_url, `Reference of ${entity.name}`)
        : entity.guide_images[0] ? picture(entity.guide_images[0].thumb_url, `Guide image of ${entity.name}`) : h("span", { class: "blank" }, icon("photo")),
      working && h("span", { class: "veil", role: "status" }, h("span", { class: "spin small" }), entity.job === "waiting" ? "Waiting" : "In the making")),
    h("div", { class: "card-body" },
      h("div", { class: "row wrap" },
        pill(entity.kind === "set" ? "place" : entity.kind === "prop" ? "thing" : entity.kind, "kind"),
        pill(drawnOnly ? (entity.guide_images.length ? "Guides added" : "Drawn") : BADGES[entity.badge], entity.badge),
        entity.stale && pill("Out of date", "warn")),
      h("h3", {}, entity.name),
      entity.appearance && h("p", { class: "note" }, entity.appearance),
      entity.job === "failed" && h("p", { class: "wrong" }, "The last attempt failed. Open it to see why and try again."),
      seen(entity.look),
      h("ul", { class: "tiles strip", "aria-label": `Guide images of ${entity.name}` },
        entity.guide_images.map((guide, i) => guideTile(store, entity, guide, i)),
        h("li", { key: "add" }, adder(store, entity))),
      button(entity.reference_image_url ? "Edit & regenerate" : "Set up & generate", () => open("entity", entity.id), { kind: "wide", sign: "spark" })));
}
