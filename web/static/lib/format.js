// @ts-check
// Figures as people read them.

/** Micro-dollars: "free", "$0.04", "$0.0033", "$12.50". */
export function money(micros) {
  if (!micros) return "free";
  const dollars = micros / 1e6;
  return `$${dollars >= 0.01 ? dollars.toFixed(2) : dollars.toFixed(4)}`;
}

/** Spent is a fact, also when it is nothing. */
export const spent = (micros) => (micros ? money(micros) : "$0.00");

/** A price range. */
export function range(low, high) {
  if (!high) return "free";
  const [from, to] = [money(low), money(high)];
  return from === to || !low ? `up to ${to}` : `${from}–${to}`;
}

/** 85042 -> "1:25", as players count. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** 4325 -> "4.3 s". */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** 5943955 -> "5.9 MB". */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${Math.round(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

export function ago(when) {
  if (!when) return "";
  const past = (Date.now() - new Date(when).getTime()) / 1000;
  if (past < 45) return "just now";
  if (past < 3600) return `${Math.round(past / 60)} min ago`;
  if (past < 86400) return `${Math.round(past / 3600)} h ago`;
  return new Date(when).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** How long something will take, roughly. */
export function left(count) {
  const said = about(count);
  return said && `${said} left`;
}

/** The same for what has not begun. */
export function about(count) {
  if (count === null || count === undefined) return "";
  return count < 60 ? `about ${Math.max(5, Math.round(count / 5) * 5)} s` : `about ${Math.round(count / 60)} min`;
}

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const capital = (words) => (words ? words[0].toUpperCase() + words.slice(1) : "");

/** "Ana, Tom and the lantern" */
export function list(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Steps as people call them. */
export const STEPS = {
  story: "Story",
  analysis: "Cast and places",
  voices: "Voices",
  script: "Script",
  audio: "Lines spoken",
  scenes: "Scenes",
  shots: "Shots",
  refs: "References",
  frames: "Frames",
  videos: "Camera and clips",
  lipsync: "Lip sync",
  export: "Film",
};

/** A model's name without the word that marks it as the default one. */
export const model = (title) => (title || "").replace(/^Default \((.+)\)$/, "$1");

/** A job, or what is made by one, as people call it. */
export const made = (job) => (job.kind === "film" ? "The film" : capital(job.words));

export const SIZES = { wide: "Wide", medium: "Medium", close: "Close-up", over_shoulder: "Over the shoulder", insert: "Insert" };
export const ANGLES = { eye: "Eye level", low: "From below", high: "From above" };
export const ASPECTS = { "16:9": "Wide", "9:16": "Tall", "1:1": "Square", "4:5": "Portrait" };
