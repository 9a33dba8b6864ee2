// What this page has to say and the server does not have yet: kept in the browser, sent one after the other, and sent
// again with the same id until it is acknowledged. So nothing is lost, nothing comes twice, and the order stays.

import { keep, newId } from "./dom.js";

const NO_ANSWER = 15_000;
const LOST = new Set(["gone", "not-yours", "unreadable"]);

function read(key) {
  try {
    const item = JSON.parse(keep.get(key));
    return item?.frame?.id ? item : null;
  } catch {
    return null;
  }
}

// Events: "change" (its detail is the box).
export class Outbox extends EventTarget {
  constructor(line, owner) {
    super();
    this.line = line;
    this.prefix = `${owner}:`;
    this.me = "";
    this.items = keep.keys(this.prefix).map(read).filter(Boolean).sort((a, b) => a.at - b.at);
    this.busy = null;
    line.on("up", () => this.pump());
    line.on("down", () => this.rest());
    line.on("ack", (frame) => this.done(frame.id));
    line.on("refused", (frame) => this.refused(frame));
  }

  // `shown`: what the page needs to show it meanwhile (files with their names).
  add(frame, shown = {}) {
    const at = Math.max(Date.now(), (this.items.at(-1)?.at || 0) + 1);
    const item = { at, me: this.me, frame: { id: newId(), ...frame }, shown, why: "" };
    this.items.push(item);
    this.save(item);
    this.tell(item);
    this.pump();
    return item.frame.id;
  }

  pump() {
    if (this.busy || this.paused) return;
    const next = this.items.find((item) => !item.why && this.mine(item));
    if (!next || !this.line.send(next.frame)) return;
    this.busy = next.frame.id;
    this.timer = setTimeout(() => this.line.cut(), NO_ANSWER);
  }

  rest() {
    clearTimeout(this.timer);
    this.busy = null;
  }

  done(id) {
    if (this.busy === id) this.rest();
    this.forget(id);
    this.pump();
  }

  refused({ id, why, retry_after: after }) {
    if (this.busy === id) this.rest();
    const item = this.items.find((one) => one.frame.id === id);
    if (item && after) this.pause(after * 1000);
    else if (item && item.frame.type === "say" && !LOST.has(why)) this.fail(item, why);
    else this.forget(id);
    this.pump();
  }

  pause(wait) {
    this.paused = true;
    setTimeout(() => {
      this.paused = false;
      this.pump();
    }, wait);
  }

  fail(item, why) {
    item.why = why;
    this.save(item);
    this.tell(item);
  }

  retry(id) {
    const item = this.items.find((one) => one.frame.id === id);
    if (!item) return;
    item.why = "";
    this.save(item);
    this.tell(item);
    this.pump();
  }

  forget(id) {
    const item = this.items.find((one) => one.frame.id === id);
    if (!item) return;
    this.items.splice(this.items.indexOf(item), 1);
    keep.remove(this.prefix + id);
    this.tell(item);
  }

  // What the page shows at the end of a box: unsent words, as if they were there.
  waiting(box) {
    return this.items.filter((item) => item.frame.type === "say" && (item.frame.box || "chat") === box && this.mine(item));
  }

  // Two agents may share a browser: nobody sends what the other left unsent.
  mine(item) {
    return (item.me || "") === this.me;
  }

  save(item) {
    keep.set(this.prefix + item.frame.id, JSON.stringify(item));
  }

  tell(item) {
    this.dispatchEvent(new CustomEvent("change", { detail: item.frame.box || "chat" }));
  }
}
