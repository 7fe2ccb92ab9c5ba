// @ts-check
// Video: what moves. The animatic is there for nothing; shots are raised to pictures or clips for a price (B4).

import "./film-upgrade.js";
import { capital, seconds, SIZES } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { open } from "../lib/router.js";
import { empty, picture, pill } from "../lib/ui.js";

const CLIP = { none: "No clip yet", drawn: "Camera move", waiting: "Waiting", generating: "In the making", done: "Clip", failed: "Failed", unknown: "Unknown" };
const LIPS = { none: "No lip sync", drawn: "Drawn mouth", done: "Lip sync", generating: "Lips in the making" };
const CLASS = { done: "done", failed: "failed", unknown: "failed", generating: "running", waiting: "waiting" };

export function video({ store, project, status }) {
  if (!project.shots.length) return empty("film", "No shots yet", "Clips come after the frames.");
  const clips = status.kinds.clip;
  return [
    h("film-upgrade", { key: "upgrade", props: { store, project, status } }),
    clips && h("p", { class: "note", role: "status", key: "counts" }, `Clips: ${clips.active} active, ${clips.waiting} waiting, ${clips.halted} halted, up to ${clips.limit} at once.`),
    h("ul", { class: "rows", key: "rows" }, project.shots.map((shot) => row(project, shot))),
  ];
}

function row(project, shot) {
  const drift = shot.actual_video_duration_ms && shot.actual_video_duration_ms - shot.duration_ms;
  const said = project.segments.filter((line) => shot.segments.includes(line.id)).map((line) => line.text).join(" ");
  return h("li", { key: shot.id },
    h("button", { type: "button", class: "line-row", onclick: () => open("shot", shot.id) },
      h("span", { class: `thumb a${project.aspect.replace(":", "-")}` }, shot.first_frame_thumb_url ? picture(shot.first_frame_thumb_url.replace("w=640", "w=320"), "") : icon("photo")),
      h("span", { class: "line-words" },
        h("strong", {}, `Shot ${shot.number}`, h("span", { class: "note" }, ` ${SIZES[shot.size]} · ${seconds(shot.duration_ms)}${drift > 40 ? `, ${seconds(shot.actual_video_duration_ms)} received` : ""}`)),
        h("span", { class: "clamp one" }, said || shot.action),
        h("span", { class: "pills" },
          pill(CLIP[shot.video_status], CLASS[shot.video_status] || ""),
          shot.video?.stale && pill("Out of date", "warn"),
          shot.wants_lipsync && pill(LIPS[shot.lipsync_status] || `Lips: ${capital(shot.lipsync_status)}`, CLASS[shot.lipsync_status] || "")))));
}
