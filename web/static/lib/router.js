// @ts-check
// Where the person is: the address says it, so that back, reload and a shared link do what one expects.

export const PHASES = ["story", "analysis", "script", "timeline", "images", "video", "export"];

/** The project, the phase and what is open, as the address says. */
export function place() {
  const [, p, project, phase] = location.pathname.split("/");
  return {
    project: p === "p" ? project : "",
    phase: PHASES.includes(phase) ? phase : "",
    query: new URLSearchParams(location.search),
  };
}

/** Go somewhere; `replace` leaves no step back. */
export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({ inside: !replace || Boolean(history.state?.inside) }, "", path);
  window.dispatchEvent(new Event("went"));
}

/** Open a drawer on top of where the person is. */
export function open(name, value = "") {
  const query = new URLSearchParams(location.search);
  for (const other of ["account", "activity", "entity", "shot"]) query.delete(other);
  query.set(name, value);
  go(`${location.pathname}?${query}`);
}

/** Close whatever drawer is open, by one step back where there is one. */
export function shut() {
  if (history.state?.inside) history.back();
  else go(location.pathname, { replace: true });
}

/** Go where a link into the Mini App leads, as Telegram signed it: "p_1-images", "p_1-e_2", "account". */
export function lead(start) {
  const [first, ...more] = (start || "").split("-");
  if (first === "account") return go("/?account", { replace: true });
  if (!/^p_\w+$/.test(first)) return;
  const phase = more.find((one) => PHASES.includes(one));
  const thing = more.find((one) => /^(e|sh)_\w+$/.test(one));
  const query = thing ? `?${thing.startsWith("e_") ? "entity" : "shot"}=${thing}` : "";
  go(`/p/${first}${phase ? `/${phase}` : ""}${query}`, { replace: true });
}
