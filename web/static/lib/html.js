// @ts-check
// Building and renewing the page's elements. Text is always text: nothing here parses markup.

/** @typedef {Node & {_key?: any, _on?: Record<string, Function>}} Made */

const PROPS = new Set(["value", "checked", "disabled", "selected", "muted", "hidden", "open", "indeterminate"]);

/**
 * Make an element. `on…` listens, `key` keeps it the same element between two drawings, `props` is data for an
 * element of ours, `style` sets custom properties.
 */
export function h(tag, given = {}, ...children) {
  const el = given && given.svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) set(el, name, value);
  add(el, children);
  return el;
}

function set(el, name, value) {
  if (name === "svg" || value === undefined) return;
  if (name === "key") el._key = value;
  else if (name === "props") el.props = value;
  else if (name === "style") el._style = value, style(el, {}, value);
  else if (name.startsWith("on")) listen(el, name.slice(2), value);
  else if (PROPS.has(name)) el[name] = value ?? (name === "value" ? "" : false), (el._props ||= {})[name] = el[name];
  else if (value === false || value === null) return;
  else if (LATER.has(name) && MEDIA.has(el.nodeName)) (el._later ||= {})[name] = String(value);
  else el.setAttribute(name, value === true ? "" : String(value));
}

// Media is fetched from the moment it has an address, so it is given one only where it is really shown.

const MEDIA = new Set(["VIDEO", "AUDIO", "IMG"]);
const LATER = new Set(["src", "srcset", "poster"]);

/** Let the media of what was made be fetched: it is about to be seen. */
export function show(node) {
  for (const [name, value] of Object.entries(node._later || {})) node.setAttribute(name, value);
  for (const child of node.children || []) show(child);
  return node;
}

function style(el, before, after) {
  for (const name of Object.keys(before || {})) if (!(name in (after || {}))) el.style.removeProperty(name);
  for (const [name, value] of Object.entries(after || {})) el.style.setProperty(name, value);
}

function listen(el, type, work) {
  if (!work) return;
  el._on ||= {};
  if (!(type in el._on)) el.addEventListener(type, (event) => el._on[type] && el._on[type](event));
  el._on[type] = work;
}

function add(el, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === true) continue;
    if (Array.isArray(child)) add(el, child);
    else el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Stands for the element of this key as it is: nothing of it is drawn again. */
export function keep(key) {
  const mark = document.createElement("i");
  mark._key = key;
  mark._keep = true;
  return mark;
}

/** Make what stands in `parent` equal to `wanted`, keeping elements, focus, scroll and what a person types. */
export function draw(parent, ...wanted) {
  const box = document.createElement("div");
  add(box, wanted);
  children(parent, box);
}

function children(parent, wanted) {
  const keyed = new Map();
  for (const node of parent.childNodes) if (node._key !== undefined) keyed.set(node._key, node);
  let here = parent.firstChild;
  for (const next of [...wanted.childNodes]) {
    let same = next._key !== undefined ? keyed.get(next._key) : here;
    if (next._key === undefined && same && same._key !== undefined) same = null;
    if (same && (next._keep || alike(same, next))) {
      if (same !== here) parent.insertBefore(same, here);
      else here = here.nextSibling;
      if (!next._keep) renew(same, next);
    } else {
      show(next);
      parent.insertBefore(next, here);
    }
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

function alike(one, other) {
  return one.nodeName === other.nodeName && one._key === other._key;
}

function renew(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes])
    if (!next.hasAttribute(name) && name !== "style" && !(name === "open" && old.nodeName === "DETAILS") && !next._later?.[name] && !old._own?.has(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const type of Object.keys(next._on || {})) listen(old, type, next._on[type]);
  for (const type of Object.keys(old._on || {})) if (!next._on?.[type]) old._on[type] = null;
  for (const [name, value] of Object.entries(next._later || {})) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  style(old, old._style, next._style);
  old._style = next._style;
  props(old, next);
  if (old.nodeName.includes("-")) {
    old.props = next.props;
    return;
  }
  if (old.nodeName !== "TEXTAREA") children(old, next);
}

function props(old, next) {
  const before = old._props || {};
  const after = next._props || {};
  for (const [name, value] of Object.entries(after)) {
    // What a person types stays until the server says something else than it said before.
    if (name === "value" && old.nodeName !== "SELECT" && before.value === value) continue;
    if (old[name] !== value) old[name] = value;
  }
  for (const name of Object.keys(before)) if (!(name in after)) old[name] = name === "value" ? "" : false;
  old._props = after;
}

/** An element of ours that draws itself again whenever it is given something. */
export class View extends HTMLElement {
  #props = {};
  #asked = false;

  get props() {
    return this.#props;
  }

  set props(value) {
    this.#props = value || {};
    if (this.isConnected) this.given(), this.update();
  }

  connectedCallback() {
    this.begin();
    this.given();
    draw(this, this.view());
  }

  disconnectedCallback() {
    this.end();
  }

  /** Draw soon; any number of calls draw once. */
  update() {
    if (this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      if (this.isConnected) draw(this, this.view());
    });
  }

  begin() {}
  end() {}
  given() {}

  /** @returns {any} */
  view() {
    return [];
  }
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  check: "M5 13l4 4L19 7",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  activity: "M3 12h4l3-8 4 16 3-8h4",
  box: "M4 5h16v4H4zM6 9v10h12V9M10 13h4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  share: "M12 15V4M8 8l4-4 4 4M6 12v8h12v-8",
  upload: "M12 20V9M7 13l5-5 5 5M5 4h14",
  spark: "M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2z",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 10h4M4 14h4M16 10h4M16 14h4",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5a.5.5 0 100-1 .5.5 0 000 1z",
  minus: "M5 12h14",
  first: "M6 5v14M19 12H10M14 7l-5 5 5 5",
  down: "M6 9l6 6 6-6",
  key: "M15 15a6 6 0 10-5-3l-7 7v2h3v-2h2v-2h2l2-2",
  alert: "M12 4l9 16H3zM12 10v4M12 17h.01",
  undo: "M9 8H5V4M5 8c3-4 10-4 13 1s0 11-6 11",
  words: "M5 6h14M5 12h14M5 18h9",
};

/** A small picture that says nothing to a screen reader. */
export function icon(name) {
  const svg = h("svg", { svg: true, viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" });
  svg.append(h("path", { svg: true, d: PATHS[name] }));
  return svg;
}
