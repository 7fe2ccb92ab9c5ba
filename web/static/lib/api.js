// @ts-check
// Asking the server: one error shape, one place that knows who is signed in, and what is being saved.

import { unsaved } from "./unsaved.js";

/** What went wrong, in the server's words. */
export class Problem extends Error {
  constructor(status, { code = "failed", message = "", hint = "", retryable = false } = {}) {
    super(message || "The server cannot be reached.");
    this.status = status;
    this.code = code;
    this.hint = hint.includes("video-story") ? "" : hint;
    this.retryable = retryable;
  }
}

let bearer = "";
const tags = new Map();

/** A page inside Telegram cannot keep a cookie; its session lives in memory only, and a reload opens another. */
export function setBearer(token) {
  bearer = token;
}

export function headers(more = {}) {
  return bearer ? { ...more, Authorization: `Bearer ${bearer}` } : more;
}

async function ask(method, path, { json, form, signal } = {}) {
  const given = headers(json === undefined ? {} : { "Content-Type": "application/json" });
  const known = method === "GET" ? tags.get(path) : undefined;
  if (known) given["If-None-Match"] = known.tag;
  let answer;
  try {
    const body = json === undefined ? form : JSON.stringify(json);
    answer = await fetch(path, { method, headers: given, body, signal, credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { code: "offline", message: "There is no connection.", hint: "What you see is kept; it goes on as soon as you are online.", retryable: true });
  }
  if (answer.status === 304 && known) return known.value;
  if (answer.status === 204) return null;
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const problem = new Problem(answer.status, value.error);
    if (answer.status === 401) window.dispatchEvent(new CustomEvent("signed-out"));
    throw problem;
  }
  const tag = answer.headers.get("ETag");
  if (method === "GET" && tag) {
    if (tags.size > 60) tags.clear();
    tags.set(path, { tag, value });
  }
  return value;
}

export const get = (path, options) => ask("GET", path, options);

// Whatever changes something counts as a save while it is under way, so that nothing is generated from old words.

const saves = new Map();

/** Whether anything of a project is being saved, or typed and not saved yet. */
export function saving(project) {
  return (saves.get(project) || 0) > 0;
}

function count(project, by) {
  saves.set(project, Math.max(0, (saves.get(project) || 0) + by));
  unsaved(`saves of ${project}`, saving(project));
  window.dispatchEvent(new CustomEvent("saving", { detail: project }));
}

/** Hold Generate back from now until the function that is returned is called. */
export function hold(project) {
  let open = true;
  count(project, 1);
  return () => {
    if (open) open = false, count(project, -1);
  };
}

/** A change of a project. */
export async function save(project, method, path, options) {
  const release = hold(project);
  try {
    return await ask(method, path, options);
  } finally {
    release();
  }
}

export const post = (path, json = undefined, options = {}) => ask("POST", path, { json, ...options });
export const remove = (path) => ask("DELETE", path);

/** Files as the server takes them. */
export function form(field, files) {
  const made = new FormData();
  for (const file of files) made.append(field, file, file.name);
  return made;
}
