// Two agents and one buyer: a word about it, before both answer.

import { icon } from "./dom.js";
import { t } from "./words.js";

const WRITES = 6000;
const ANSWERED = 30_000;
const COMMAND = /^\s*[/／]/;

export class Collision {
  constructor(strip) {
    this.strip = strip;
    this.words = document.createElement("span");
    strip.append(icon("alert"), this.words);
    this.clear();
  }

  // A colleague writes to this buyer now.
  writes(name) {
    if (this.kind === "answered" && this.name === name) return;
    this.show("writes", name, WRITES);
  }

  // He has answered; what I am writing may be said already.
  answered(name) {
    this.warned = false;
    this.show("answered", name, ANSWERED);
  }

  // The first Enter is held back with a word, the second sends. Commands and notes are no answers.
  holds(text) {
    if (!this.kind || this.warned || COMMAND.test(text)) return false;
    this.warned = true;
    this.draw();
    return true;
  }

  show(kind, name, wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.clear(), wait);
    Object.assign(this, { kind, name });
    this.draw();
  }

  clear() {
    clearTimeout(this.timer);
    Object.assign(this, { kind: "", name: "", warned: false });
    this.draw();
  }

  draw() {
    this.strip.hidden = !this.kind;
    const told = this.kind ? t(`staff.collision.${this.kind}`, { name: this.name }) : "";
    const text = this.warned ? `${told} ${t("staff.collision.again")}` : told;
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}
