// The list of threads: who waits longest comes first; what this agent has not read is counted.

import { withoutNote } from "./bubble.js";
import { el, icon } from "./dom.js";
import { now, shortTime, span, t } from "./words.js";

export const GENERAL = "general";
const LATE = 10 * 60_000;
const SIGN = /^[🟡🟢⚪]\s*/u;

export function waiting(thread) {
  return !thread.closed && Boolean(thread.waiting_since);
}

// The list has its own mark of the state.
export function titleOf(thread) {
  return (thread?.title || "").replace(SIGN, "");
}

export function waited(thread) {
  const wait = now() - thread.waiting_since;
  return wait < 60_000 ? t("staff.waiting.now") : t("staff.waiting", { span: span(wait) });
}

function order(a, b) {
  const [x, y] = [a.thread, b.thread];
  if (waiting(x) !== waiting(y)) return waiting(x) ? -1 : 1;
  if (waiting(x)) return x.waiting_since - y.waiting_since;
  return y.changed_at - x.changed_at;
}

// Events: "unread" (its detail is the count over all open threads).
export class Threads extends EventTarget {
  constructor(list, filters, deps) {
    super();
    Object.assign(this, { list, filters, deps });
    this.known = new Map();
    this.marks = new Map();
    this.filter = "open";
    this.found = null;
    this.selected = "";
    filters.addEventListener("click", (event) => this.choose(event.target.closest("button")?.dataset.filter));
    setInterval(() => this.draw(), 30_000);
  }

  // Gives the threads whose buyer has just said something.
  take({ items, fresh }) {
    const spoken = [];
    for (const { key, seq, body } of items) {
      const before = this.known.get(key);
      if (before && before.seq >= seq) continue;
      const latest = body.heard?.at(-1) || 0;
      if (!fresh && latest > (before?.thread.heard?.at(-1) || 0)) spoken.push({ key, thread: body });
      this.known.set(key, { key, seq, thread: body });
    }
    this.draw();
    return spoken;
  }

  takeMarks({ items }) {
    for (const { key, body } of items) this.marks.set(key, Math.max(body.born, this.marks.get(key) || 0));
    this.draw();
  }

  takeFound({ text, items }) {
    if (text !== this.text) return;
    this.found = items.map(({ key, seq, body }) => ({ key, seq, thread: body }));
    for (const one of this.found) if (!this.known.has(one.key)) this.known.set(one.key, one);
    this.draw();
  }

  get(key) {
    return this.known.get(key)?.thread;
  }

  search(text) {
    this.text = text.trim();
    this.found = this.text ? this.local(this.text.toLowerCase()) : null;
    this.draw();
  }

  local(words) {
    return [...this.known.values()].filter(({ thread }) => `${thread.title} ${thread.about || ""} ${thread.last?.author || ""} ${thread.last?.text || ""}`.toLowerCase().includes(words));
  }

  choose(filter) {
    if (!filter) return;
    this.filter = filter;
    for (const button of this.filters.children) button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    this.draw();
  }

  select(key) {
    this.selected = key;
    this.draw();
  }

  seen(key, born) {
    if ((this.marks.get(key) || 0) >= born) return false;
    this.marks.set(key, born);
    this.draw();
    return true;
  }

  unread({ key, thread }) {
    const mark = this.marks.get(key) || 0;
    return thread.closed ? 0 : (thread.heard || []).filter((born) => born > mark).length;
  }

  shown() {
    if (this.found) return this.found;
    const all = [...this.known.values()];
    const kept = {
      open: ({ thread }) => !thread.closed,
      mine: ({ thread }) => (thread.agents || []).includes(this.deps.me()),
      closed: ({ thread }) => thread.closed,
    };
    return all.filter(kept[this.filter]).sort(order);
  }

  // The neighbour of the chosen thread, for Alt+Up and Alt+Down.
  neighbour(step) {
    const keys = [GENERAL, ...this.shown().map(({ key }) => key)];
    const at = keys.indexOf(this.selected);
    return keys[Math.min(keys.length - 1, Math.max(0, at + step))];
  }

  draw() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const rows = this.shown().map((one) => this.row(one));
    const none = rows.length ? null : el("p.none", {}, t(this.found ? "staff.none.found" : `staff.none.${this.filter}`));
    const older = this.filter === "closed" && !this.found && rows.length >= 60 ? this.olderButton() : null;
    this.list.replaceChildren(...[this.found ? null : this.general(), ...rows, none, older].filter(Boolean));
    if (focused) this.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    this.count();
  }

  count() {
    const open = [...this.known.values()].filter(({ thread }) => !thread.closed);
    const mine = open.filter(({ thread }) => (thread.agents || []).includes(this.deps.me()));
    const [first, second] = this.filters.querySelectorAll("b");
    first.textContent = open.length || "";
    second.textContent = mine.length || "";
    this.dispatchEvent(new CustomEvent("unread", { detail: open.reduce((sum, one) => sum + this.unread(one), 0) }));
  }

  general() {
    const told = el("span.told", {}, el("b", {}, t("staff.general")), el("small", {}, this.deps.typing(GENERAL) || t("staff.general.hint")));
    return this.button(GENERAL, "general", el("span.face", {}, icon("chat")), told);
  }

  row(one) {
    const { key, thread } = one;
    const state = thread.closed ? "closed" : waiting(thread) ? "waiting" : "answered";
    const count = this.unread(one);
    const late = state === "waiting" && now() - thread.waiting_since > LATE;
    const typing = this.deps.typing(key);
    const last = thread.last ? this.said(thread.last) : "";
    const line = el(`small${typing ? ".types" : ""}`, {}, typing || last);
    const wait = state === "waiting" ? el(`span.wait${late ? ".late" : ""}`, {}, waited(thread)) : null;
    const badge = count ? el("span.badge", { "aria-label": t("unseen", { n: count }) }, String(Math.min(count, 99))) : null;
    const told = el("span.told", {}, el("b", {}, titleOf(thread) || key), line);
    const end = el("span.end", {}, el("time", {}, shortTime(thread.changed_at)), badge);
    return this.button(key, `${state}${count ? " unread" : ""}`, el("span.dot", { title: t(`staff.state.${state === "answered" ? "open" : state}`) }), told, end, wait);
  }

  said(last) {
    const note = last.side === "agent" ? withoutNote(last.text || "") : null;
    const text = note === null ? last.text || t("staff.file") : `[${t("staff.note.short")}] ${note}`;
    return last.side === "buyer" ? text : `${last.author || t("bot")}${t("colon")}${text}`;
  }

  button(key, kinds, ...parts) {
    const attributes = { type: "button", data: { key }, "aria-current": key === this.selected ? "true" : undefined };
    const node = el("button.row-of-list", { ...attributes, onclick: () => this.deps.open(key) }, ...parts);
    node.classList.add(...kinds.split(" "));
    return node;
  }

  olderButton() {
    const oldest = Math.min(...[...this.known.values()].filter(({ thread }) => thread.closed).map(({ seq }) => seq));
    return el("button.ghost.text", { type: "button", onclick: () => this.deps.older(oldest) }, t("staff.older"));
  }
}
