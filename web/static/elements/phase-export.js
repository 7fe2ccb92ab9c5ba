// @ts-check
// Export: the film, what its own check found, and everything that comes with it (B1, B9, B10).

import { get } from "../lib/api.js";
import { bytes, clock, money, range, STEPS } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { button, empty, pill } from "../lib/ui.js";

const found = new WeakMap();

export function exporting({ store, project }, page) {
  const known = found.get(store) || {};
  const key = `${project.film_url}:${project.film_ready}:${project.film_stale}`;
  if (known.key !== key) {
    found.set(store, { ...known, key });
    const base = `/api/projects/${project.id}`;
    Promise.all([get(`${base}/export`), get(`${base}/costs`)]).then(([film, costs]) => {
      found.set(store, { key, film, costs });
      page.update();
    }, () => {});
  }
  const { film, costs } = found.get(store);
  if (!film) return h("div", { class: "spin", role: "status", "aria-label": "Loading" });
  if (!film.ready) return empty("film", project.film_stale ? "Not up to date" : "No film yet", project.film_stale ? "Renew it below: only what changed is made again." : "It is cut as soon as every shot is there.", project.film_url && player(project, { url: project.film_url }));
  return [
    player(project, film),
    h("div", { class: "row wrap", key: "actions" },
      h("a", { class: "button primary grow", href: film.download_url, download: "" }, icon("download"), h("span", {}, "Download"), h("em", {}, `MP4 · ${bytes(film.size)}`)),
      "share" in navigator && button("Share", () => share(film), { sign: "share" })),
    check(film),
    costs.spent + costs.held > 0 && bill(costs),
    h("section", { class: "block", key: "files" }, h("h2", {}, "Beside the film"),
      h("ul", { class: "plain files" }, film.files.map((file) => h("li", { key: file.name }, h("a", { href: file.url, download: file.name === "package" ? `${film.title || "film"}.zip` : "" }, icon("download"), h("span", {}, file.title)), file.size > 0 && h("span", { class: "note" }, bytes(file.size)))))),
    film.sheet_url && h("section", { class: "block", key: "sheet" }, h("h2", {}, "Storyboard"), h("img", { src: film.sheet_url, alt: "All shots of the film as a storyboard", class: "sheet-picture", loading: "lazy" })),
  ];
}

function player(project, film) {
  return h("div", { class: `screen a${project.aspect.replace(":", "-")}`, key: "player" },
    h("video", { src: film.url, poster: film.poster_url || null, controls: true, playsinline: true, preload: "metadata", "aria-label": `${project.title}: the film` },
      film.captions_url && project.captions !== "burned" && h("track", { kind: "captions", src: film.captions_url, srclang: project.language || "en", label: "Captions", default: true })));
}

function check(film) {
  const facts = film.report;
  const rows = [
    ["Lines in it", `${facts.lines_present} of ${facts.lines}`, facts.lines_present === facts.lines],
    ["Worst cut error", `${Math.round(facts.worst_cut_ms)} ms`, facts.worst_cut_ms <= 500 / facts.fps + 1],
    ["Length against the sound", `${Math.round(facts.sound_error_ms)} ms apart`, Math.abs(facts.sound_error_ms) < 50],
    ["Loudness", `${facts.loudness_lufs} LUFS, peak ${facts.true_peak_dbtp} dB`, true],
    ["Pictures", `${facts.frames} at ${facts.fps} a second, ${facts.width}\u00a0×\u00a0${facts.height}`, facts.black === 0],
    ["Shots", `${facts.clips} clips, ${facts.drawn} drawn`, true],
  ];
  return h("section", { class: "block", key: "check" },
    h("h2", {}, "Self-check ", pill(film.passed ? "Passed" : "Not passed", film.passed ? "done" : "failed")),
    h("dl", { class: "facts" }, rows.filter(([, words]) => !words.includes("undefined")).map(([name, words, good]) =>
      h("div", {}, h("dt", {}, icon(good ? "check" : "alert"), name), h("dd", {}, words)))),
    (facts.notes || []).map((note) => h("p", { class: "hint" }, note)),
    h("p", { class: "note" }, `${clock(film.seconds * 1000)} long. `, h("span", { class: "sha" }, `sha256 ${film.sha256.slice(0, 16)}…`)));
}

function bill(costs) {
  return h("section", { class: "block", key: "bill" },
    h("h2", {}, "What it cost"),
    h("dl", { class: "facts" },
      costs.by_step.filter((one) => one.spent + one.held > 0).map((one) =>
        h("div", { key: one.name }, h("dt", {}, STEPS[one.name] || one.name, h("span", { class: "note" }, ` × ${one.calls}`)), h("dd", {}, money(one.spent), one.held > 0 && h("span", { class: "note" }, ` + ${money(one.held)} held`)))),
      h("div", { class: "sum" }, h("dt", {}, "In all"), h("dd", {}, money(costs.spent)))),
    costs.quoted && h("p", { class: "note" }, `Quoted: ${range(...costs.quoted)}.`));
}

async function share(film) {
  try {
    const answer = await fetch(film.url);
    const file = new File([await answer.blob()], `${film.title || "film"}.mp4`, { type: "video/mp4" });
    if (navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file], title: film.title });
    else location.assign(film.download_url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(film.download_url);
  }
}

