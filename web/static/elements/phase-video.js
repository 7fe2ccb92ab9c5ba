// @ts-check
// Video: what moves. The animatic is there for nothing; shots are raised to pictures or clips for a price (B4).

import { get, post } from "../lib/api.js";
import { capital, plural, range, seconds, STEPS } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { open } from "../lib/router.js";
import { ask, button, doing, empty, picture, pill } from "../lib/ui.js";

const CLIP = { none: "No clip yet", drawn: "Camera move", waiting: "Waiting", generating: "In the making", done: "Clip", failed: "Failed", unknown: "Unknown" };
const CLASS = { done: "done", failed: "failed", unknown: "failed", generating: "running", waiting: "waiting" };

export function video({ store, project, status }, page) {
  if (!project.shots.length) return empty("film", "No shots yet", "Clips come after the frames.");
  const clips = status.kinds.clip;
  const talking = project.shots.filter((shot) => shot.wants_lipsync);
  return [
    h("section", { class: "block upgrade", key: "upgrade" },
      h("h2", {}, "From animatic to film"),
      h("p", { class: "note" }, "The timeline stays; only the pictures change. You see the price before anything is made."),
      h("div", { class: "row wrap" },
        button("Generated pictures", () => upgrade(store, project, "pictures"), { sign: "photo" }),
        button("Moving clips", () => upgrade(store, project, "clips"), { sign: "film", kind: "primary" }),
        talking.length > 0 && button(`Lip sync, ${plural(talking.length, "shot")}`, () => lipsync(store, project), { sign: "words" }))),
    clips && h("p", { class: "note", role: "status", key: "counts" }, `Clips: ${clips.active} active, ${clips.waiting} waiting, ${clips.halted} halted, up to ${clips.limit} at once.`),
    h("ul", { class: "rows", key: "rows" }, project.shots.map((shot) => row(project, shot))),
  ];
}

function row(project, shot) {
  const clip = CLIP[shot.video_status];
  const drift = shot.actual_video_duration_ms && shot.actual_video_duration_ms - shot.duration_ms;
  return h("li", { key: shot.id },
    h("button", { type: "button", class: "line-row", onclick: () => open("shot", shot.id) },
      h("span", { class: `thumb a${project.aspect.replace(":", "-")}` }, shot.first_frame_thumb_url ? picture(shot.first_frame_thumb_url.replace("w=640", "w=320"), "") : icon("photo")),
      h("span", { class: "line-words" },
        h("strong", {}, `Shot ${shot.number}`),
        h("span", { class: "note" }, `${seconds(shot.duration_ms)}${drift > 40 ? `, ${seconds(shot.actual_video_duration_ms)} received` : ""}`)),
      h("span", { class: "pills" },
        pill(clip, CLASS[shot.video_status] || ""),
        shot.wants_lipsync && pill(shot.lipsync_status === "done" ? "Lip sync" : shot.lipsync_status === "drawn" ? "Drawn mouth" : shot.lipsync_status === "none" ? "No lip sync" : capital(shot.lipsync_status), CLASS[shot.lipsync_status] || ""))));
}

/** Ask for the price, show it, and begin only when the person agrees. */
export async function upgrade(store, project, to, shots = null) {
  const quote = await doing(() => post(`/api/projects/${project.id}/quote`, { level: to, shots }));
  if (!quote) return;
  const lines = quote.lines.filter((line) => line.high > 0);
  const body = [
    h("p", { class: "price" }, range(quote.low, quote.high)),
    lines.length
      ? h("ul", { class: "plain" }, lines.map((line) => h("li", {}, h("span", {}, `${STEPS[line.step]} × ${line.count_high}`), h("span", { class: "note" }, range(line.low, line.high)))))
      : h("p", { class: "note" }, "Nothing in it costs money."),
    quote.needed > 0 && h("p", { class: "wrong" }, `That is ${range(0, quote.needed)} over your ceiling; the run would stop and ask.`),
    h("p", { class: "note" }, "The run never passes the upper figure."),
  ];
  const yes = await ask(shots ? `Shot ${shots.join(", ")}: ${to}` : `The whole film: ${to}`, body, [[`Make it for ${range(quote.low, quote.high)}`, true]]);
  if (!yes) return;
  await doing(() => post(`/api/projects/${project.id}/upgrade`, { to, shots, quote: quote.id }));
  store.soon();
}

async function lipsync(store, project) {
  const now = await doing(() => get(`/api/projects/${project.id}/lipsync-status`));
  if (!now) return;
  const yes = await ask("Lip sync for all dialogue shots", [h("p", { class: "price" }, range(now.estimate_low, now.estimate_high)), h("p", { class: "note" }, `${now.done} of ${now.total} are there. One that fails leaves its shot with the plain clip.`)], [["Begin", true]]);
  if (!yes) return;
  await doing(() => post(`/api/projects/${project.id}/lipsync-all`, { max_cost: now.estimate_high }));
  store.soon();
}
