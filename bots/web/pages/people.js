// Colleagues: who is here, who looks at this thread, who types where.

import { avatar, byId, el } from "./dom.js";
import { t } from "./words.js";

const TYPING = 6000;

export class People {
  constructor(changed) {
    this.agents = [];
    this.typists = new Map();
    this.changed = changed;
  }

  take({ agents }) {
    this.agents = agents;
    this.draw();
  }

  draw() {
    const others = this.agents.filter((agent) => agent.id !== this.me);
    byId("colleagues").replaceChildren(...others.map((agent) => el("span.colleague", { title: agent.name }, avatar(agent.name), el("span", {}, agent.name))));
    byId("colleagues").hidden = !others.length;
    const here = others.filter((agent) => agent.threads.includes(this.thread));
    const names = here.map((agent) => agent.name).join("、");
    byId("watchers").title = names && t("staff.also", { names });
    byId("watchers").replaceChildren(...here.map((agent) => avatar(agent.name)), names ? el("span", {}, t("staff.also", { names })) : "");
  }

  types({ box, name, side }, fallback) {
    clearTimeout(this.typists.get(box)?.timer);
    const timer = setTimeout(() => this.stopped(box), TYPING);
    this.typists.set(box, { name: name || fallback, key: side === "agent" ? "staff.replying" : "typing", timer });
    this.changed();
  }

  stopped(box) {
    clearTimeout(this.typists.get(box)?.timer);
    if (this.typists.delete(box)) this.changed();
  }

  typing(box) {
    const typist = this.typists.get(box);
    return typist ? t(typist.key, { name: typist.name }) : "";
  }
}
