// The list of commands that appears when an agent begins with a stroke.

import { el } from "./dom.js";
import { t } from "./words.js";

const NAMES = ["/note", "/take", "/close", "/resend", "/order", "/replace", "/refund", "/stock", "/replacements", "/delete", "/move", "/unlink", "/history", "/lang", "/open", "/search", "/stats", "/faq", "/learn", "/help"];

export class Commands {
  constructor(list, complete) {
    this.list = list;
    this.complete = complete;
    this.at = 0;
    this.names = [];
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const name = event.target.closest("[data-name]")?.dataset.name;
      if (name) this.complete(name);
    });
  }

  follow(text) {
    this.names = /^[/／]\S*$/.test(text) ? NAMES.filter((name) => name.startsWith(text.toLowerCase().replace("／", "/"))) : [];
    this.at = Math.min(this.at, Math.max(0, this.names.length - 1));
    this.draw();
  }

  // True when the key was for the list.
  key(event) {
    if (this.list.hidden || event.altKey || event.ctrlKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const exact = this.names[this.at] === event.target.value;
    if (step) this.move(step);
    else if (event.key === "Tab" || (event.key === "Enter" && !exact)) this.complete(this.names[this.at]);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  move(step) {
    this.at = (this.at + step + this.names.length) % this.names.length;
    this.draw();
  }

  hide() {
    this.names = [];
    this.draw();
  }

  draw() {
    this.list.hidden = !this.names.length;
    this.list.replaceChildren(...this.names.map((name, index) => this.line(name, index)));
  }

  line(name, index) {
    const told = [el("code", {}, name), el("span", {}, t(`command.${name}`))];
    return el("li", { role: "option", "aria-selected": String(index === this.at), data: { name } }, ...told);
  }
}
