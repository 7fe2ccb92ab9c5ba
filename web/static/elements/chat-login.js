// @ts-check
// Signing in by the chat: this browser asks, the bot asks the person for the number shown here (telegram.md 6.3).

import { post, Problem } from "../lib/api.js";
import { h, icon, View } from "../lib/html.js";
import { button } from "../lib/ui.js";

const LOOK = 2000;
const ENDED = {
  refused: "Called off in the chat. Nobody was let in.",
  over: "Nobody said yes in time.",
};

class ChatLogin extends View {
  #asked = null;
  #words = "";
  #busy = false;
  #timer = 0;
  #back = () => document.visibilityState === "visible" && this.#asked && this.#look();

  begin() {
    document.addEventListener("visibilitychange", this.#back);
  }

  end() {
    document.removeEventListener("visibilitychange", this.#back);
    clearTimeout(this.#timer);
  }

  view() {
    if (!this.#asked) {
      return [
        this.#words && h("p", { class: "note", role: "status" }, this.#words),
        button(this.#busy ? "One moment…" : "Sign in with Telegram", () => this.#ask(), { kind: "primary wide", sign: "person", disabled: this.#busy }),
      ];
    }
    const { link, qr, number, seconds_left: left } = this.#asked;
    return [
      h("p", { role: "status" }, "Telegram asks for this number: ", h("strong", { class: "login-number" }, number)),
      h("a", { class: "button primary wide", href: link, target: "_blank", rel: "noopener" }, icon("share"), h("span", {}, "Open Telegram")),
      h("figure", { class: "login-qr" }, h("img", { src: qr, alt: "The same link as a QR code", width: "200", height: "200" }), h("figcaption", { class: "note" }, "Or point your telephone’s camera at it.")),
      h("p", { class: "note row" }, h("span", { class: "spin small" }), left > 60 ? `Waiting for your yes, ${Math.ceil(left / 60)} min at most` : `Waiting for your yes, ${left} s more`),
      button("Cancel", () => this.#end(""), { kind: "quiet" }),
    ];
  }

  async #ask() {
    this.#busy = true;
    this.#words = "";
    this.update();
    try {
      this.#asked = await post("/api/session/login");
      this.#soon();
    } catch (problem) {
      this.#failed(problem);
    }
    this.#busy = false;
    this.update();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LOOK);
  }

  async #look() {
    clearTimeout(this.#timer);
    const mine = this.#asked;
    try {
      const now = await post("/api/session/login/check");
      if (mine !== this.#asked || !this.isConnected) return;
      if (now.state === "signed_in") window.dispatchEvent(new Event("signed-in"));
      else if (now.state !== "waiting") this.#end(ENDED[now.state] || "");
      else this.#asked.seconds_left = now.seconds_left, this.update(), this.#soon();
    } catch (problem) {
      if (problem instanceof Problem && problem.retryable) this.#soon();
      else this.#failed(problem);
    }
  }

  #failed(problem) {
    if (!(problem instanceof Problem)) throw problem;
    this.#end(`${problem.message} ${problem.hint}`.trim());
  }

  #end(words) {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.#words = words;
    this.update();
  }
}

customElements.define("chat-login", ChatLogin);
