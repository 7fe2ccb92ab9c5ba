// @ts-check
// What happens, as it happens: a stream that is taken up again where it stopped; a look every 3 s where none holds.

import { headers } from "./api.js";

const QUIET = 40_000;
const LOOK = 3_000;

/** Follow the events of a project (or of all) after an id; returns a function that ends it. */
export function follow(project, after, { event, look, live }) {
  let last = after;
  let ended = false;
  let failed = 0;
  let control = new AbortController();
  const path = project ? `/api/projects/${project}/events` : "/api/events";

  async function hold() {
    control = new AbortController();
    let quiet = setTimeout(() => control.abort(), QUIET);
    const answer = await fetch(`${path}?after=${last}`, {
      headers: headers(),
      signal: control.signal,
      credentials: "same-origin",
      cache: "no-store",
    });
    if (!answer.ok || !answer.body) throw new Error(String(answer.status));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    live(true);
    try {
      while (!ended) {
        const { value, done } = await reader.read();
        if (done) return;
        failed = 0;
        clearTimeout(quiet);
        quiet = setTimeout(() => control.abort(), QUIET);
        text += value;
        const parts = text.split("\n\n");
        text = parts.pop() || "";
        for (const part of parts) tell(part);
      }
    } finally {
      clearTimeout(quiet);
    }
  }

  function tell(part) {
    const data = part.split("\n").find((line) => line.startsWith("data: "));
    const id = part.split("\n").find((line) => line.startsWith("id: "));
    if (id) last = Number(id.slice(4));
    if (!data || part.includes("\nevent: ") || part.startsWith("event: ")) return;
    event(JSON.parse(data.slice(6)));
  }

  async function run() {
    while (!ended) {
      try {
        await hold();
      } catch {
        failed += 1;
      }
      if (ended) return;
      if (failed) {
        live(false);
        await look();
        await new Promise((wake) => setTimeout(wake, LOOK));
      }
    }
  }

  const awake = () => document.visibilityState === "visible" && failed > 0 && look();
  document.addEventListener("visibilitychange", awake);
  run();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", awake);
    control.abort();
  };
}
