// @ts-check
// What a person typed and nobody has saved: the browser, or Telegram, asks before it is closed on them.

const open = new Set();

/** Say whether this place holds something unsaved. */
export function unsaved(place, is) {
  if (open.has(place) === Boolean(is)) return;
  if (is) open.add(place);
  else open.delete(place);
  window.dispatchEvent(new CustomEvent("unsaved", { detail: open.size > 0 }));
}

window.addEventListener("beforeunload", (event) => {
  if (open.size) event.preventDefault();
});
