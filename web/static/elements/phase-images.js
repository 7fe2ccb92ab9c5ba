// @ts-check
// Images: the frames of the film in order, each with its state; a tap opens the shot.

import { seconds, SIZES } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { open } from "../lib/router.js";
import { empty, picture, pill } from "../lib/ui.js";

const WORDS = { waiting: "Waiting", generating: "In the making", failed: "Failed", unknown: "Unknown" };

export function images({ project }) {
  if (!project.shots.length) return empty("photo", "No shots yet", "Frames come as soon as the scenes are broken down into shots.");
  return project.scenes.map((scene) => {
    const shots = project.shots.filter((shot) => shot.scene_id === scene.id);
    return h("section", { key: scene.id, "aria-label": scene.title },
      h("h2", {}, scene.title, " ", h("span", { class: "note" }, mood(scene))),
      h("ul", { class: `grid shots r${project.aspect.replace(":", "-")}` }, shots.map((shot) => card(project, shot))));
  });
}

/** Time and weather, as far as the title does not say them. */
function mood(scene) {
  const title = scene.title.toLowerCase();
  return [scene.time, scene.weather].filter((word) => word && word !== "clear" && !title.includes(word)).join(", ");
}

export function card(project, shot) {
  const lines = project.segments.filter((line) => shot.segments.includes(line.id));
  const state = WORDS[shot.frame_status];
  return h("li", { key: shot.id },
    h("button", { type: "button", class: `card shot ${shot.frame_status}`, onclick: () => open("shot", shot.id) },
      h("div", { class: `poster a${project.aspect.replace(":", "-")}` },
        shot.first_frame_thumb_url ? picture(shot.first_frame_thumb_url, "", { srcset: `${shot.first_frame_thumb_url.replace("w=640", "w=320")} 320w, ${shot.first_frame_thumb_url} 640w`, sizes: "180px", loading: shot.index < 6 ? "eager" : "lazy", fetchpriority: shot.index < 2 ? "high" : null }) : icon("photo"),
        h("b", { class: "number" }, h("span", { class: "said" }, "Shot "), String(shot.number)),
        state ? pill(state, shot.frame_status) : shot.frame?.stale && pill("Out of date", "warn"),
        shot.frame_status === "generating" && h("span", { class: "veil" }, h("span", { class: "spin small" }))),
      h("span", { class: "shot-words" },
        h("span", { class: "note" }, `${SIZES[shot.size]} · ${seconds(shot.duration_ms)}`),
        h("span", { class: "clamp" }, lines.map((line) => line.text).join(" ") || shot.action))));
}
