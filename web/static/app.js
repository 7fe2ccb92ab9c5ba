// @ts-check
// The start of everything: who is signed in, which view is meant, and the words at the bottom.

import { get, post, Problem, setBearer } from "./lib/api.js";
import { draw, h, View } from "./lib/html.js";
import { button, empty } from "./lib/ui.js";
import { go, lead, place } from "./lib/router.js";
import { keepSigned, signedBefore, telegram } from "./lib/telegram.js";
import "./elements/home-page.js";
import "./elements/project-page.js";
import "./elements/account-drawer.js";

class App extends View {
  #session = null;
  #problem = null;
  #said = null;
  #timer = 0;

  begin() {
    window.addEventListener("popstate", () => this.update());
    window.addEventListener("went", () => this.update());
    window.addEventListener("signed-out", () => this.#out());
    window.addEventListener("signed-in", () => this.#enter());
    window.addEventListener("say", (event) => this.#say(event.detail));
    this.#enter();
  }

  async #enter() {
    try {
      this.#session = await signIn();
      this.#problem = null;
      if (!this.#session.signed_in && this.#session.bot) await import("./elements/chat-login.js");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
      this.#session = { signed_in: false };
    }
    this.update();
  }

  #out() {
    if (this.#session?.signed_in) {
      this.#session = { ...this.#session, signed_in: false };
      this.update();
    }
  }

  #say(said) {
    clearTimeout(this.#timer);
    this.#said = said;
    this.update();
    this.#timer = setTimeout(() => {
      this.#said = null;
      this.update();
    }, said.bad ? 9000 : 4000);
  }

  view() {
    return [this.#page(), this.#toast()];
  }

  #page() {
    if (!this.#session) return h("main", { id: "main", class: "alone", "aria-busy": "true" }, h("div", { class: "spin" }));
    if (!this.#session.signed_in) return this.#stranger();
    const here = place();
    const account = here.query.has("account") && h("account-drawer", { key: "account", props: { session: this.#session } });
    if (here.project) return [h("project-page", { key: here.project, props: { ...here, session: this.#session } }), account];
    return [h("home-page", { key: "home", props: { session: this.#session } }), account];
  }

  #stranger() {
    const { bot } = this.#session;
    const words = bot ? "Say yes in the chat, open the page from its menu, or send it /web for a link." : "Open the link that video-story serve printed. For another one: video-story link";
    const token = h("form", { class: "row token-form", onsubmit: (event) => (event.preventDefault(), this.#token(event.target)) },
      h("label", { class: "said", for: "token" }, "Token"),
      h("input", { id: "token", name: "token", type: "password", autocomplete: "off", spellcheck: "false", placeholder: bot ? "A token" : "Or a token", required: true }),
      h("button", { type: "submit", class: "button" }, "Sign in"));
    return h("main", { id: "main", class: "alone" },
      empty("film", "Video Story", this.#problem ? this.#problem.message : "Nobody is signed in here.",
        h("p", { class: "note" }, this.#problem?.hint || words),
        bot ? [h("chat-login", { key: "login", class: "chat-login" }), h("details", { class: "token-more" }, h("summary", {}, "Or with a token"), token)] : token,
        !bot && button("Try again", () => location.reload(), { kind: "quiet" })));
  }

  async #token(form) {
    try {
      this.#session = await post("/api/session/token", { token: new FormData(form).get("token") });
      this.#problem = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  #toast() {
    const said = this.#said;
    return h("div", { class: `toast ${said ? "on" : ""} ${said?.bad ? "bad" : ""}`, role: "status", "aria-live": "polite", key: "toast" },
      said && h("p", {}, h("strong", {}, said.words), said.hint && ` ${said.hint}`));
  }
}

/** By Telegram's initData, by a link in the address, or by the session there is (telegram.md 6). */
async function signIn() {
  const given = new URLSearchParams(location.hash.slice(1));
  const initData = given.get("tgWebAppData");
  if (initData || signedBefore()) {
    return fromTelegram(initData);
  }
  const secret = given.get("link");
  if (secret) {
    history.replaceState(null, "", location.pathname);
    const session = await get("/api/session");
    if (session.signed_in) {
      await post("/api/session/link", { secret }).catch(() => {});
      return get("/api/session");
    }
    return post("/api/session/link", { secret });
  }
  return get("/api/session");
}

/** With what Telegram signed when it opened the page; a reload finds that again, and stays where the person is. */
async function fromTelegram(opened) {
  try {
    const session = await post("/api/session/telegram", { init_data: opened || signedBefore() });
    if (opened) keepSigned(opened), lead(session.start);
    setBearer(session.token);
    telegram();
    return session;
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.retryable) throw problem;
    keepSigned("");
    const session = opened ? null : await get("/api/session");
    if (session?.signed_in) return session;
    throw problem;
  }
}

customElements.define("vs-app", App);

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-go]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});

export { draw };
