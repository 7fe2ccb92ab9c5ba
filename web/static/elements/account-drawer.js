// @ts-check
// The account: what each provider really says, what is left under the ceilings, the models and their prices (R30, R31, R36).

import { get, post, remove } from "../lib/api.js";
import { Drawer } from "../lib/drawer.js";
import { ago, capital, money, spent } from "../lib/format.js";
import { h, icon } from "../lib/html.js";
import { bar, button, doing, field, pill } from "../lib/ui.js";

const CEILINGS = { person_day: "Yours, a day", person_month: "Yours, a month", group_film: "A film of the group", group_day: "The group, a day", group_month: "The group, a month", day: "Everybody, a day", month: "Everybody, a month", project: "This film" };

class AccountDrawer extends Drawer {
  #account = null;
  #tokens = [];
  #secret = "";
  #name = "";
  #busy = false;

  opened() {
    this.#load();
  }

  async #load(fresh = false) {
    this.#busy = true;
    this.update();
    const [account, tokens] = await Promise.all([doing(() => get(`/api/account/overview${fresh ? "?fresh=true" : ""}`)), doing(() => get("/api/account/tokens"))]);
    this.#account = account || this.#account;
    this.#tokens = tokens || this.#tokens;
    this.#busy = false;
    this.update();
  }

  view() {
    const account = this.#account;
    if (!account) return this.frame("Account", h("div", { class: "spin", role: "status", "aria-label": "Loading" }));
    return this.frame("Account",
      account.little_room && h("p", { class: "hint", key: "room" }, account.little_room),
      h("section", { class: "block", key: "money" },
        h("dl", { class: "big-facts" },
          h("div", {}, h("dt", {}, "Today"), h("dd", {}, spent(account.today))),
          h("div", {}, h("dt", {}, "This month"), h("dd", {}, spent(account.month))),
          account.held > 0 && h("div", {}, h("dt", {}, "Held"), h("dd", {}, money(account.held)))),
        account.ceilings.map((one) => h("div", { key: one.name, class: "ceiling" }, h("span", {}, CEILINGS[one.name] || one.name), h("span", { class: "note" }, `${money(one.left)} left of ${money(one.most)}`), bar(one.most ? one.used / one.most : 0, CEILINGS[one.name] || one.name)))),
      h("section", { class: "block", key: "platforms" },
        h("div", { class: "row between" }, h("h3", {}, "Providers"), button(this.#busy ? "Asking…" : "Ask again", () => this.#load(true), { kind: "quiet", disabled: this.#busy })),
        account.platforms.map((one) => this.#platform(one))),
      this.#access());
  }

  #platform(one) {
    return h("details", { class: "platform", key: one.lane },
      h("summary", {}, h("span", { class: "platform-head" }, h("span", { class: "row between" }, h("strong", {}, one.title), one.key ? pill(one.works === false ? "Key refused" : "Key set", one.works === false ? "failed" : "done") : pill("No key")),
        h("span", { class: "note" }, one.balance !== null ? `${capital(one.balance_of) || "Balance"}: ${spent(one.balance)}` : `Balance not available: ${one.not_available || "it does not say"}`))),
      h("p", { class: "note" }, [one.identity, one.used !== null && `${spent(one.used)} used`, one.spent_today > 0 && `${money(one.spent_today)} here today`, one.problem, !one.key && `Set ${one.setting}: ${one.unlocks}.`, one.asked_at && `asked ${ago(one.asked_at)}`].filter(Boolean).join(" · ")),
      h("ul", { class: "plain models" }, one.models.map((model) => h("li", { key: model.id }, h("span", {}, h("strong", {}, model.title), h("span", { class: "note" }, ` ${model.makes}`)), h("span", { class: "note" }, [model.price, model.example, model.limits].filter(Boolean).join(" · "))))));
  }

  #access() {
    return h("section", { class: "block", key: "access" },
      h("h3", {}, "Who works for you here"),
      h("ul", { class: "plain" }, this.#tokens.map((one) => h("li", { key: one.id, class: "row between" },
        h("span", {}, h("strong", {}, one.name === "page" ? "A browser" : one.name), h("span", { class: "note" }, ` ${one.current ? "this one" : one.used_at ? `used ${ago(one.used_at)}` : "not used yet"}`)),
        one.current ? button("Sign out", () => this.#leave(), { kind: "quiet" }) : h("button", { type: "button", class: "round", "aria-label": `End ${one.name}`, onclick: () => this.#revoke(one) }, icon("trash"))))),
      this.#secret && h("p", { class: "hint" }, "Keep it now, it is not shown again: ", h("code", {}, this.#secret)),
      h("form", { class: "row", onsubmit: (event) => (event.preventDefault(), this.#new()) },
        field("A token for a program", h("input", { value: this.#name, maxlength: "100", placeholder: "My agent", oninput: (event) => (this.#name = event.target.value) })),
        h("button", { type: "submit", class: "button" }, icon("plus"), h("span", {}, "Create"))));
  }

  async #new() {
    if (!this.#name.trim()) return;
    const made = await doing(() => post("/api/account/tokens", { name: this.#name }));
    if (made) this.#secret = made.secret, (this.#name = ""), this.#load();
  }

  async #revoke(one) {
    await doing(() => remove(`/api/account/tokens/${one.id}`));
    this.#load();
  }

  async #leave() {
    await doing(() => remove("/api/session"));
    location.assign("/");
  }
}

customElements.define("account-drawer", AccountDrawer);
