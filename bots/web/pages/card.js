// The pinned card: the first message of a thread, always in sight, with its buttons.

import { chip } from "./bubble.js";
import { byId, el } from "./dom.js";
import { rich } from "./richtext.js";

export class Card {
  constructor(view) {
    this.view = view;
    this.box = byId("card");
    this.body = byId("card-body");
  }

  show(entry) {
    this.box.hidden = !entry || entry.deleted;
    if (this.box.hidden) return;
    byId("card-line").textContent = (entry.text || "").split("\n")[0];
    const rows = (entry.buttons || []).map((row) => el("div", {}, ...row.map((button) => chip(button, entry, this.view))));
    this.body.replaceChildren(el("div.text", { dir: "auto" }, ...rich(entry.text || "", entry.spans)), el("div.chips", {}, ...rows));
  }

  fold(folded) {
    this.box.open = !folded;
  }
}
